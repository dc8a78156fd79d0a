"""What becomes of one contact: who it is from, whose matter, which case, which team, by when.

Two steps, since the second needs facts that only the first can name: `recognise` tells the party,
`receive` decides among the party's cases. Both are pure; the caller reads and writes.
"""

from collections.abc import Sequence, Set
from datetime import datetime
from hashlib import sha256

from functions.core.assist import Adviser, routed_with_advice
from functions.core.cases import (
    ANCHORS_PER_CASE,
    Case,
    Grouping,
    GroupingAction,
    WorkItem,
    case_id,
)
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.clocks.timing import ask
from functions.core.contacts import Anchor, AnchorKind, Assurance, Channel, Contact, distinct
from functions.core.evidence.anchors import normalised
from functions.core.evidence.clues import Clues
from functions.core.evidence.known_numbers import numbers_of
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.old_subjects import keeps_old_subject
from functions.core.evidence.subjects import telling_subject
from functions.core.evidence.topics import MAX_STEMS
from functions.core.figures import can_be, figures_behind_letters, tail_of
from functions.core.gathering import facts_of
from functions.core.grouping.case_topics import CHAT, MARKS, contact_topic
from functions.core.grouping.grouping import REOPEN_DAYS, group
from functions.core.grouping.holding import hold_strangers, warnings, with_held
from functions.core.grouping.identity import identify
from functions.core.grouping.known import Known
from functions.core.grouping.lookalikes import imitated
from functions.core.grouping.messages import Circumstances
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.stakeholders import attribute, matter_anchors
from functions.core.items import Outcome, OutcomeKind
from functions.core.language.courtesies import starts_no_clock, with_thanks
from functions.core.routing import Routing, RoutingFacts, RoutingPolicy
from functions.core.values import Evidence, Value
from functions.core.wording import summary

SNIPPET_LENGTH = 100
SUBJECT_LENGTH = 200
EVIDENCE_PER_CASE = 12
REASONS_PER_CASE = 3
"""Of its team; the first contact's own row has them all."""


class Reception(Value):
    """Everything to be written and sent for one contact."""

    case: Case
    outcome: Outcome
    grouping: Grouping
    routing: Routing
    work_item: WorkItem
    claims: tuple[str, ...] = ()
    """What the case lays claim to within its party, so that two first contacts make one case."""

    @property
    def because(self) -> tuple[Evidence, ...]:
        return (*self.grouping.because, *self.routing.because)


def recognise(
    contact: Contact, anchors: Sequence[Anchor], known: Known, *, trust_learned: bool = True
) -> Recognition:
    """Who writes, how sure that is, and which organisation's matter it is; or nobody's."""
    clues = known.clues
    signed = (*clues.card_phones, *clues.emails)
    who = identify(
        contact, known.handles, orders=known.orders, signed=clues.card_phones, links=known.threads
    )
    own = {handle.key for handle in (contact.sender, *contact.sender_also)}
    around = {key: row for key, row in known.handles.items() if key not in own}
    near = {handle.key for handle in (*contact.copied, *contact.recipients, *signed, *clues.phones)}
    stake = attribute(
        contact,
        who,
        known.organisations_by_domain,
        known.orders,
        accounts=known.accounts,
        links=known.threads,
        nearby={key: row for key, row in around.items() if key in near},
        clues=clues,
        named=known.named,
        trust_learned=trust_learned,
    )
    if alike := imitated(contact.sender.value, known.alike):
        warning = Evidence(kind="looks_like", detail=alike.name or alike.id)
        stake = stake.model_copy(update={"because": (warning, *stake.because)})
    about = matter_anchors(
        contact,
        stake.organisation_id,
        anchors,
        known.orders,
        person=stake.person_id or who.person_id,
    )
    return Recognition(anchors=about, who=who, stake=stake)


