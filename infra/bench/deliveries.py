"""What customers and shops send in the benchmark, and what must have gone before it."""

import json
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

SHOP_MAIL = "service@tuinhuis.example"
SECRETS = {
    "whatsapp": "sample-secret",
    "shopify": "sample-secret",
    "cloudevents": "whsec_c2FtcGxlLXNlY3JldA==",
}
PHONE_NUMBER_ID = "106540352242922"
CONTACT_CHANNELS = ("mail", "whatsapp", "cloudevents", "bus")
"""`bus` is the CloudEvents contact that arrives by EventBridge."""
CONTACT_CASES = ("new", "append", "duplicate")
ORDER_CASES = ("placed", "shipped", "quiet", "duplicate")


class Knock(NamedTuple):
    """One delivery at one of the doors."""

    door: str
    """`http`, `mail` or `bus`."""
    provider: str
    body: bytes
    headers: dict[str, str]


class Script(NamedTuple):
    """One measured delivery; each knock is made from the time at which it happens."""

    channel: str
    case: str
    variant: int
    before: tuple[Callable[[datetime], Knock], ...]
    measured: Callable[[datetime], Knock]
    outcome: str
    """What the receipt must say, else the figures would be of something else."""
    notifies: bool = False


class Topic(NamedTuple):
    subject: str
    first: str
    second: str


QUOTED = """

Op di 3 mrt 2026 om 10:02 schreef Tuinhuis <service@tuinhuis.example>:
> Beste klant,
>
> Dank voor uw bericht. Wij antwoorden binnen een werkdag.
> Met vriendelijke groet, Tuinhuis

--
Sanne de Vries
Dorpsstraat 1, 3511 AA Utrecht"""
TOPICS = (
    Topic(
        "Bestelling 1001",
        "Waar blijft mijn bestelling 1001?",
        "Is er al nieuws over bestelling 1001?" + QUOTED,
    ),
    Topic(
        "Kapotte tuinstoel",
        "Hallo, de poot van de tuinstoel uit bestelling 1002 is bij het uitpakken afgebroken. "
        "Kan ik een nieuwe krijgen, of het geld terug? Ik stuur graag een foto.",
        "Heeft u al gekeken naar de stoel uit bestelling 1002? Het is nu een week geleden.",
    ),
    Topic(
        "Question about an invoice",
        "Dear all,\n\nCould you please send me the invoice of order 1003 once more, with our VAT "
        "number on it? Our accountant needs it this week.\n\nKind regards,\nAlex Jansen",
        "Thank you. Is the invoice of order 1003 on its way? " + QUOTED,
    ),
)
VARIANTS = range(len(TOPICS))
KNOWN_ORDER = 0
"""The variant whose order the shop has told us of before its buyer writes."""


def contact_script(channel: str, case: str, variant: int) -> Script:
    """Of the first topic's order the shop has told us; of the others it has not."""
    knock = KNOCKS[channel]
    known = (order_placed(1001 + variant),) if variant == KNOWN_ORDER else ()
    first, second = knock(variant, 1), knock(variant, 2)
    match case:
        case "new":
            return Script(channel, case, variant, known, first, "opened")
        case "append":
            return Script(channel, case, variant, (*known, first), second, "appended")
        case _:
            return Script(channel, case, variant, (*known, first), first, "duplicate")


def order_script(case: str, variant: int) -> Script:
    number = 1001 + variant
    placed = order_placed(number)
    match case:
        case "placed":
            return Script("shopify", case, variant, (), placed, "notified", notifies=True)
        case "shipped":
            shipped = order_shipped(number)
            return Script("shopify", case, variant, (placed,), shipped, "notified", notifies=True)
        case "quiet":
            paid = order_placed(number, topic="orders/paid")
            return Script("shopify", case, variant, (placed,), paid, "recorded")
        case _:
            return Script("shopify", case, variant, (placed,), placed, "duplicate")


def order_placed(number: int, topic: str = "orders/create") -> Callable[[datetime], Knock]:
    """The time in it is fixed, so that the same event can come twice."""
    made = "2026-03-03T08:59:30Z"
    address = {
        "name": "Sanne de Vries",
        "phone": f"061234{number}",
        "city": "Utrecht",
        "zip": "3511AA",
        "country_code": "NL",
    }
    email = f"klant{number}@example.com"
    order = {
        "id": 820_000_000_000 + number,
        "name": f"#{number}",
        "order_number": number,
        "email": email,
        "created_at": made,
        "updated_at": made,
        "currency": "EUR",
        "total_price": "149.85",
        "financial_status": "paid" if topic == "orders/paid" else "pending",
        "customer_locale": "nl-NL",
        "customer": {"id": number, "email": email, "first_name": "Sanne", "last_name": "de Vries"},
        "billing_address": address,
        "shipping_address": address,
        "line_items": [
            {"id": n, "title": f"Tuinstoel {n}", "quantity": 2, "sku": f"TS-{n}"} for n in (1, 2, 3)
        ],
        "refunds": [],
        "fulfillments": [],
    }
    return _shopify(topic, f"{topic}-{number}", order)


