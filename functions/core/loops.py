"""The ping-pong breaker: two machines that write each other are stopped, and nothing is lost."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from pydantic import AwareDatetime, Field

from functions.core.contacts import Contact, Handle, MachineKind
from functions.core.values import Evidence, Value

MAX_REMEMBERED = 40
NEVER_ANSWERED = re.compile(
    r"(?:mailer-?_?daemon|mail-?daemon|postmaster|mdaemon|hostmaster|abuse|bounces?|listserv"
    r"|majordomo|no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|noreply|nobody|niet-?beantwoorden"
    r"|geen-?antwoord|keine-?antwort|ne-?pas-?repondre|no-?responder|non-?rispondere|nao-?responda"
    r"|auto(?:matic)?-?(?:reply|responder|mailer)|notifications?|owner-.{1,60}"
    r"|.{1,60}-(?:owner|request|bounces?))(?:[+._=-].*)?"
)
NUMBERED = re.compile(r"\[[^\]]{0,20}#?\s?\d[^\]]{0,20}\]")


class PairState(StrEnum):
    """What automatic mail between two addresses may do. Mail that comes in is always stored."""

    NORMAL = "normal"
    QUIET = "quiet"
    """Nothing automatic goes out until the limit's time is over."""
    MUTED = "muted"
    """Nothing automatic goes out until an agent lifts it, or for the longest time."""


class LoopLimits(Value):
    """When a pair becomes quiet or muted; `functions/policies/loops.toml` holds what is meant."""

    window_minutes: int = Field(default=60, ge=1, le=10_080)
    machine_messages: int = Field(default=4, ge=1, le=MAX_REMEMBERED)
    """Messages marked as a machine's within the window that make a pair quiet."""
    any_messages: int = Field(default=12, ge=2, le=MAX_REMEMBERED)
    """Messages of whatever sort within the window."""
    equal_bodies: int = Field(default=4, ge=2, le=MAX_REMEMBERED)
    numbers_in_subject: int = Field(default=2, ge=2, le=20)
    """Case numbers of help desks in one subject, as each desk adds its own."""
    muted_after: int = Field(default=3, ge=1, le=100)
    """Times that a pair became quiet."""
    quiet_hours: int = Field(default=24, ge=1, le=720)
    muted_hours: int = Field(default=168, ge=1, le=8760)
    answer_hours: int = Field(default=24, ge=0, le=720)
    """A pair gets at most one automatic answer within this time."""
    tracked_after: int = Field(default=4, ge=1, le=MAX_REMEMBERED)
    """A person's messages on one case before the pair is looked at for unmarked machines."""


class Pair(Value):
    """What is remembered of one address that writes to us."""

    handle: str
    state: PairState = PairState.NORMAL
    until: AwareDatetime | None = None
    reason: str | None = None
    times_quiet: int = 0
    received_at: tuple[AwareDatetime, ...] = ()
    machines_at: tuple[AwareDatetime, ...] = ()
    bodies: tuple[str, ...] = ()
    answered_at: AwareDatetime | None = None
    """When it last got an automatic answer."""
    version: int = 0


def state_at(pair: Pair, now: datetime) -> PairState:
    """Quiet and muted decay by themselves."""
    if pair.until is not None and now >= pair.until:
        return PairState.NORMAL
    return pair.state


def is_tracked(
    contact: Contact, pair: Pair | None, contacts_on_case: int, limits: LoopLimits
) -> bool:
    """A person's few mails need no row; a machine's, a suspect's and a known one's do."""
    if pair is not None or contact.automatic is not None:
        return True
    return contacts_on_case >= limits.tracked_after or has_numbers(contact, limits)


def observe(pair: Pair | None, contact: Contact, limits: LoopLimits, now: datetime) -> Pair:
    """The pair after this message came in; quiet or muted where a limit is reached."""
    known = pair or Pair(handle=contact.sender.key)
    since = now - timedelta(minutes=limits.window_minutes)
    recent = [at for at in known.received_at if at >= since]
    machines = [at for at in known.machines_at if at >= since]
    is_machine = contact.automatic not in (None, MachineKind.LIST)
    update: dict[str, object] = {
        "received_at": (*recent, now)[-MAX_REMEMBERED:],
        "machines_at": ((*machines, now) if is_machine else tuple(machines))[-MAX_REMEMBERED:],
        "bodies": (*known.bodies, body_digest(contact))[-limits.equal_bodies :],
    }
    seen = known.model_copy(update=update)
    reason = why_quiet(seen, contact, limits)
    if state_at(known, now) is not PairState.NORMAL:
        return seen
    calm = seen.model_copy(update={"state": PairState.NORMAL, "until": None, "reason": None})
    return _quieted(calm, reason, limits, now) if reason else calm


