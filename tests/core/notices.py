"""Builders for what the governor says: plans and planned notices."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from functions import policies
from functions.core.governor import Plan, plan
from functions.core.notifications import Notification
from functions.core.orders import Order, OrderPerson, OrderUpdate, Role
from tests.core.order_events import a_buyer, a_colleague, email, happened, phone, placed, received

POLICY = policies.notifications()
COMPANY_PEOPLE = (
    a_buyer(address="inkoop@zuid.example"),
    a_colleague(Role.RECEIVING, "magazijn@zuid.example"),
    a_colleague(Role.ACCOUNTS_PAYABLE, "crediteuren@zuid.example"),
    a_colleague(Role.OBSERVER, "stagiair@zuid.example"),
    a_colleague(Role.AGENCY, "bureau@reclame.example"),
)

BOTH = OrderPerson(email=email(), phone=phone(), whatsapp_consent=True)


def planned_after(
    before: Sequence[OrderUpdate], event: OrderUpdate, order: Order | None = None
) -> Plan:
    """What the last event makes us tell, at the moment it occurs."""
    order = received(before, order)[0] if before else order
    order, facts = received([event], order)
    return plan(order, facts, POLICY, event.occurred_at)


def a_planned_notice(
    event: OrderUpdate, person: OrderPerson | None = None
) -> tuple[Order, Notification]:
    order, facts = received([event], happened(placed(person or a_buyer())))
    return order, plan(order, facts, POLICY, event.occurred_at).notifications[0]


def amsterdam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def told_to(note: Notification) -> str:
    parcel = [note.parcel] if note.parcel else []
    return " ".join([note.milestone, *parcel, note.recipient.handle.value])