def order_shipped(number: int) -> Callable[[datetime], Knock]:
    return _parcel(number, "fulfillments/create", "2026-03-04T10:30:00Z", None)


def order_delivered(number: int) -> Callable[[datetime], Knock]:
    return _parcel(number, "fulfillments/update", "2026-03-04T11:30:00Z", "delivered")


def _parcel(number: int, topic: str, made: str, status: str | None) -> Callable[[datetime], Knock]:
    code = f"3STUIN{number:09}"
    fulfillment = {
        "id": 255_000_000 + number,
        "order_id": 820_000_000_000 + number,
        "status": "success",
        "created_at": made,
        "updated_at": made,
        "tracking_company": "PostNL",
        "tracking_number": code,
        "tracking_numbers": [code],
        "tracking_url": f"https://track.example/{code}",
        "tracking_urls": [f"https://track.example/{code}"],
        "shipment_status": status,
        "line_items": [{"id": 1, "title": "Tuinstoel 1", "quantity": 2, "sku": "TS-1"}],
    }
    return _shopify(topic, f"{topic}-{number}", fulfillment)


def _shopify(topic: str, event: str, content: object) -> Callable[[datetime], Knock]:
    headers = {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-event-id": event,
        "x-shopify-shop-domain": "tuinhuis.myshopify.com",
        "x-shopify-api-version": "2026-01",
    }
    return lambda _now: Knock("http", "shopify", json.dumps(content).encode(), headers)


def _mail(variant: int, turn: int) -> Callable[[datetime], Knock]:
    topic = TOPICS[variant]
    message = EmailMessage()
    message["From"] = f"Sanne de Vries <klant{1001 + variant}@example.com>"
    message["To"] = SHOP_MAIL
    message["Subject"] = topic.subject if turn == 1 else f"Re: {topic.subject}"
    message["Message-ID"] = f"<{turn}.{variant}@mail.example.com>"
    if turn == 2:
        message["In-Reply-To"] = message["References"] = f"<1.{variant}@mail.example.com>"
    text = topic.first if turn == 1 else topic.second
    page = f"<html><body><p>{text}</p></body></html>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return lambda _now: Knock("mail", "ses", message.as_bytes(policy=SMTP), {})


def _whatsapp(variant: int, turn: int) -> Callable[[datetime], Knock]:
    phone = f"3161234{1001 + variant}"
    message = {
        "from": phone,
        "id": f"wamid.{variant}.{turn}",
        "timestamp": "1772528400",
        "type": "text",
        "text": {"body": TOPICS[variant].first if turn == 1 else TOPICS[variant].second},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "31201234567", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": "Sanne"}, "wa_id": phone}],
        "messages": [message],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    headers = {"content-type": "application/json"}
    return lambda _now: Knock("http", "whatsapp", body, headers)


def _form(variant: int, turn: int) -> dict[str, object]:
    topic = TOPICS[variant]
    return {
        "from": {
            "name": "Sanne de Vries",
            "email": f"klant{1001 + variant}@example.com",
            "user_id": f"c-{variant}",
        },
        "verified": True,
        "channel": "email",
        "subject": topic.subject,
        "text": topic.first if turn == 1 else topic.second,
        "language": "nl",
        "references": {"order": f"#{1001 + variant}"},
    }


def _cloudevents(variant: int, turn: int) -> Callable[[datetime], Knock]:
    event = {
        "specversion": "1.0",
        "id": f"form-{variant}-{turn}",
        "source": "https://tuinhuis.example/shop",
        "type": "contact.received",
        "time": "2026-03-03T09:00:00Z",
        "datacontenttype": "application/json",
        "data": _form(variant, turn),
    }
    headers = {"content-type": "application/cloudevents+json", "webhook-id": f"m-{variant}-{turn}"}
    return lambda _now: Knock("http", "cloudevents", json.dumps(event).encode(), headers)


def _bus(variant: int, turn: int) -> Callable[[datetime], Knock]:
    """As EventBridge puts it on the queue; a repeated event keeps its id."""

    def knock(now: datetime) -> Knock:
        event = {
            "version": "0",
            "id": f"6a7e8feb-b491-4cf7-a9f1-{variant:06}{turn:06}",
            "detail-type": "contact.received",
            "source": "tuinhuis.shop",
            "account": "123456789012",
            "time": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "region": "eu-west-1",
            "resources": [],
            "detail": _form(variant, turn),
        }
        return Knock("bus", "cloudevents", json.dumps(event).encode(), {})

    return knock


KNOCKS: dict[str, Callable[[int, int], Callable[[datetime], Knock]]] = {
    "mail": _mail,
    "whatsapp": _whatsapp,
    "cloudevents": _cloudevents,
    "bus": _bus,
}
