"""The ping-pong breaker at work: what is remembered of an address, and who may write to it."""

from datetime import datetime

from functions import policies
from functions.aws import rows, table
from functions.aws.mail import sender_address
from functions.aws.runtime import logger, metrics
from functions.core import loops
from functions.core.contacts import Channel, Contact, Handle
from functions.core.evidence.handles import email_handle
from functions.core.loops import Pair, PairState
from functions.core.reception import Reception


def own_handles(shop: str) -> frozenset[Handle]:
    """The addresses that we write from ourselves."""
    found = email_handle(sender_address(shop))
    return frozenset({found} if found else ())


def watched(
    contact: Contact, reception: Reception, pair: Pair | None, now: datetime
) -> tuple[Reception, Pair | None]:
    """The reception with what the agent must see of a loop, and the pair to be written, if any."""
    limits = policies.loops()
    contacts = reception.case.contacts
    if contact.channel is not Channel.EMAIL or not loops.is_tracked(
        contact, pair, contacts, limits
    ):
        return reception, None
    seen = loops.observe(pair, contact, limits, now)
    shown = loops.evidence(seen, now)
    others = tuple(one for one in reception.case.because if not one.kind.startswith("loop_"))
    case = reception.case.model_copy(update={"because": (shown, *others) if shown else others})
    item = reception.work_item
    if shown:
        item = item.model_copy(update={"reason": f"{shown.detail}; {item.reason}"})
    return reception.model_copy(update={"case": case, "work_item": item}), seen


def write(pair: Pair, shop: str) -> table.Write:
    """Guarded, as two messages of one address may come at once."""
    written = pair.model_copy(update={"version": pair.version + 1})
    return table.Write(
        rows.pair_key(shop, pair.handle),
        written,
        table.unchanged(pair.version),
        version=written.version,
    )


def report(contact: Contact, before: Pair | None, after: Pair | None) -> None:
    """Reaching a limit is never silent."""
    if after is None or after.state is PairState.NORMAL:
        return
    if before is None or after.times_quiet > before.times_quiet:
        logger.warning("pair stopped", item_id=contact.id, state=after.state, reason=after.reason)
        metrics.add_metric(name="LoopStopped", unit="Count", value=1)


def read_pair(shop: str, handle: Handle) -> Pair | None:
    key = rows.pair_key(shop, handle.key)
    return rows.decode(Pair, table.read([key], consistent=True).get(key))


def why_not_write(shop: str, recipient: Handle, now: datetime) -> str | None:
    """Why nothing automatic may go there now; None where it may."""
    refused = loops.why_not_write(recipient, None, now, own_handles(shop))
    if refused:
        return refused
    return loops.why_not_write(recipient, read_pair(shop, recipient), now)


def claim_answer(contact: Contact, now: datetime) -> str | None:
    """Whoever wants to answer a message automatically asks here first; None: he may, this once.

    The claim is written before anything is sent, guarded: of two who ask at the same moment one
    gets ConflictError, asks again and hears that the address was answered already.
    """
    pair = read_pair(contact.shop, contact.sender)
    own = own_handles(contact.shop)
    refused = loops.why_not_answer(contact, pair, policies.loops(), now, own)
    if refused:
        return refused
    table.put(write(loops.answered(pair, contact.sender, now), contact.shop))
    return None


def lift(shop: str, handle: Handle) -> Pair | None:
    """Let automatic mail go out again, as an agent decided; None where nothing was stopped.

    ConflictError: mail of that address came in just now; look at it before lifting again.
    """
    pair = read_pair(shop, handle)
    if pair is None or pair.state is PairState.NORMAL:
        return None
    table.put(write(loops.lifted(pair), shop))
    logger.info("pair lifted", state=pair.state, reason=pair.reason)
    return pair
