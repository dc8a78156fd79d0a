"""What is peculiar to CloudEvents: the modes, and our own format of order and contact events."""

import base64
import json
from datetime import UTC, datetime

import pytest

from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.deliveries import Delivery, Transport
from functions.core.errors import PayloadError
from functions.core.items import Item, Unknown
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import Json
from functions.providers.cloudevents import CloudEvents

PROVIDER = CloudEvents()
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def an_event(type_: str, data: Json, **attributes: Json) -> dict[str, Json]:
    given: dict[str, Json] = {"specversion": "1.0", "id": "1", "source": "/winkel"}
    return {**given, "type": type_, "data": data, **attributes}


STRUCTURED = {"content-type": "application/cloudevents+json"}


def parsed(body: Json, headers: dict[str, str] = STRUCTURED) -> list[Item]:
    return PROVIDER.parse(
        Delivery(
            id="d",
            provider="cloudevents",
            account="tuinhuis",
            shop="tuinhuis",
            received_at=NOON,
            headers=headers,
            body=b"" if body is None else json.dumps(body).encode(),
        )
    )


def an_update(type_: str, data: Json) -> OrderUpdate:
    (update,) = parsed(an_event(type_, data))
    assert isinstance(update, OrderUpdate)
    return update


@pytest.mark.parametrize("milestone", list(Milestone))
@pytest.mark.parametrize("subject", ["order", "parcel"])
def test_every_milestone_has_its_type(milestone: Milestone, subject: str) -> None:
    update = an_update(f"nl.winkel.{subject}.{milestone}", {"order": "1", "parcel": "p"})

    assert update.milestone is milestone
    assert update.channel == subject


@pytest.mark.parametrize(
    ("type_", "milestone"),
    [
        ("payment.failed", Milestone.PAYMENT_FAILED),
        ("Payment.Paid", Milestone.PAID),
        ("payment.refunded", Milestone.REFUNDED),
        ("order.created", Milestone.PLACED),
        ("order.shipped", Milestone.HANDED_OVER),
        ("order.Handed-Over", Milestone.HANDED_OVER),
        ("order.updated", None),
    ],
)
def test_common_words_are_understood(type_: str, milestone: Milestone | None) -> None:
    assert an_update(type_, {"order": "1"}).milestone is milestone


@pytest.mark.parametrize(
    "type_", ["placed", "order", "order.", ".placed", "payment.delivered", "x.y"]
)
def test_other_types_are_quarantined_by_name(type_: str) -> None:
    (item,) = parsed(an_event(type_, {"order": "1"}))

    assert isinstance(item, Unknown)
    assert (item.type, item.recorded) == (type_, False)


@pytest.mark.parametrize(
    ("type_", "data", "field"),
    [
        ("order.placed", None, "data"),
        ("order.placed", {}, "data.order"),
        ("parcel.delivered", {"order": "1"}, "data.parcel"),
        ("order.placed", {"order": "1", "people": [{"role": "king"}]}, "data.people.0.role"),
        ("order.placed", {"order": "1", "expected_on": "9999-12-31"}, "data.expected_on"),
        ("order.placed", {"order": "1", "references": {"x": "1"}}, "data.references.x"),
        (
            "order.placed",
            {"order": "1", "lines": [{"title": "", "quantity": 10**30}]},
            "data.lines",
        ),
        ("order.placed", {"order": "x" * 300}, "data.order"),
        ("contact.received", {"from": {"email": "a@b.example"}}, "data.text"),
        ("contact.received", {"text": "Hoi", "from": {"email": "nobody"}}, "data.from"),
        ("contact.received", {"text": "Hoi", "from": {}}, "data.from"),
        ("contact.received", {"text": "Hoi"}, "data.from"),
    ],
)
def test_wrong_data_is_quarantined_with_the_exact_field(type_: str, data: Json, field: str) -> None:
    (item,) = parsed(an_event(type_, data))

    assert isinstance(item, Unknown)
    assert item.reason.startswith(field)


