"""Which pieces of news that may go now are one message, and by which channel it goes."""

from collections.abc import Mapping, Sequence

from functions.core.updates.channels import choose, in_conversation
from functions.core.updates.policy import Channel
from functions.core.updates.records import Held, PersonRecord
from functions.core.updates.turn import Turn

Batch = tuple[Channel, list[Held]]


def batches_of(
    turn: Turn, person: PersonRecord, going: Mapping[Channel, Sequence[Held]]
) -> list[Batch]:
    """All by one channel is one message, in the order in which we try the channels.

    Outside the 24 hours after the person's own message WhatsApp takes several pieces of news only
    in a template made for that. A shop without one tells them by the person's next channel; what
    has none goes by WhatsApp all the same, each in its own template.
    """
    by_channel = {channel: list(batch) for channel, batch in going.items()}
    alone: list[Held] = []
    if _lacks_template(turn, person, going.get(Channel.WHATSAPP, ())):
        for held in by_channel.pop(Channel.WHATSAPP):
            order, milestone = turn.world.orders[held.fact.order], held.fact.milestone
            other = choose(turn, order, person, milestone, but=Channel.WHATSAPP)
            (by_channel.setdefault(other, []) if other else alone).append(held)
    together = [(channel, by_channel[channel]) for channel in Channel if channel in by_channel]
    return [*together, *((Channel.WHATSAPP, [held]) for held in alone)]


def _lacks_template(turn: Turn, person: PersonRecord, batch: Sequence[Held]) -> bool:
    has_one = bool(turn.policy.whatsapp_digest_template)
    return len(batch) > 1 and not has_one and not in_conversation(turn, person)
