"""The keys of the table's rows, and how rows become values of core; `table` has the overview."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import BaseModel

from functions.aws.table import Guard, Key, Timeline, Write, data, due, overdue
from functions.core.cases import Case, CaseState
from functions.core.contacts import Anchor, AnchorKind, Handle
from functions.core.evidence.known_orders import KnownOrder
from functions.core.figures import compact
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.ledger import ITEM, LedgerRow
from functions.core.values import Value

MAIL_THREAD = "mail:"
OWN_CODES = {AnchorKind.PURCHASE_ORDER, AnchorKind.SERIAL, AnchorKind.DELIVERY_NOTE}
RECEIPTS_KEPT = timedelta(days=90)
"""As long as the inbox keeps its objects; afterwards nothing can be replayed anyway."""
Model = TypeVar("Model", bound=BaseModel)


class Listed(Value):
    """The organisations that list a mail domain, or have a word in their name."""

    organisations: tuple[KnownOrganisation, ...] = ()


class Claim(Value):
    """The case of a party that is about an anchor."""

    case_id: str


class Message(Value):
    """A message id that is known: a customer's on a case, or a notification of ours."""

    party: str | None = None
    case_id: str | None = None
    person_id: str | None = None
    """Who wrote it; a second mail with this id from the same person is the same mail."""
    name: str | None = None
    notification_id: str | None = None
    order: KnownOrder | None = None
    """The order that our notification was about."""
    to: tuple[str, ...] = ()
    """Keys of the handles it was sent to or by: who takes part in the conversation."""
    mass: bool = False
    """It went to many: answers to it have nothing to do with each other."""


class Cursor(Value):
    """How far a walk through something endless has come."""

    position: str = ""


class PolicyText(Value):
    """The text of a policy file as it was deployed."""

    text: str


def item_key(item_id: str) -> Key:
    return Key(f"{ITEM}{item_id}", "ITEM")


def receipt_key(inbox_key: str) -> Key:
    return Key(f"RECEIPT#{inbox_key}", "RECEIPT")


def handle_key(handle: Handle) -> Key:
    return Key(f"HANDLE#{handle.key}", "HANDLE")


def domain_key(domain: str) -> Key:
    return Key(f"DOMAIN#{domain}", "DOMAIN")


def lookalike_key(skeleton: str) -> Key:
    """The accounts whose domain is read like that."""
    return Key(f"DOMAIN#~{skeleton}", "DOMAIN")


def name_key(word: str) -> Key:
    """The accounts with that word in their name."""
    return Key(f"NAME#{word}", "NAME")


def party_pk(party: str) -> str:
    return f"PARTY#{party}"


def case_key(party: str, case_id: str) -> Key:
    return Key(party_pk(party), f"CASE#{case_id}")


def claim_key(party: str, claim: str) -> Key:
    return Key(f"ANCHOR#{party}#{claim}", "CLAIM")


def order_reference_key(shop: str, anchor: Anchor) -> Key:
    """Numbers that their owners chose themselves share one namespace: a text seldom says which
    kind they are. However a number is spelt, it leads to the same row."""
    key = f"code:{compact(anchor.value)}" if anchor.kind in OWN_CODES else anchor.key
    return Key(f"ORDERREF#{shop}#{key}", "ORDERREF")


def figures_key(shop: str, figures: str) -> Key:
    """The orders whose numbers end with these figures, behind letters that people leave out."""
    return Key(f"ORDERREF#{shop}#figures:{figures}", "ORDERREF")


def given_key(shop: str, anchor: Anchor) -> Key:
    """A number that we handed out in a mail of ours (a return number)."""
    return Key(f"THREAD#given:{shop}:{compact(anchor.value)}", "THREAD")


def given_figures_key(shop: str, figures: str) -> Key:
    """The same number without its letters."""
    return Key(f"THREAD#given:{shop}:figures:{figures}", "THREAD")


def organisation_key(number: str) -> Key:
    """`number` is `customer:…`, `vat:…` or `chamber:…`."""
    return Key(f"ORG#{number}", "ORG")


