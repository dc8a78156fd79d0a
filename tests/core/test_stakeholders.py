"""Stakeholders: whose matter it is, or nobody's when the evidence does not decide."""

import pytest

from functions.core.contacts import Anchor, AnchorKind, Assurance, CompanyFacts
from functions.core.grouping.stakeholders import (
    attribute,
    lookup_domains,
    matter_anchors,
    organisation_of,
)
from functions.core.orders import Role
from tests.core.matters import (
    a_contact,
    an_order,
    an_organisation,
    email,
    order_anchor,
    phone,
    somebody,
)

LENTE = an_organisation("org:K1", "Kwekerij Lente")
HERFST = an_organisation("org:K2", "Herfst Bouw")
INVOICE = Anchor(kind=AnchorKind.INVOICE, value="F2026-0417")
PURCHASE_ORDER = Anchor(kind=AnchorKind.PURCHASE_ORDER, value="LB-17")


def test_an_unproven_sender_never_gets_an_organisation() -> None:
    contact = a_contact("roos@lente.nl")
    order = an_order(organisation="org:K1", handles=[contact.sender.key])
    who = somebody(Assurance.UNKNOWN, ["org:K1"])

    stake = attribute(contact, who, {"lente.nl": [LENTE]}, [order])

    assert (stake.organisation_id, stake.role) == (None, None)


def test_a_known_contact_writes_for_its_organisation_from_any_address() -> None:
    stake = attribute(a_contact(phone("+31612345678")), somebody(organisations=["org:K1"]), {}, [])

    assert stake.organisation_id == "org:K1"


def test_a_contact_of_two_organisations_writes_for_the_one_of_the_order() -> None:
    who = somebody(organisations=["org:K1", "org:K2"])

    decided = attribute(a_contact(), who, {}, [an_order(organisation="org:K2")])
    undecided = attribute(a_contact("ada@kantoor.nl"), who, {}, [])

    assert decided.organisation_id == "org:K2"
    assert undecided.organisation_id is None


def test_the_only_organisation_on_a_domain_has_its_colleagues_and_subdomains() -> None:
    listings = {"lente.nl": [LENTE]}

    for address in ("nieuw@lente.nl", "kas@noord.lente.nl"):
        stake = attribute(a_contact(address), somebody(), listings, [])
        assert (stake.organisation_id, stake.organisation_name) == ("org:K1", "Kwekerij Lente")


def test_the_longest_listed_domain_wins() -> None:
    listings = {"lente.nl": [LENTE], "bouw.lente.nl": [HERFST]}

    stake = attribute(a_contact("jan@bouw.lente.nl"), somebody(), listings, [])

    assert stake.organisation_id == "org:K2"


def test_franchises_on_one_domain_are_told_apart_by_the_order_only() -> None:
    listings = {"lente.nl": [LENTE, HERFST]}
    contact = a_contact("team@lente.nl")

    by_order = attribute(contact, somebody(), listings, [an_order(organisation="org:K2")])
    by_nothing = attribute(contact, somebody(), listings, [])

    assert by_order.organisation_id == "org:K2"
    assert by_nothing.organisation_id is None


def test_a_mail_provider_gives_nothing_even_when_an_organisation_lists_it() -> None:
    stake = attribute(a_contact("roos@ziggo.nl"), somebody(), {"ziggo.nl": [LENTE]}, [])

    assert stake.organisation_id is None


def test_an_unknown_company_is_a_prospect_of_its_own() -> None:
    stake = attribute(a_contact("inkoop@mail.zomer.nl"), somebody(), {}, [])

    assert (stake.organisation_id, stake.role) == ("domain:zomer.nl", Role.BUYER)


@pytest.mark.parametrize(
    ("matched", "organisation"), [((INVOICE,), "org:K1"), ((PURCHASE_ORDER,), None)]
)
def test_a_number_of_ours_shows_whose_matter_it_is_and_a_number_of_theirs_does_not(
    matched: tuple[Anchor, ...], organisation: str | None
) -> None:
    order = an_order(organisation="org:K1", matched=matched)

    stake = attribute(a_contact("klus@gmail.com"), somebody(), {}, [order])

    assert stake.organisation_id == organisation


def test_a_stranger_gets_nothing_of_somebody_elses_private_order() -> None:
    order = an_order(handles=["email:iemand@gmail.com"], matched=[INVOICE])

    stake = attribute(a_contact("klus@gmail.com"), somebody(), {}, [order])

    assert stake.organisation_id is None


def test_a_number_and_the_name_together_are_borne_out() -> None:
    contact = a_contact("klus@gmail.com", text="Ik bouw de kas (20417) bij Lente, er mist glas.")
    order = an_order(organisation="org:K1", name="Kwekerij Lente B.V.")

    stake = attribute(contact, somebody(), {}, [order])

    assert (stake.organisation_id, stake.organisation_name) == ("org:K1", "Kwekerij Lente B.V.")


def test_two_numbers_of_one_order_bear_each_other_out() -> None:
    by_number = an_order(organisation="org:K1", matched=[order_anchor("20417")])
    by_invoice = an_order(organisation="org:K1", matched=[INVOICE])

    stake = attribute(a_contact("boek@gmail.com"), somebody(), {}, [by_number, by_invoice])

    assert stake.organisation_id == "org:K1"


