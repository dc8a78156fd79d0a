"""Builders: contacts, cases, orders and known handles of an invented garden shop."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from functions.core.cases import Case, CaseState, ThreadLink
from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Assurance,
    Channel,
    Contact,
    Handle,
    MachineKind,
    Thread,
    Verdicts,
)
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import Identification, KnownHandle
from functions.core.routing import Priority, Queue

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def email(address: str) -> Handle:
    return Handle(scheme="email", value=address)


def phone(number: str) -> Handle:
    return Handle(scheme="phone", value=number)


def order_anchor(number: str) -> Anchor:
    return Anchor(kind=AnchorKind.ORDER, value=number)


def a_contact(
    sender: Handle | str = "roos@particulier.example",
    *,
    text: str = "",
    subject: str | None = None,
    sent_at: datetime = NOON,
    channel: Channel = Channel.EMAIL,
    answers: Sequence[str] = (),
    automatic: MachineKind | None = None,
    verdicts: Verdicts | None = None,
    also: Sequence[Handle] = (),
    shop: str = "tuinhuis",
    name: str | None = None,
) -> Contact:
    return Contact(
        id="ses:1",
        provider="ses",
        channel=channel,
        account="tuinhuis",
        shop=shop,
        sender=email(sender) if isinstance(sender, str) else sender,
        sender_name=name,
        sender_also=tuple(also),
        subject=subject,
        text=text,
        sent_at=sent_at,
        thread=Thread(id="mail:new", answers=tuple(answers)),
        automatic=automatic,
        verdicts=verdicts,
    )


def a_case(
    case_id: str = "case-AAAAAAAAAA",
    party: str = "org:K1",
    *,
    anchors: Sequence[Anchor] = (),
    people: Sequence[str] = ("person:roos",),
    subject: str | None = None,
    last_contact_at: datetime = NOON,
    resolved_at: datetime | None = None,
    shop: str = "tuinhuis",
) -> Case:
    return Case(
        id=case_id,
        party=party,
        shop=shop,
        state=CaseState.RESOLVED if resolved_at else CaseState.OPEN,
        opened_at=last_contact_at,
        last_contact_at=last_contact_at,
        resolved_at=resolved_at,
        subject=subject,
        anchors=tuple(anchors),
        people=dict.fromkeys(people),
        queue=Queue.ORDERS,
        priority=Priority.NORMAL,
        sla_policy="standard",
    )


def a_link(case: Case, message_id: str = "mail:first", party: str | None = None) -> ThreadLink:
    return ThreadLink(id=message_id, party=party or case.party, case_id=case.id)


def an_order(
    number: str = "20417",
    organisation: str | None = None,
    handles: Sequence[str] = (),
    *,
    name: str | None = None,
    matched: Sequence[Anchor] = (),
) -> KnownOrder:
    return KnownOrder(
        shop="tuinhuis",
        order_id=number,
        number=number,
        organisation_id=organisation,
        organisation_name=name,
        handles=tuple(handles),
        matched=tuple(matched),
    )


def an_organisation(organisation_id: str, name: str | None = None) -> KnownOrganisation:
    return KnownOrganisation(id=organisation_id, name=name)


def a_known(
    handle: Handle, person: str = "person:roos", organisations: Sequence[str] = ()
) -> KnownHandle:
    return KnownHandle(handle=handle, person_id=person, organisations=tuple(organisations))


def by_key(*known: KnownHandle) -> Mapping[str, KnownHandle]:
    return {row.handle.key: row for row in known}


def somebody(
    assurance: Assurance = Assurance.CHANNEL, organisations: Sequence[str] = ()
) -> Identification:
    return Identification(
        person_id="person:roos",
        assurance=assurance,
        known=bool(organisations),
        organisations=tuple(organisations),
    )
