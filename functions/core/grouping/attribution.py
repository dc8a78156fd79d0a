"""Everything that speaks for a party, each with its weight; `stakeholders` weighs it up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from functions.core.cases import ThreadLink
from functions.core.contacts import AnchorKind, Channel, Contact, Handle
from functions.core.evidence.clues import Clues
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import corporate_domain, hosts_above
from functions.core.evidence.markers import is_on_behalf, is_own_business, is_private
from functions.core.evidence.organisation_names import names_organisation
from functions.core.evidence.subjects import is_taken_over
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import Identification, KnownHandle, is_unproven
from functions.core.grouping.places import named_alone, place_words, says_any
from functions.core.grouping.relations import is_of_household, resembles, same_person

PRIVATE = "private"
"""The candidate that is no organisation: the sender's own matter."""

OWN_ORDER = 3.0
NUMBER = 2.5  # customer number, VAT number, chamber number
CONTACT = 2.0
THREAD = 1.8
DOMAIN = 1.6
ORDER = 1.5
MISTYPED = 1.2
LEARNED = 1.4
WRITES_FOR_AND_NAMED = 2.4  # more than being a contact elsewhere
NEARBY = 1.2  # copied on the mail, or quoted in it
LEARNED_DOMAIN = 1.15
COPIED_BEFORE = 1.1
PRIVATE_WORDS = 3.5
BORNE_OUT = 1.1
NAMED = 0.6
ONE_OF_SEVERAL = 0.5
OWN_CODE = 0.5

Listings = Mapping[str, Sequence[KnownOrganisation]]


class Sign(NamedTuple):
    """One thing that speaks for a party; of one family only the strongest counts."""

    party: str
    family: str
    kind: str
    weight: float


class Facts(NamedTuple):
    """What there is to weigh for one contact."""

    contact: Contact
    who: Identification
    listings: Listings
    orders: Sequence[KnownOrder]
    accounts: Mapping[str, KnownOrganisation]
    """By `customer:…`, `vat:…`, `chamber:…`, of the numbers in the text."""
    links: Sequence[ThreadLink]
    nearby: Mapping[str, KnownHandle]
    """Handles on and in the message that are not the sender's."""
    clues: Clues
    named: Sequence[KnownOrganisation]
    """Accounts with a word in their name that the message may mean."""
    trust_learned: bool


def signs_of(facts: Facts) -> list[Sign]:
    """All signs. What this message shows goes before what earlier ones taught."""
    identity = [*_by_contact(facts), *_by_domain(facts)]
    settled = any(sign.weight >= DOMAIN for sign in identity)
    shown = [
        *_by_order(facts, settled=settled),
        *_by_number(facts),
        *_by_thread(facts, settled=settled),
    ]
    habit = [] if any(sign.weight >= ORDER for sign in shown) else [*_by_habit(facts)]
    return [*identity, *shown, *habit, *_by_nearby(facts), *_by_words(facts)]


def _by_order(facts: Facts, *, settled: bool) -> Iterator[Sign]:
    """Orders that the message names. A number the customer chose himself never counts alone.

    Who belongs somewhere (`settled`) and names another's order has most likely mistyped it, unless
    something bears it out. A customer's own number that his own party has too is his party's.
    """
    alone = MISTYPED if settled else ORDER
    keys = {handle.key for handle in (facts.contact.sender, *facts.contact.sender_also)}
    leads: dict[str, int] = {}
    for order in facts.orders:
        telling = sum(a.kind is not AnchorKind.PURCHASE_ORDER for a in order.matched)
        leads[order.order_id] = leads.get(order.order_id, 0) + (telling if order.matched else 1)
    home = only_home(facts)
    at_home = {a for o in facts.orders if home and o.organisation_id == home for a in o.matched}
    for order in facts.orders:
        party = order.organisation_id or PRIVATE
        if keys.intersection(order.handles):
            if party == PRIVATE and order.person_id and not keys.intersection(order.handles[:1]):
                party = _owner(facts, order)
            yield Sign(party, "order", "on_the_order", OWN_ORDER)
        elif order.organisation_id is None:
            yield from _by_private_order(facts, order)
        elif leads[order.order_id]:
            deliberate = _is_named(facts, order) or _writes_for_others(facts)
            borne_out = leads[order.order_id] > 1 or deliberate
            kind = "order_borne_out" if borne_out else "order_named"
            yield Sign(party, "order", kind, ORDER + BORNE_OUT if borne_out else alone)
        elif at_home.isdisjoint(order.matched) and names_organisation(
            without_name(facts.contact), order.organisation_name
        ):
            yield Sign(party, "order", "purchase_order_and_name", OWN_CODE + NAMED + ONE_OF_SEVERAL)


