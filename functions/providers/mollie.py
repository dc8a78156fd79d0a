"""Mollie: classic webhooks (an id only, to be fetched) and signed events."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone
from functions.core.untrusted import Json, as_object, read_object, unknown
from functions.providers._mollie_entities import (
    Entity,
    Identified,
    chargeback,
    moved_back,
)
from functions.providers._payload import (
    api_request,
    fetched_object,
    own_id,
    readable,
)
from functions.providers._payments import payment_update
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://docs.mollie.com/docs/status-change
MILESTONE_BY_STATUS = {
    "paid": Milestone.PAID,
    "failed": Milestone.PAYMENT_FAILED,
    "expired": Milestone.PAYMENT_FAILED,
    "canceled": Milestone.PAYMENT_FAILED,
    "open": None,
    "pending": None,
    "authorized": None,
}
# https://docs.mollie.com/reference/webhooks-new
MILESTONE_BY_EVENT = {
    "payment-link.paid": Milestone.PAID,
    "sales-invoice.paid": Milestone.PAID,
    "sales-invoice.created": None,
    "sales-invoice.issued": None,
    "sales-invoice.canceled": None,
}
RECORDED_EVENTS = ("balance-transaction.", "payout.", "profile.", "connect-balance-transfer.")
PATH_BY_PREFIX = {
    "tr": "/payments/{}?embed=refunds,chargebacks",
    "pl": "/payment-links/{}",
}
PATH_BY_ENTITY = {"payment-link": "/payment-links/{}", "sales-invoice": "/sales-invoices/{}"}
CLASSIC_ID = re.compile(r"(tr|pl|ord|sub|re)_[A-Za-z0-9]{1,60}")
ENTITY_ID = re.compile(r"[a-z]{1,12}_[A-Za-z0-9]{1,60}")
SIGNATURE = "x-mollie-signature"


class Mollie(Provider):
    """`secrets` sign the events; classic webhooks have no signature and are fetched. Setting:
    `api_key`, without which classic webhooks are refused.
    """

    channel = Channel.PAYMENT
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """A classic call proves nothing and tells nothing but an id to look up."""
        given = delivery.headers.get(SIGNATURE)
        if given is None and _classic_id(delivery):
            if not credentials.settings.get("api_key", "").strip():
                raise SignatureError("a classic webhook needs the setting `api_key`")
            return
        _check_any(delivery, credentials, (given or "").split(","))

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        path = _path(delivery)
        key = {"authorization": f"Bearer {credentials.settings.get('api_key', '')}"}
        base = "https://api.mollie.com/v2"
        return {"object": api_request(credentials, base, path, key)} if path else {}

    def parse(self, delivery: Delivery) -> list[Item]:
        if classic := _classic_id(delivery):
            return _classic(delivery, classic)
        event = read_object(delivery.body)
        kind, event_id = event.get("type"), event.get("id")
        kind = kind if isinstance(kind, str) else "event without type"
        if kind.startswith(RECORDED_EVENTS):
            return [unknown(delivery, event_id, kind, "of no order", recorded=True)]
        if kind in MILESTONE_BY_EVENT or kind.startswith("dispute."):
            return readable(delivery, event_id, kind, lambda: _event(delivery, kind, event))
        return [unknown(delivery, event_id, kind, "no rule for this type")]


def _classic(delivery: Delivery, own: str) -> list[Item]:
    if not _path(delivery):
        return [unknown(delivery, own, "classic webhook", "no rule for this kind of id")]
    found = fetched_object(delivery, "object")
    if found is None:
        reason = "Mollie knows no such payment: a stranger may have made it up"
        return [unknown(delivery, own, "classic webhook", reason, recorded=True)]
    return readable(delivery, own, "payment", lambda: _payment(delivery, own, found))


def _payment(delivery: Delivery, own: str, found: dict[str, Json]) -> Iterator[Item]:
    """All that is known of it: it stays `paid` when money goes back."""
    told = Entity.model_validate(found)
    if told.id != own:
        raise PayloadError("Mollie answered with another payment than the one asked for")
    status = told.status or ("paid" if told.paidAt else "open")
    yield payment_update(
        delivery,
        own_id(own, status),
        references=told.numbers(),
        milestone=MILESTONE_BY_STATUS.get(status),
        detail=status,
        happened=told.paidAt if status == "paid" else None,
        total=told.amount.text(),
        payment_id=told.id,
        paid_at=told.paidAt,
        pay_before=told.expiresAt if status != "expired" else None,
    )
    yield from moved_back(delivery, own, told)


def _event(delivery: Delivery, kind: str, event: dict[str, Json]) -> Iterator[Item]:
    event_id = Identified.model_validate(event)
    held = as_object(as_object(event.get("_embedded")).get("entity"))
    if kind.startswith("dispute."):  # of these only the id is told, and that must be enough
        held = held or {"id": event.get("entityId")}
    found = held or fetched_object(delivery, "object")
    if found is None:
        yield unknown(delivery, event_id.id, kind, "Mollie knows no such thing any more")
        return
    told = Entity.model_validate(found)
    if kind == "dispute.created":
        yield chargeback(delivery, event_id.id, told, told)
        return
    yield payment_update(
        delivery,
        event_id.id,
        references=told.numbers(),
        milestone=MILESTONE_BY_EVENT.get(kind),
        detail=kind,
        happened=told.paidAt or event_id.createdAt,
        total=told.amount.text(),
        payment_id=told.id,
        paid_at=told.paidAt,
    )


def _classic_id(delivery: Delivery) -> str | None:
    """The id of a classic webhook: a form with exactly that, and nothing signed."""
    if SIGNATURE in delivery.headers or len(delivery.body) > 200 or b"{" in delivery.body:
        return None
    values = parse_qs(delivery.body.decode("ascii", "replace")).get("id", [])
    found = CLASSIC_ID.fullmatch(values[0]) if len(values) == 1 else None
    return found[0] if found else None


def _path(delivery: Delivery) -> str | None:
    """Where what is missing can be asked; none where nothing is."""
    if classic := _classic_id(delivery):
        return PATH_BY_PREFIX.get(classic.split("_")[0], "").format(classic) or None
    try:
        event = read_object(delivery.body)
    except PayloadError:
        return None
    kind, entity = event.get("type"), event.get("entityId")
    path = PATH_BY_ENTITY.get(str(kind).split(".")[0][:40])
    if as_object(event.get("_embedded")).get("entity") or not path:
        return None
    return path.format(entity) if isinstance(entity, str) and ENTITY_ID.fullmatch(entity) else None


def _check_any(delivery: Delivery, credentials: Credentials, given: list[str]) -> None:
    """While a secret is rotated there are several signatures; the prefix may be missing."""
    keys = [secret.encode("utf-8", "surrogatepass") for secret in secrets_of(credentials)]
    expected = [hmac.new(key, delivery.body, hashlib.sha256).hexdigest() for key in keys]
    values = [signature.strip().removeprefix("sha256=") for signature in given[:5]]
    if not any(same_text(value, one) for value in values for one in expected):
        raise SignatureError(f"no {SIGNATURE} fits the body; check the secret")
