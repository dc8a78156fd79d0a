"""The facts that routing decides by, from what was read for the contact anyway."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from functions.core.cases import Case, CaseState
from functions.core.clocks.schedules import windows_from
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.conditions import Party, RoutingFacts
from functions.core.contacts import Anchor, Assurance, Contact, Verdict
from functions.core.customers import (
    RECENT,
    CustomerFacts,
    OrderFacts,
    facts_of_orders,
    order_in_question,
    segment_of,
)
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.known import Known
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.stakeholders import is_tied
from functions.core.language.concepts import Signal
from functions.core.language.intent import Intent, read_intent
from functions.core.routing import RoutingPolicy
from functions.core.teams import Queue

SOME_TIME = timedelta(hours=18)
"""Messages nearer than this are one telling of the matter, not a second contact about it."""
A_WEEK = 7
JUST_DELIVERED = 14
_STRANGERS = {Queue.SPAM, Queue.TRIAGE, Queue.PRESALES}


def gather_facts(
    contact: Contact,
    intent: Intent,
    *,
    assurance: Assurance,
    organisation_id: str | None = None,
    segment: str | None = None,
    is_key_account: bool = False,
    private: bool = False,
    customer: CustomerFacts | None = None,
    has_bought: bool | None = None,
    order: OrderFacts | None = None,
    joined: Case | None = None,
    at: datetime | None = None,
    staffed: bool | None = None,
) -> RoutingFacts:
    """The facts of a contact; `private` says that its party is known to be a private person."""
    business = Party.KEY_ACCOUNT if is_key_account else Party.BUSINESS
    party = business if organisation_id else Party.PRIVATE if private else Party.UNKNOWN
    return RoutingFacts(
        channel=contact.channel,
        provider=contact.provider,
        account=contact.account,
        shop=contact.shop,
        intent=intent,
        party=party,
        organisation_id=organisation_id,
        segment=segment,
        assurance=assurance,
        automatic=contact.automatic,
        spam_verdict=contact.verdicts.spam if contact.verdicts else Verdict.NONE,
        virus_verdict=contact.verdicts.virus if contact.verdicts else Verdict.NONE,
        customer=customer or CustomerFacts(),
        has_bought=has_bought,
        order=order,
        known_signals=tuple(_pressing(contact, intent, order, joined)),
        contacts=joined.contacts + 1 if joined else 1,
        at=at,
        staffed=staffed,
        text=f"{contact.subject or ''}\n{contact.text}",
    )


def facts_of(
    contact: Contact,
    recognition: Recognition,
    known: Known,
    cases: Sequence[Case],
    joined: Case | None,
    bought: Sequence[KnownOrder],
    policy: RoutingPolicy,
    sla_policies: SlaPolicies,
    received_at: datetime,
) -> RoutingFacts:
    """Everything that the intake knows when it routes a contact."""
    organisation = recognition.stake.organisation_id
    customer = customer_of(recognition, cases, bought, received_at)
    segment = segment_of(
        organisation,
        known.handles.values(),
        [
            *known.accounts.values(),
            *(one for listed in known.organisations_by_domain.values() for one in listed),
        ],
        policy.segments,
    )
    at, staffed = _time(policy, sla_policies, received_at)
    return gather_facts(
        contact,
        read_intent(contact, customer),
        assurance=recognition.who.assurance,
        organisation_id=organisation,
        segment=segment,
        is_key_account=segment in policy.key_segments,
        private=recognition.who.known and not organisation,
        customer=customer,
        has_bought=_has_bought(bought, cases),
        order=order_named(bought, recognition.anchors, received_at),
        joined=joined,
        at=at,
        staffed=staffed,
    )


def order_named(
    bought: Sequence[KnownOrder], anchors: Sequence[Anchor], received_at: datetime
) -> OrderFacts | None:
    return order_in_question(bought, anchors, received_at.date())


def customer_of(
    recognition: Recognition,
    cases: Sequence[Case],
    bought: Sequence[KnownOrder],
    now: datetime,
) -> CustomerFacts:
    """A customer is somebody who bought, has an account, or was helped before; a prospect's mail
    domain or a former message alone makes nobody one.
    """
    organisation = recognition.stake.organisation_id
    account = organisation if organisation and is_tied(organisation) else None
    private = recognition.who.private or _has_bought(bought, cases)
    flags = facts_of_orders(bought, now.date())
    returning = any(c.queue is Queue.RETURNS and c.state is CaseState.OPEN for c in cases)
    flags["has_open_return"] = flags["has_open_return"] or returning
    recent = [c.contacts for c in cases if now - c.last_contact_at <= RECENT and not c.merged_into]
    return CustomerFacts(
        is_business=True if account else False if private else None,
        organisation=account,
        contacts_last_30d=sum(recent),
        **flags,
    )


def _has_bought(bought: Sequence[KnownOrder], cases: Sequence[Case]) -> bool:
    return bool(bought) or any(case.queue not in _STRANGERS for case in cases)


def _time(
    policy: RoutingPolicy, sla_policies: SlaPolicies, now: datetime
) -> tuple[datetime | None, bool | None]:
    """The shop's clock and whether somebody is there; not reckoned where no rule asks."""
    if policy.schedule is None or not policy.looks_at_time:
        return None, None
    schedule = sla_policies.schedules[policy.schedule]
    opens, _ = next(windows_from(schedule, now))
    return now.astimezone(schedule.zone_info), opens <= now


def _pressing(
    contact: Contact, intent: Intent, order: OrderFacts | None, joined: Case | None
) -> Iterator[Signal]:
    """What is pressing by what we know, though the text itself may not say it."""
    if contact.automatic or Signal.NOTHING_TO_DO in intent.signals:
        return
    delivered = order.delivered_days_ago if order else None
    if intent.unreceived and delivered is not None and delivered <= JUST_DELIVERED:
        yield Signal.DELIVERED_NOT_RECEIVED
    if joined is None or joined.state is not CaseState.OPEN:
        return
    waited = contact.sent_at - joined.opened_at >= SOME_TIME
    is_late = order is not None and (order.days_late or 0) > A_WEEK
    if waited and (joined.contacts >= 2 or is_late):
        yield Signal.REPEATED