def _by_private_order(facts: Facts, order: KnownOrder) -> Iterator[Sign]:
    """Somebody else's address on it: the buyer under his own name, or one of his household."""
    owner, party = order.person_id, _owner(facts, order)
    if shares_name(facts, order):
        yield Sign(party, "order", "private_order_of_that_name", ORDER + BORNE_OUT)
    elif owner and is_of_household(facts.contact, order):
        yield Sign(party, "order", "household", ORDER + BORNE_OUT)
    elif owner and resembles(facts.contact, order):
        yield Sign(party, "order", "name_like_the_buyers", ORDER + BORNE_OUT)
    elif owner and _is_named(facts, order):
        yield Sign(party, "order", "private_order_and_name", ORDER + BORNE_OUT)


def _owner(facts: Facts, order: KnownOrder) -> str:
    """The party of a private order, as the sender sees it."""
    owner = order.person_id
    return PRIVATE if owner is None or owner == facts.who.person_id else owner


def without_name(contact: Contact) -> Contact:
    """For what a name in the sender's own name must not bear out: people are called like places."""
    return contact.model_copy(update={"sender_name": None})


def _is_named(facts: Facts, order: KnownOrder) -> bool:
    text = _said(facts.contact)
    names = (order.organisation_name, *order.names)
    return is_on_behalf(text) or any(names_organisation(facts.contact, name) for name in names)


def _writes_for_others(facts: Facts) -> bool:
    """Somebody's bookkeeper or installer does not mistype: he names whom he writes for."""
    home = homes_of(facts)
    return bool(home) and not home.issuperset(facts.who.writes_for)


def only_home(facts: Facts) -> str | None:
    """The organisation he belongs to himself, where that is only one."""
    homes = homes_of(facts)
    return next(iter(homes)) if len(homes) == 1 else None


def homes_of(facts: Facts) -> frozenset[str]:
    """The organisations he is a contact of, or whose domain he writes from."""
    listed, _ = listed_on_domain(facts.contact, facts.listings)
    return frozenset((*facts.who.organisations, *(one.id for one in listed)))


def shares_name(facts: Facts, order: KnownOrder) -> bool:
    """Whether the sender carries the name of somebody on the order."""
    return any(same_person(facts.contact.sender_name, name) for name in order.names)


def _by_number(facts: Facts) -> Iterator[Sign]:
    for number, organisation in facts.accounts.items():
        yield Sign(organisation.id, "number", f"{number.partition(':')[0]}_number", NUMBER)


def _by_contact(facts: Facts) -> Iterator[Sign]:
    organisations = frozenset(facts.who.organisations)
    if facts.who.private:
        yield Sign(PRIVATE, "identity", "private_account", CONTACT)
    # Who only signs like a contact may have changed employer: his own domain goes before it.
    known = LEARNED if facts.who.linked else CONTACT
    weight = known if len(organisations) == 1 else ONE_OF_SEVERAL
    for organisation in organisations:
        yield Sign(organisation, "identity", "known_contact", weight)
        if len(organisations) > 1 and _is_called(facts, organisation):
            yield Sign(organisation, "name", "known_contact_and_name", 2 * NAMED)
        if weight == ONE_OF_SEVERAL and any(
            o.organisation_id == organisation for o in facts.orders
        ):
            yield Sign(organisation, "several", "known_contact_and_order", NAMED)


def _is_called(facts: Facts, organisation: str) -> bool:
    name = facts.who.called.get(organisation)
    return names_organisation(without_name(facts.contact), name)


def _by_domain(facts: Facts) -> Iterator[Sign]:
    listed, learned = listed_on_domain(facts.contact, facts.listings)
    if learned and is_own_business(_said(facts.contact)):
        return
    if len(listed) == 1:
        yield Sign(listed[0].id, "identity", "domain", LEARNED_DOMAIN if learned else DOMAIN)
        return
    if learned:
        return
    words = place_words(listed)
    for organisation in listed:
        yield Sign(organisation.id, "identity", "domain_of_several", ONE_OF_SEVERAL)
        if says_any(facts.contact, words[organisation.id]):
            yield Sign(organisation.id, "place", "establishment", NAMED)


def listed_on_domain(
    contact: Contact, listings: Listings
) -> tuple[tuple[KnownOrganisation, ...], bool]:
    """The organisations on the longest listed domain of the sender, and whether only learned."""
    for handle in (contact.sender, *contact.sender_also):
        for host in hosts_above(handle.value) if handle.scheme == "email" else ():
            if found := tuple(listings.get(host, ())):
                registered = tuple(one for one in found if not one.learned)
                return (registered or found), not registered
    return (), False