@pytest.mark.parametrize("attribute", ["id", "source", "type", "specversion"])
@pytest.mark.parametrize("value", [None, "", 7, []])
def test_an_event_without_a_required_attribute_waits(attribute: str, value: Json) -> None:
    (item,) = parsed({**an_event("order.placed", {"order": "1"}), attribute: value})

    assert isinstance(item, Unknown)
    assert item.reason.startswith(attribute)


def test_source_and_id_together_name_an_event() -> None:
    ids = {
        parsed(an_event("order.paid", {"order": "1"}, source=source, id=own))[0].id
        for source, own in (("/a", "1"), ("/a", "2"), ("/b", "1"), ("/" + "x" * 400, "1"))
    }

    assert len(ids) == 4
    assert all(len(item_id) < 250 for item_id in ids)


def test_headers_are_decoded_exactly_once() -> None:
    headers = {
        "content-type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": "100%2525",
        "ce-source": "/caf%C3%A9",
        "ce-type": "order.paid",
    }

    (item,) = parsed({"order": "1"}, headers)

    assert item.id == "cloudevents:/café:100%25"


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "", "Application/CloudEvents+JSON; charset=UTF-8"],
)
def test_a_structured_event_is_known_by_its_body_too(content_type: str) -> None:
    (item,) = parsed(an_event("order.paid", {"order": "1"}), {"content-type": content_type})

    assert isinstance(item, OrderUpdate)


def test_an_empty_batch_holds_nothing() -> None:
    assert parsed([], {"content-type": "application/cloudevents-batch+json"}) == []


@pytest.mark.parametrize("body", [{}, {"order": "1"}, [], 7, "x"])
def test_what_is_no_cloudevent_is_a_payload_error(body: Json) -> None:
    with pytest.raises(PayloadError):
        parsed(body, {"content-type": "application/json"})


def test_a_batch_beyond_all_measure_is_refused_as_a_whole() -> None:
    with pytest.raises(PayloadError):
        parsed([7] * 100_000, {"content-type": "application/cloudevents-batch+json"})


def test_data_may_come_as_base64() -> None:
    coded = base64.b64encode(b'{"order":"7"}').decode()
    event = {**an_event("order.paid", None), "data_base64": coded}

    (item,) = parsed(event)
    (broken,) = parsed({**event, "data_base64": "é"})

    assert isinstance(item, OrderUpdate)
    assert item.order_id == "7"
    assert isinstance(broken, Unknown)


def test_a_carrier_that_knows_only_its_code_gives_a_reference() -> None:
    update = an_update("parcel.delivered", {"tracking": {"code": "3S 1"}})

    assert update.order_id is None
    assert update.parcel == "3S 1"
    assert update.references == (Anchor(kind=AnchorKind.TRACKING, value="3S1"),)


def test_an_eventbridge_event_without_our_words_waits() -> None:
    event: Json = {"id": "1", "source": "other", "detail-type": "Something Else", "detail": {}}
    delivery = Delivery(
        id="d",
        provider="cloudevents",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=NOON,
        transport=Transport.BUS,
        body=json.dumps(event).encode(),
    )

    (item,) = PROVIDER.parse(delivery)

    assert isinstance(item, Unknown)
    assert item.type == "Something Else"


def test_a_number_in_a_form_reads_as_one() -> None:
    (item,) = parsed(
        an_event("contact.received", {"from": {"phone": "06-12345620"}, "text": "Bel mij"})
    )

    assert isinstance(item, Contact)
    assert item.sender.value == "+31612345620"


@pytest.mark.parametrize(("country", "number"), [("DE", "+4915112345678"), ("", "+31612345678")])
def test_a_contact_s_national_number_is_read_as_that_of_the_country(
    country: str, number: str
) -> None:
    phone = "0151 12345678" if country else "06 12345678"
    sender: dict[str, Json] = {"phone": phone, "country": country}

    (contact,) = parsed(an_event("nl.winkel.contact.received", {"from": sender, "text": "Hoi"}))

    assert isinstance(contact, Contact)
    assert contact.sender.value == number
