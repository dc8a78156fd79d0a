"""In which role somebody writes for an organisation: from its orders, else from the address."""

import re
from collections.abc import Sequence

from functions.core.contacts import Contact
from functions.core.orders import Role
from functions.core.organisations import KnownOrder

_WORDS_BY_ROLE = {
    Role.ACCOUNTS_PAYABLE: """ap accounting accounts accountspayable administratie admin boekhouding
        boekhouder billing buchhaltung compta comptabilite crediteuren debiteuren facturatie factuur
        facturen facturation facturen facture factures finance financien financieel invoice invoices
        invoicing kreditoren payables rechnung rechnungen treasury""",
    Role.BUYER: """achat achats beschaffung bestelling bestellingen bestellung
        buying einkauf inkoop inkoper order orders procurement purchase purchasing""",
    Role.RECEIVING: """depot entrepot expeditie expedition goederenontvangst lager logistics
        logistiek logistik logistique magasin magazijn receiving reception transport versand
        warehouse wareneingang""",
    Role.TECHNICIAN: """engineering installatie maintenance monteur monteurs onderhoud servicedienst
        technicien techniek technik technique technisch technischedienst td werkplaats werkstatt
        wartung workshop""",
    Role.APPROVER: """beheer bestuur bestuurslid ceo cfo direction directie directeur director
        eigenaar geschaeftsleitung geschaftsfuhrung gf leiding management manager owner
        penningmeester""",
}
_ROLE_BY_WORD = {word: role for role, words in _WORDS_BY_ROLE.items() for word in words.split()}


def role_of(contact: Contact, organisation_id: str, orders: Sequence[KnownOrder]) -> Role | None:
    """The role the organisation's own orders give the sender, else what the address says."""
    keys = [handle.key for handle in (contact.sender, *contact.sender_also)]
    own = (order for order in orders if order.organisation_id == organisation_id)
    given = [order.roles[key] for order in own for key in keys if key in order.roles]
    if given:
        return given[0]
    return _role_of_address(contact.sender.value) if contact.sender.scheme == "email" else None


def _role_of_address(address: str) -> Role | None:
    words = re.split(r"[^a-z]+", address.rpartition("@")[0].lower())
    return next((_ROLE_BY_WORD[word] for word in words if word in _ROLE_BY_WORD), None)
