"""Where else a sender is at home, when his message does not say whose matter it is."""

from collections.abc import Sequence

from functions.core.cases import Case
from functions.core.contacts import Anchor, Assurance, Contact
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.evidence.markers import is_own_business
from functions.core.evidence.topics import orders_meant, topic_of
from functions.core.grouping.affinity import TELLING
from functions.core.grouping.attribution import is_person, listed_on_domain
from functions.core.grouping.known import Known
from functions.core.grouping.organisations import Stakeholding
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.roles import role_of
from functions.core.grouping.stakeholders import matter_anchors
from functions.core.values import Evidence

MAX_HOMES = 2
HABITS = frozenset(
    {
        *("known_contact", "private_account", "domain", "domain_of_several", "copied_before"),
        *("learned", "learned_by_number", "colleague_on_the_message"),
    }
)
"""What tells where somebody belongs, not what this message is about."""


def other_homes(contact: Contact, recognition: Recognition, known: Known) -> tuple[str, ...]:
    """Other parties he wrote for before; none where a number, name or thread tells the party."""
    who, stake = recognition.who, recognition.stake
    if not who.known or who.linked or who.assurance is Assurance.UNKNOWN:
        return ()
    if not HABITS.issuperset(stake.kinds):
        return ()
    if known.orders or known.accounts or known.threads:
        return ()
    own = [who.person_id] if who.private or who.own_matters else []
    homes = dict.fromkeys((*own, *who.helps, *_for_others(contact, recognition, known)))
    return tuple(home for home in homes if home != recognition.party)[:MAX_HOMES]


def may_be_elsewhere(contact: Contact, recognition: Recognition, known: Known) -> bool:
    """He has other homes; or only habit ties him to a customer, while his domain is a company's
    of its own, which can have matters of its own.
    """
    by_habit = recognition.stake.tentative and corporate_domain(contact.sender.value) is not None
    return by_habit or bool(other_homes(contact, recognition, known))


def _for_others(contact: Contact, recognition: Recognition, known: Known) -> tuple[str, ...]:
    """Organisations; none where he says that it is for his own company, or where his own domain or
    contact row settles for which he writes.
    """
    who, stake = recognition.who, recognition.stake
    if is_own_business(contact.text):
        return ()
    if stake.organisation_id and not {"domain", "known_contact"}.isdisjoint(stake.kinds):
        return tuple(who.writes_for)
    listed, _ = listed_on_domain(contact, known.organisations_by_domain)
    employers = [one.id for one in listed] if len(listed) == 1 else []
    return (*who.organisations, *who.writes_for, *employers)


def shows_home(
    case: Case, recognition: Recognition, because: Sequence[Evidence], *, bought_it_himself: bool
) -> bool:
    """Whether the contents, not only habit and time, tell that the message is about this case.

    It must be a case of his own, or of his employer's about what only the employer bought.
    """
    kinds = {one.kind for one in because}
    if recognition.who.person_id in case.people:
        return not TELLING.isdisjoint(kinds)
    return recognition.who.private and "same_purchase" in kinds and not bought_it_himself


def described_purchase(contact: Contact, bought: Sequence[KnownOrder]) -> bool:
    """Whether his words describe one of these orders."""
    return bool(orders_meant(topic_of(contact.text, contact.subject), bought))


def recognise_at(
    party: str,
    contact: Contact,
    anchors: Sequence[Anchor],
    recognition: Recognition,
    known: Known,
) -> Recognition:
    """The same sender with that party's matter: a case of his own there is the evidence."""
    organisation = None if is_person(party) else party
    person = recognition.who.person_id
    somebody = party if is_person(party) and party != person else None
    stake = Stakeholding(
        organisation_id=organisation,
        person_id=somebody,
        organisation_name=recognition.who.writes_for.get(party),
        role=role_of(contact, organisation, known.orders) if organisation else None,
        because=(Evidence(kind="own_case_there", detail=party),),
        private=organisation is None,
        kinds=("own_case_there",),
    )
    about = matter_anchors(contact, organisation, anchors, known.orders, person=somebody or person)
    return Recognition(anchors=about, who=recognition.who, stake=stake)
