"""What cannot wait: found first and by itself, rather once too often than once too little."""

from collections.abc import Iterator
from typing import NamedTuple

from functions.core.language.concepts import C, Concept, Signal


class Said(NamedTuple):
    """The concepts of a whole message and of each of its sentences."""

    concepts: frozenset[Concept]
    sentences: tuple[frozenset[Concept], ...] = ()
    is_business: bool = False
    asks: bool = False

    def any(self, *concepts: Concept) -> bool:
        return not self.concepts.isdisjoint(concepts)

    def all(self, *concepts: Concept) -> bool:
        return self.concepts.issuperset(concepts)

    def together(self, *concepts: Concept) -> bool:
        """All of them in one sentence or the one behind it."""
        following = (*self.sentences[1:], frozenset[Concept]())
        pairs = zip(self.sentences, following, strict=False)  # none said: the second has one more
        return any((one | other).issuperset(concepts) for one, other in pairs)


def find_signals(said: Said) -> tuple[Signal, ...]:
    """The signals of a message, the most pressing first."""
    return tuple(_signals(said))


def _signals(said: Said) -> Iterator[Signal]:
    if said.any(C.SCAM, C.SALES_PITCH) and not said.any(C.BOUGHT, C.DAMAGED, C.RETURN_WISH):
        yield Signal.NOTHING_TO_DO
        return
    yield from _urgent(said)
    yield from _high(said)
    yield from _low(said)


def _urgent(said: Said) -> Iterator[Signal]:
    if said.any(C.DANGER) and not said.any(C.NOT_BOUGHT):
        yield Signal.DANGER
    if said.any(C.LEAK) or said.together(C.OTHER_PERSON, C.PERSONAL_DATA):
        yield Signal.LEAK
    if said.all(C.LEGAL, C.TERM):
        yield Signal.LEGAL_NOTICE
    if _standstill(said):
        yield Signal.STANDSTILL
    if _today_or_lost(said):
        yield Signal.TODAY_OR_LOST


def _standstill(said: Said) -> bool:
    """A business that stands still; a parcel that does is a matter of its status."""
    on_the_way = {C.ORDER_STATUS, C.DELIVERY}
    if said.any(C.DEPENDENTS, C.NOT_WORKING, C.ERROR_CODE) and said.any(C.CALL_NOW):
        return True
    return said.any(C.STANDSTILL) or any(
        C.IDLE in sentence and sentence.isdisjoint(on_the_way) for sentence in said.sentences
    )


def _today_or_lost(said: Said) -> bool:
    """A thing to stop or to have at once, or an occasion within two days."""
    hurry = said.together(C.TODAY, C.STOP) or said.together(C.TODAY, C.ORDER_CHANGE)
    occasion = said.together(C.TOMORROW, C.EVENT) or said.together(C.TODAY, C.EVENT)
    leaves = said.together(C.TOMORROW, C.ORDER_CHANGE) or said.together(C.TOMORROW, C.STOP)
    return hurry or occasion or leaves


def _high(said: Said) -> Iterator[Signal]:
    if said.all(C.SAID_DELIVERED, C.NOT_RECEIVED):
        yield Signal.DELIVERED_NOT_RECEIVED
    if said.any(C.CHARGED_TWICE):
        yield Signal.MONEY_TAKEN
    if said.all(C.REMINDER, C.ALREADY_PAID):
        yield Signal.UNJUSTIFIED_REMINDER
    if said.any(C.ESCALATION):
        yield Signal.ESCALATION
    if said.any(C.REPEATED):
        yield Signal.REPEATED
    dated = said.any(C.WEEKDAY, C.TOMORROW) and said.any(C.EVENT, C.DELIVERY, C.ORDER_STATUS)
    if dated and not said.any(C.NOT_BOUGHT, C.TERMS):
        yield Signal.FIRM_DATE


def _low(said: Said) -> Iterator[Signal]:
    if said.any(C.NO_HURRY):
        yield Signal.NO_HURRY
    if said.any(C.OPT_OUT):
        yield Signal.OPT_OUT
    talk = said.concepts - {C.NEGATION}
    if talk and not said.asks and talk <= {C.THANKS, C.BOUGHT, C.DELIVERY}:
        yield Signal.NOTHING_TO_DO
