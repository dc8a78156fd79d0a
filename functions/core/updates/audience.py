"""Who is told a milestone, in which language, with which facts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from functions.core.orders import Milestone, Role
from functions.core.updates.records import Fact, OrderRecord, PersonRecord
from functions.core.updates.turn import Turn
from functions.core.values import Language

_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
PAYERS = frozenset({Role.BUYER, Role.ACCOUNTS_PAYABLE})
STAND_INS = (Role.RECEIVING, Role.ACCOUNTS_PAYABLE)
"""Parts that the buyer takes when nobody else of the order has them."""
SILENT = frozenset({Role.OBSERVER, Role.AGENCY})
LATE = frozenset({Milestone.DELAYED, Milestone.MISSED_PROMISE})
WITH_LINES = frozenset({Milestone.PLACED, Milestone.LINE_CANCELLED, Milestone.BACK_ORDER})
WITH_TRACKING = frozenset(
    {
        Milestone.HANDED_OVER,
        Milestone.IN_TRANSIT,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.ATTEMPTED,
        Milestone.READY_FOR_PICKUP,
        Milestone.PICKUP_REMINDER,
        Milestone.DELAYED,
        Milestone.ESTIMATE_CHANGED,
        Milestone.EXCEPTION,
    }
)


def audience(turn: Turn, order: OrderRecord, milestone: Milestone) -> list[PersonRecord]:
    """The people of the order who are told this."""
    people = turn.people_of(order)
    return [person for person in people if _hears(turn, order, person, people, milestone)]


def _hears(
    turn: Turn,
    order: OrderRecord,
    person: PersonRecord,
    people: Sequence[PersonRecord],
    milestone: Milestone,
) -> bool:
    roles = turn.roles_of(order, person)
    if order.organisation is None:
        if milestone is Milestone.PAID:
            return _was_told_of_failure(order, person)
        told = milestone in turn.policy.told.consumer
        return told and not SILENT.issuperset(roles)
    organisation = turn.organisation_of(order)
    if organisation and milestone in organisation.mute:
        return False
    added = organisation.add if organisation else {}
    if any(milestone in added.get(role, ()) for role in roles):
        return True
    if Role.AGENCY in roles and organisation and milestone in organisation.agency_allows:
        return True
    lists = turn.policy.told.business
    parts = {*roles, *(_stand_in(turn, order, people) if Role.BUYER in roles else ())}
    return any(milestone in lists.get(part, ()) for part in parts)


def _stand_in(turn: Turn, order: OrderRecord, people: Sequence[PersonRecord]) -> set[Role]:
    present = {role for person in people for role in turn.roles_of(order, person)}
    return {role for role in STAND_INS if role not in present}


def _was_told_of_failure(order: OrderRecord, person: PersonRecord) -> bool:
    failed = Fact(order=order.id, milestone=Milestone.PAYMENT_FAILED, occurred_at=_ANY_TIME)
    return failed.key in person.told


def is_ever_told(turn: Turn, order: OrderRecord, milestone: Milestone) -> bool:
    """Whether anybody would hear of it were they on the order."""
    lists = turn.policy.told
    if order.organisation is None:
        return milestone in lists.consumer and milestone is not Milestone.PAID
    return any(milestone in told for told in lists.business.values())


def language_for(turn: Turn, person: PersonRecord, orders: Sequence[OrderRecord]) -> Language:
    """The order's, else the person's, else the country's; of different orders the person's."""
    country = turn.country_of(person, orders[0])
    fallback = _known(person.language) or turn.policy.languages.by_country.get(
        country, turn.policy.languages.default
    )
    wanted = {_known(order.language) or fallback for order in orders}
    return wanted.pop() if len(wanted) == 1 else fallback


def _known(tag: str | None) -> Language | None:
    primary = (tag or "").replace("_", "-").split("-")[0].lower()
    return Language(primary) if primary in set(Language) else None


def facts_told(turn: Turn, person: PersonRecord, items: Sequence[Fact]) -> tuple[str, ...]:
    """The sorts of facts that a message to this person may hold."""
    told = {name for fact in items for name in facts_of(turn, person, fact)}
    return tuple(sorted(told))


def roles_told(turn: Turn, person: PersonRecord, orders: Sequence[OrderRecord]) -> tuple[Role, ...]:
    """All parts that a person has on these orders."""
    roles = [role for order in orders for role in turn.roles_of(order, person)]
    return tuple(dict.fromkeys(roles))


def facts_of(turn: Turn, person: PersonRecord, fact: Fact) -> list[str]:
    """The sorts of facts that this piece of news may hold for that person."""
    order = turn.world.orders[fact.order]
    roles = turn.roles_of(order, person)
    buyer, milestone = Role.BUYER in roles, fact.milestone
    may_say = {
        "prices": milestone in turn.policy.with_prices and bool(PAYERS & {*roles}),
        "lines": buyer and bool(order.lines) and (milestone in LATE or milestone in WITH_LINES),
        "tracking": fact.parcel is not None and milestone in WITH_TRACKING,
        "delivery_window": fact.window is not None,
        "new_date": fact.new_date is not None,
        "last_day": fact.last_day is not None,
    }
    return [name for name, known in may_say.items() if known]