def receive(
    contact: Contact,
    recognition: Recognition,
    known: Known,
    open_cases: Sequence[Case],
    routing_policy: RoutingPolicy,
    sla_policies: SlaPolicies,
    received_at: datetime,
    *,
    bought: Sequence[KnownOrder] = (),
    reopen_days: int = REOPEN_DAYS,
    elsewhere: bool = False,
    adviser: Adviser | None = None,
) -> Reception:
    """The case it joins or opens, the team and the reason. `bought` are the party's own orders;
    `elsewhere` says that the sender has matters at other parties too.
    """
    recognition = with_own_codes(recognition, known.clues, bought)
    grouping = _grouped(contact, recognition, known, open_cases, bought, reopen_days, elsewhere)
    joined = next((case for case in open_cases if case.id == grouping.case_id), None)
    facts = facts_of(
        contact,
        recognition,
        known,
        open_cases,
        joined,
        bought,
        routing_policy,
        sla_policies,
        received_at,
    )
    routing = _routed(contact, facts, routing_policy, sla_policies, adviser)
    if joined:
        case = _append(joined, contact, recognition, routing, sla_policies, received_at)
    else:
        case = _open(contact, recognition, grouping, routing, sla_policies, received_at)
    case = _about(case, contact, recognition, known, joined, grouping, bought)
    return Reception(
        case=case,
        outcome=Outcome(kind=OutcomeKind.APPENDED if joined else OutcomeKind.OPENED),
        grouping=grouping,
        routing=routing,
        work_item=_work_item(contact, recognition, case, grouping, routing),
        claims=_claims(contact, recognition, joined),
    )


def _grouped(
    contact: Contact,
    recognition: Recognition,
    known: Known,
    open_cases: Sequence[Case],
    bought: Sequence[KnownOrder],
    reopen_days: int,
    elsewhere: bool,
) -> Grouping:
    """Among the party's cases, where thanks too find theirs; held where a stranger joins one."""
    person = recognition.who.person_id
    around = Circumstances(
        mass=known.mass,
        elsewhere=elsewhere,
        coded=bool(known.orders or known.accounts or known.clues.codes),
        called=recognition.stake.organisation_name,
    )
    grouping = group(
        contact,
        recognition.party,
        recognition.anchors,
        open_cases,
        known.threads,
        person=person,
        reopen_days=reopen_days,
        bought=bought,
        around=around,
    )
    grouping = with_thanks(contact, grouping, open_cases, person, reopen_days)
    joined = next((case for case in open_cases if case.id == grouping.case_id), None)
    return hold_strangers(grouping, recognition, joined, contact)


def _about(
    case: Case,
    contact: Contact,
    recognition: Recognition,
    known: Known,
    joined: Case | None,
    grouping: Grouping,
    bought: Sequence[KnownOrder],
) -> Case:
    """With the topic of this message, whether it is private, and who is held on it."""
    split = grouping.action is GroupingAction.SPLIT
    old = keeps_old_subject(contact, known.threads, joined, recognition.party, split=split)
    topic = contact_topic(contact, mass=known.mass or old, bought=bought)
    if joined:  # its sort stays what it was, and a machine adds nothing
        topic = () if contact.automatic else tuple(s for s in topic if s == CHAT or s not in MARKS)
    stems = tuple(dict.fromkeys((*case.topic, *topic)))[:MAX_STEMS]
    private = case.private or recognition.stake.private
    about = case.model_copy(update={"topic": stems, "private": private})
    return with_held(about, joined, recognition)


def with_own_codes(
    recognition: Recognition, clues: Clues, bought: Sequence[KnownOrder]
) -> Recognition:
    """A code in the text that is a number of one of the party's own orders names that order."""
    codes = {*clues.codes, *(anchor.value for anchor in recognition.anchors)}
    spelt = (*codes, *clues.spelt)
    named = [
        order
        for order in bought
        if any(can_be(code, number) for code in spelt for number in numbers_of(order))
    ]
    if not named:
        ends = [order for order in bought if _ends_so(order, {*codes, *clues.figures})]
        named = ends if len(ends) == 1 else []
    numbers = (normalised(order.number) for order in named if order.number)
    own = [Anchor(kind=AnchorKind.ORDER, value=number) for number in numbers]
    anchors = distinct((*recognition.anchors, *own))
    return recognition.model_copy(update={"anchors": anchors})


def _ends_so(order: KnownOrder, codes: Set[str]) -> bool:
    ends = map(tail_of, numbers_of(order))
    figures = figures_behind_letters(order.number) if order.number else None
    return figures in codes or not codes.isdisjoint(ends)