def party_order_key(party: str, placed: str, order: str) -> Key:
    """What a party bought, newest first behind its cases."""
    return Key(party_pk(party), f"BOUGHT#{placed}#{order}")


def move_key(party: str, case_id: str) -> Key:
    """The record of a case that went from one party to another, or into another case."""
    return Key(f"MOVE#{party}#{case_id}", "MOVE")


def order_key(order: str) -> Key:
    """`order` is `<shop>#<order id>`, as `Order.key` gives it."""
    return Key(f"ORDER#{order}", "ORDER")


def standing_key(order: str) -> Key:
    """What the update rules remember of an order, beside its row."""
    return Key(f"ORDER#{order}", "STANDING")


def person_key(shop: str, person: str) -> Key:
    """What waits for a person and how much they were told; `person` is a handle's key."""
    return Key(f"PERSON#{shop}#{person}", "PERSON")


def address_key(shop: str, handle: Handle) -> Key:
    return address_key_of(shop, handle.key)


def address_key_of(shop: str, handle: str) -> Key:
    """Whether messages may go to an address and arrive there."""
    return Key(f"ADDRESS#{shop}#{handle}", "ADDRESS")


def firm_key(shop: str, organisation: str) -> Key:
    """What a business customer prefers, and how much it was told today."""
    return Key(f"FIRM#{shop}#{organisation}", "FIRM")


def notification_key(notification_id: str) -> Key:
    return Key(f"NOTIFICATION#{notification_id}", "NOTIFICATION")


def thread_key(thread_id: str) -> Key:
    """A mail's Message-ID has a row of its own; other messages' ledger rows tell their case."""
    if thread_id.startswith(MAIL_THREAD):
        return Key(f"THREAD#{thread_id}", "THREAD")
    return item_key(thread_id)


def sent_key(provider: str, message_id: str) -> Key:
    """A message we sent, by the provider's id of it."""
    return Key(f"THREAD#sent:{provider}:{message_id}", "THREAD")


def pair_key(shop: str, handle: str) -> Key:
    """What automatic mail of the shop and that address may do; `handle` is a handle's key."""
    return Key(f"PAIR#{shop}#{handle}", "PAIR")


def policy_key(file: str, edition: str) -> Key:
    return Key(f"POLICY#{file}#{edition}", "POLICY")


def example_key(contact_id: str) -> Key:
    """The correction of a contact, as an example to learn from."""
    return Key(f"EXAMPLE#{contact_id}", "EXAMPLE")


def cursor_key(name: str) -> Key:
    return Key(f"CURSOR#{name}", "CURSOR")


def case_timeline(row: LedgerRow) -> Timeline | None:
    return Timeline(f"CASE#{row.case_id}", row.recorded_at) if row.case_id else None


def quarantine_timeline(row: LedgerRow) -> Timeline:
    return Timeline("QUARANTINE", row.recorded_at)


def decode(model: type[Model], row: Mapping[str, Any] | None) -> Model | None:
    """The row's value, or None where there is no row."""
    return model.model_validate_json(data(row), context=row["pk"]["S"]) if row else None


def decode_case(row: Mapping[str, Any]) -> Case:
    return Case.model_validate_json(data(row))


def decode_message(row: Mapping[str, Any] | None) -> Message | None:
    """What is known of a message id, from its own row or from its ledger row."""
    if row and row["sk"]["S"] == "ITEM":
        item = LedgerRow.model_validate_json(data(row), context=row["pk"]["S"])
        return Message(party=item.party, case_id=item.case_id)
    return decode(Message, row)


def case_write(case: Case, guard: Guard) -> Write:
    """A case, with its next timer where the sweep finds it, or its due time where lists do."""
    key = case_key(case.party, case.id)
    place = None
    if case.next_timer:
        place = due(case.next_timer, key)
    elif case.state is CaseState.OPEN and case.clocks.due:
        place = overdue(case.clocks.due, key)
    return Write(key, case, guard, version=case.version, timeline=place)