def _quieted(pair: Pair, reason: str, limits: LoopLimits, now: datetime) -> Pair:
    times = pair.times_quiet + 1
    muted = times >= limits.muted_after
    hours = limits.muted_hours if muted else limits.quiet_hours
    return pair.model_copy(
        update={
            "state": PairState.MUTED if muted else PairState.QUIET,
            "until": now + timedelta(hours=hours),
            "reason": reason,
            "times_quiet": times,
        }
    )


def why_quiet(pair: Pair, contact: Contact, limits: LoopLimits) -> str | None:
    """The first limit that is reached, in words for the agent."""
    if len(pair.machines_at) >= limits.machine_messages:
        return f"{len(pair.machines_at)} machine messages in {limits.window_minutes} minutes"
    if len(pair.received_at) >= limits.any_messages:
        return f"{len(pair.received_at)} messages in {limits.window_minutes} minutes"
    if (
        contact.text.strip()
        and len(pair.bodies) >= limits.equal_bodies
        and len(set(pair.bodies)) == 1
    ):
        return f"{len(pair.bodies)} messages with the same text"
    if has_numbers(contact, limits):
        return "several help desks' numbers in one subject"
    return None


def has_numbers(contact: Contact, limits: LoopLimits) -> bool:
    return len(NUMBERED.findall((contact.subject or "")[:500])) >= limits.numbers_in_subject


def body_digest(contact: Contact) -> str:
    words = " ".join(contact.text.lower().split())
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def is_never_answered(handle: Handle, own: frozenset[Handle] = frozenset()) -> bool:
    """Our own addresses, mail servers, lists and no-reply forms get no automatic mail at all."""
    if handle.scheme != "email":
        return False
    local = handle.value.partition("@")[0]
    return is_own(handle, own) or NEVER_ANSWERED.fullmatch(local) is not None


def is_own(handle: Handle, own: frozenset[Handle]) -> bool:
    """Also with something behind a plus, which mail servers deliver in the same mailbox."""
    local, _, domain = handle.value.partition("@")
    plain = Handle(scheme=handle.scheme, value=f"{local.partition('+')[0]}@{domain}")
    return handle in own or plain in own


def why_not_write(
    recipient: Handle, pair: Pair | None, now: datetime, own: frozenset[Handle] = frozenset()
) -> str | None:
    """Why nothing automatic may go to this address now, or None."""
    if is_never_answered(recipient, own):
        return "machine_address"
    if pair is not None and state_at(pair, now) is not PairState.NORMAL:
        return f"loop_{pair.state}"
    return None


def why_not_answer(
    contact: Contact,
    pair: Pair | None,
    limits: LoopLimits,
    now: datetime,
    own: frozenset[Handle] = frozenset(),
) -> str | None:
    """Why this message gets no automatic answer, or None; a person gets one a day at most."""
    if contact.automatic is not None:
        return f"machine_{contact.automatic}"
    refused = why_not_write(contact.sender, pair, now, own)
    if refused or pair is None or pair.answered_at is None:
        return refused
    pause = timedelta(hours=limits.answer_hours)
    return "answered_already" if now - pair.answered_at < pause else None


def answered(pair: Pair | None, recipient: Handle, now: datetime) -> Pair:
    known = pair or Pair(handle=recipient.key)
    return known.model_copy(update={"answered_at": now})


def lifted(pair: Pair) -> Pair:
    """An agent says that automatic mail may go out again; what was counted is forgotten."""
    return Pair(handle=pair.handle, answered_at=pair.answered_at, version=pair.version)


def evidence(pair: Pair, now: datetime) -> Evidence | None:
    """What the case shows while a pair is not normal."""
    state = state_at(pair, now)
    if state is PairState.NORMAL or pair.until is None:
        return None
    until = pair.until.strftime("%Y-%m-%d %H:%M")
    return Evidence(kind=f"loop_{state}", detail=f"{pair.reason}; no automatic mail until {until}")