def _routed(
    contact: Contact,
    facts: RoutingFacts,
    policy: RoutingPolicy,
    sla_policies: SlaPolicies,
    adviser: Adviser | None,
) -> Routing:
    routing = routed_with_advice(contact, facts, policy, adviser)
    sla = sla_policies.refined(routing.sla_policy, routing.queue, routing.priority, facts)
    quiet = starts_no_clock(contact)
    because = (*routing.because, quiet) if quiet else routing.because
    return routing.model_copy(update={"sla_policy": sla, "because": because})


def _open(
    contact: Contact,
    recognition: Recognition,
    grouping: Grouping,
    routing: Routing,
    sla_policies: SlaPolicies,
    received_at: datetime,
) -> Case:
    case = Case(
        id=case_id(contact.id, received_at),
        party=recognition.party,
        shop=contact.shop,
        opened_at=received_at,
        last_contact_at=contact.sent_at,
        subject=contact.subject[:SUBJECT_LENGTH] if contact.subject else None,
        anchors=recognition.anchors[:ANCHORS_PER_CASE],
        people={recognition.who.person_id: recognition.stake.role},
        queue=routing.queue,
        priority=routing.priority,
        intent=routing.intent,
        language=routing.language,
        sla_policy=routing.sla_policy,
        tags=routing.tags,
        related=grouping.related,
        because=(*grouping.because, *routing.because[:REASONS_PER_CASE])[:EVIDENCE_PER_CASE],
    )
    if starts_no_clock(contact):
        return case
    return ask(case, sla_policies, routing.sla_policy, routing.priority, received_at)


def _append(
    case: Case,
    contact: Contact,
    recognition: Recognition,
    routing: Routing,
    sla_policies: SlaPolicies,
    received_at: datetime,
) -> Case:
    """The case keeps its team; a person's question can raise its priority and reopens it.

    Where nobody has asked anything so far no clock ran, and the first question finds the team.
    """
    anchors = distinct((*case.anchors, *recognition.anchors))[:ANCHORS_PER_CASE]
    people = {recognition.who.person_id: recognition.stake.role, **case.people}
    case = case.model_copy(
        update={
            "anchors": anchors,
            "people": people,
            "contacts": case.contacts + 1,
            "tags": tuple(dict.fromkeys((*case.tags, *routing.tags))),
            "last_contact_at": max(case.last_contact_at, contact.sent_at),
        }
    )
    if starts_no_clock(contact):
        return case
    if case.clocks.is_untouched:
        case = case.model_copy(update={"queue": routing.queue, "intent": routing.intent})
    return ask(case, sla_policies, routing.sla_policy, routing.priority, received_at)


def _claims(contact: Contact, recognition: Recognition, joined: Case | None) -> tuple[str, ...]:
    """The anchors that are new to the case; a new case without any claims its subject or chat."""
    held = {anchor.key for anchor in joined.anchors} if joined else set()
    new = (anchor.key for anchor in recognition.anchors if anchor.key not in held)
    keys = tuple(dict.fromkeys(new))
    if joined or keys:
        return keys[:ANCHORS_PER_CASE]
    if contact.channel is not Channel.EMAIL:
        return (f"conversation:{contact.sender.key}",)
    subject = telling_subject(contact.subject)
    if subject is None:
        return ()
    return (f"subject:{sha256(f'{contact.sender.key} {subject}'.encode()).hexdigest()[:24]}",)


def _work_item(
    contact: Contact,
    recognition: Recognition,
    case: Case,
    grouping: Grouping,
    routing: Routing,
) -> WorkItem:
    unproven = recognition.who.assurance is Assurance.UNKNOWN
    held = grouping.action is GroupingAction.HOLD or recognition.who.person_id in case.held
    name = recognition.who.name or contact.sender_name
    return WorkItem(
        id=contact.id,
        case_id=case.id,
        contact_id=contact.id,
        shop=contact.shop,
        queue=case.queue,
        priority=case.priority,
        person=f"{name or 'somebody'} (unproven)" if unproven else name or contact.sender.value,
        organisation=recognition.stake.organisation_name or recognition.stake.organisation_id,
        due=case.respond_by,
        sla_policy=case.sla_policy,
        tags=case.tags,
        reason=summary((*warnings(recognition.stake), *grouping.because, *routing.because)),
        snippet=" ".join(contact.text.split())[:SNIPPET_LENGTH],
        hold=held,
        reply_to=None if unproven or held else contact.sender.key,
    )