def test_numbers_of_two_organisations_bear_nothing_out() -> None:
    orders = [an_order("1", "org:K1"), an_order("2", "org:K2")]

    stake = attribute(a_contact("boek@gmail.com"), somebody(), {}, orders)

    assert stake.organisation_id is None


@pytest.mark.parametrize("matched", [(), (PURCHASE_ORDER,)])
def test_a_mistyped_number_of_another_party_changes_nothing(matched: tuple[Anchor, ...]) -> None:
    foreign = an_order(organisation="org:K2", matched=matched)

    stake = attribute(a_contact("kas@lente.nl"), somebody(), {"lente.nl": [LENTE]}, [foreign])

    assert stake.organisation_id == "org:K1"


def test_a_private_order_from_the_employers_address_stays_private() -> None:
    contact = a_contact("roos@lente.nl")
    order = an_order(handles=[contact.sender.key])
    who = somebody(organisations=["org:K1"])

    stake = attribute(contact, who, {"lente.nl": [LENTE]}, [order])

    assert stake.organisation_id is None


def test_a_private_order_of_somebody_else_says_nothing() -> None:
    order = an_order(handles=["email:iemand@gmail.com"])

    stake = attribute(a_contact("roos@lente.nl"), somebody(), {"lente.nl": [LENTE]}, [order])

    assert stake.organisation_id == "org:K1"


def test_somebody_on_the_order_writes_for_its_organisation() -> None:
    order = an_order(organisation="org:K1", handles=["email:roos@gmail.com"])

    stake = attribute(a_contact("roos@gmail.com"), somebody(), {}, [order])

    assert stake.organisation_id == "org:K1"


@pytest.mark.parametrize(
    ("local", "role"),
    [
        ("administratie", Role.ACCOUNTS_PAYABLE),
        ("ap", Role.ACCOUNTS_PAYABLE),
        ("facturen-noord", Role.ACCOUNTS_PAYABLE),
        ("buchhaltung", Role.ACCOUNTS_PAYABLE),
        ("inkoop", Role.BUYER),
        ("achats", Role.BUYER),
        ("magazijn2", Role.RECEIVING),
        ("technischedienst", Role.TECHNICIAN),
        ("roos", None),
        ("apart", None),
    ],
)
def test_the_words_of_an_address_give_the_role(local: str, role: Role | None) -> None:
    stake = attribute(a_contact(f"{local}@lente.nl"), somebody(), {"lente.nl": [LENTE]}, [])

    assert stake.role is role


def test_the_role_on_the_order_goes_before_the_words_of_the_address() -> None:
    contact = a_contact("inkoop@lente.nl")
    order = an_order(organisation="org:K1", handles=[contact.sender.key])
    order = order.model_copy(update={"roles": {contact.sender.key: Role.RECEIVING}})

    assert attribute(contact, somebody(), {}, [order]).role is Role.RECEIVING


@pytest.mark.parametrize(
    ("address", "domains"),
    [
        ("roos@lente.nl", ("lente.nl",)),
        ("roos@kas.noord.lente.nl", ("kas.noord.lente.nl", "noord.lente.nl", "lente.nl")),
        ("roos@gmail.com", ()),
        ("roos@localhost", ()),
        (
            "roos@a.b.c.d.e.f.g.lente.nl",
            ("d.e.f.g.lente.nl", "e.f.g.lente.nl", "f.g.lente.nl", "g.lente.nl", "lente.nl"),
        ),
    ],
)
def test_the_host_and_its_parents_are_looked_up(address: str, domains: tuple[str, ...]) -> None:
    assert lookup_domains(a_contact(address)) == domains


def test_chats_have_no_domain_to_look_up() -> None:
    assert lookup_domains(a_contact(phone("+31612345678"))) == ()


@pytest.mark.parametrize(
    ("facts", "identifier"),
    [
        (CompanyFacts(customer_number=" K1 ", vat_number="NL700000008B01"), "org:K1"),
        (CompanyFacts(name="Lente", vat_number="nl 7000.00.008.B01"), "vat:NL700000008B01"),
        (CompanyFacts(name="Lente", vat_number="NL700000009B01"), "domain:lente.nl"),
        (CompanyFacts(name="Lente"), "domain:lente.nl"),
        (CompanyFacts(chamber_number="11100001"), "domain:lente.nl"),
        (CompanyFacts(), None),
    ],
)
def test_the_best_number_names_the_organisation(
    facts: CompanyFacts, identifier: str | None
) -> None:
    found = organisation_of(facts, [email("roos@lente.nl"), email("kas@noord.lente.nl")])

    assert (found.id if found else None) == identifier


@pytest.mark.parametrize(
    "addresses",
    [[], ["roos@gmail.com"], ["roos@lente.nl", "jan@herfst.nl"], ["roos@lente.nl", "r@gmail.com"]],
)
def test_a_name_without_an_agreed_company_domain_is_no_organisation(addresses: list[str]) -> None:
    assert organisation_of(CompanyFacts(name="Lente"), list(map(email, addresses))) is None


def test_a_matter_has_the_order_that_its_invoice_belongs_to_and_no_foreign_number() -> None:
    order = an_order(organisation="org:K1", matched=[INVOICE])

    own = matter_anchors(a_contact(), "org:K1", [INVOICE], [order])
    foreign = matter_anchors(a_contact(), "org:K2", [INVOICE], [order])

    assert own == (INVOICE, order_anchor("20417"))
    assert foreign == ()
