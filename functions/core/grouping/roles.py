"""In which role somebody writes for an organisation: orders, signature, address, question."""

import re
from collections.abc import Iterable, Sequence

from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.evidence.markers import is_on_behalf
from functions.core.evidence.paperwork import is_paperwork
from functions.core.language.phrases import fold
from functions.core.orders import Role

_WORDS_BY_ROLE = {
    Role.ACCOUNTS_PAYABLE: """
        accountant accounting accounts accountspayable acquitteur admin administratie
        amministrazione ap billing boekhouder boekhouding bogholderi bookkeeper buchhalter
        buchhalterin buchhaltung compta comptabilite comptable contabilidad crediteuren
        debiteuren ekonomi facturatie facturation facture facturen factures factuur
        finance financieel financien invoice invoices invoicing kreditoren payable
        payables rechnung rechnungen treasury""",
    Role.BUYER: """
        achat achats acheteur acheteuse acquisti beschaffung bestelling bestellingen bestellung
        buyer buying compras einkauf einkaufer einkauferin inkoop inkoopster inkoper
        inkopers order orders procurement purchase purchaser purchasing zakupy""",
    Role.RECEIVING: """
        depot entrepot expeditie expedition goederenontvangst lager lagerist logistics logistiek
        logistik logistikleiter logistique magasin magasinier magazijn magazijnmedewerker
        receiving reception transport versand warehouse wareneingang""",
    Role.TECHNICIAN: """
        elektriker engineer engineering installatie maintenance monteur monteurs onderhoud
        servicedienst td technician technicien techniek technik techniker technique
        technisch technischedienst wartung werkplaats werkstatt workshop""",
    Role.APPROVER: """
        bedrijfsleider beheer bestuur bestuurslid ceo cfo directeur directie direction director
        directrice eigenaar eigenaresse gerant gerante gerente geschaeftsleitung
        geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung gf inhaber inhaberin leiding
        management manager owner penningmeester titolare""",
}
_ROLE_BY_WORD = {word: role for role, words in _WORDS_BY_ROLE.items() for word in words.split()}


INSIDERS = frozenset({"known_contact", "domain", "establishment", "on_the_order"})
_ROLE_BY_ANCHOR = {
    AnchorKind.DELIVERY_NOTE: Role.RECEIVING,
    AnchorKind.TRACKING: Role.RECEIVING,
    AnchorKind.SERIAL: Role.TECHNICIAN,
}


def role_of(
    contact: Contact,
    organisation_id: str,
    orders: Sequence[KnownOrder],
    *,
    kinds: Iterable[str] = (),
    anchors: Sequence[Anchor] = (),
) -> Role | None:
    """The role the organisation's own orders give the sender, else what his signature or address
    says, else what he asks. Somebody of another company who writes for it is its agency; who was
    only copied before is an observer. `kinds` is the evidence that he writes for it.
    """
    keys = [handle.key for handle in (contact.sender, *contact.sender_also)]
    own = (order for order in orders if order.organisation_id == organisation_id)
    given = [order.roles[key] for order in own for key in keys if key in order.roles]
    if given:
        return given[0]
    kinds = frozenset(kinds)
    if kinds == {"copied_before"}:
        return Role.OBSERVER
    if kinds and INSIDERS.isdisjoint(kinds) and _is_of_another_company(contact):
        return Role.AGENCY
    return _role_of_words(contact) or _role_of_question(contact, anchors)


def _is_of_another_company(contact: Contact) -> bool:
    if is_on_behalf(contact.text):
        return True
    return contact.sender.scheme == "email" and corporate_domain(contact.sender.value) is not None


def _role_of_words(contact: Contact) -> Role | None:
    address = contact.sender.value if contact.sender.scheme == "email" else ""
    said = (*contact.roles, address.rpartition("@")[0])
    words = (word for text in said for word in re.split(r"[^a-z]+", fold(text)))
    return next((_ROLE_BY_WORD[word] for word in words if word in _ROLE_BY_WORD), None)


def _role_of_question(contact: Contact, anchors: Sequence[Anchor]) -> Role | None:
    if is_paperwork(f"{contact.subject or ''}\n{contact.text}"):
        return Role.ACCOUNTS_PAYABLE
    kinds = (anchor.kind for anchor in anchors)
    return next((_ROLE_BY_ANCHOR[kind] for kind in kinds if kind in _ROLE_BY_ANCHOR), None)