def _by_thread(facts: Facts, *, settled: bool) -> Iterator[Sign]:
    """The conversation it goes on with; more so for somebody who takes part in it already.

    Who belongs elsewhere (`settled`) and takes no part in it was passed a mail of somebody else.
    """
    passed_on = MISTYPED if settled else THREAD
    sender = facts.contact.sender.key
    for link in facts.links[:1] or ():
        if link.party == _own_prospect(facts):
            yield Sign(link.party, "thread", "own_thread", COPIED_BEFORE)
        elif not is_person(link.party):
            if any(sender in one.to for one in facts.links if one.party == link.party):
                yield Sign(link.party, "thread", "takes_part", THREAD + 1.0)
            else:
                yield Sign(link.party, "thread", "thread", passed_on)
        elif link.party == facts.who.person_id and settled:
            # His employer's address, and yet the matter was his own when it began.
            yield Sign(PRIVATE, "thread", "own_matter", THREAD + 1.0)
        elif link.party == facts.who.person_id and facts.who.linked:
            yield Sign(PRIVATE, "thread", "own_thread", COPIED_BEFORE)
        elif (
            link.party != facts.who.person_id and sender in link.to and not is_unproven(link.party)
        ):
            yield Sign(link.party, "thread", "takes_part", THREAD + 1.0)
    for link in facts.links[1:]:
        if is_person(link.party) or link.party == _own_prospect(facts):
            continue
        if sender in link.to:
            yield Sign(link.party, "thread", "older_thread", THREAD)


def _by_habit(facts: Facts) -> Iterator[Sign]:
    """What earlier messages of the sender taught, where nothing else is known of him."""
    who = facts.who
    if not facts.trust_learned or _is_own_matter(facts):
        return
    named, homes = _named(facts), homes_of(facts)
    for organisation in named.intersection(who.writes_for) if named.isdisjoint(homes) else ():
        yield Sign(organisation, "identity", "writes_for_and_named", WRITES_FOR_AND_NAMED)
    if who.organisations:
        return
    for organisation, name in who.writes_for.items():
        if named and organisation not in named:
            continue  # he names another of those he writes for
        single = len(who.writes_for) == 1
        kind = "learned_by_number" if organisation in who.proved else "learned"
        yield Sign(organisation, "identity", kind, LEARNED if single else ONE_OF_SEVERAL)
        if not single and names_organisation(facts.contact, name):
            yield Sign(organisation, "name", "learned_and_named", 2 * NAMED)
    if len(who.helps) == 1 and not (who.writes_for or who.private or who.own_matters):
        yield Sign(who.helps[0], "identity", "learned", LEARNED)
    if len(who.seen_with) == 1 and not who.writes_for:
        yield Sign(who.seen_with[0], "identity", "copied_before", COPIED_BEFORE)


def _named(facts: Facts) -> frozenset[str]:
    """Those of the parties he belongs to or writes for that he names, and not the others."""
    contact, who = facts.contact, facts.who
    listed, _ = listed_on_domain(contact, facts.listings)
    own = {one.id: one for one in listed}
    others = {**who.writes_for, **who.called}
    known = [KnownOrganisation(id=i, name=name) for i, name in others.items() if i not in own]
    subject = "" if is_taken_over(contact.subject) else contact.subject or ""
    return named_alone(f"{subject}\n{contact.text}", [*own.values(), *known])


def _is_own_matter(facts: Facts) -> bool:
    """He says so, or goes on with what was taken for it when his customers were known already."""
    own = _own_prospect(facts)
    goes_on = bool(facts.links) and own is not None and facts.links[0].party == own
    return goes_on or is_own_business(_said(facts.contact))


def _by_nearby(facts: Facts) -> Iterator[Sign]:
    """Colleagues among the recipients and in what is passed on, when they agree."""
    organisations = {
        organisation
        for known in facts.nearby.values()
        for organisation in known.organisations
        if len(known.organisations) == 1 and known.person_id != facts.who.person_id
    }
    for handle in (*facts.contact.copied, *facts.contact.recipients, *facts.clues.emails):
        listed = _listed_for(handle, facts.listings)
        organisations |= {one.id for one in listed} if len(listed) == 1 else set()
    if len(organisations) == 1:
        yield Sign(organisations.pop(), "nearby", "colleague_on_the_message", NEARBY)


def _listed_for(handle: Handle, listings: Listings) -> Sequence[KnownOrganisation]:
    hosts = hosts_above(handle.value) if handle.scheme == "email" else []
    return next((listings[host] for host in hosts if listings.get(host)), ())


def _by_words(facts: Facts) -> Iterator[Sign]:
    said = _said(facts.contact)
    if is_private(said) and not is_own_business(said) and not facts.accounts:
        others = (sign.party for order in facts.orders for sign in _by_private_order(facts, order))
        party = next(others, PRIVATE) if facts.orders else PRIVATE
        yield Sign(party, "words", "says_private", PRIVATE_WORDS)


def _said(contact: Contact) -> str:
    if contact.channel is Channel.EMAIL:
        return f"{contact.subject or ''}\n{contact.text}"
    return contact.text


def _own_prospect(facts: Facts) -> str | None:
    """A party that stands only for the sender's domain, until it is known whose that is."""
    sender = facts.contact.sender
    domain = corporate_domain(sender.value) if sender.scheme == "email" else None
    return f"domain:{domain}" if domain else None


def is_person(party: str) -> bool:
    return party.startswith("person:")
