"""Asks platforms that lose webhooks what has changed, and puts what is missing into the inbox."""

from collections.abc import Iterable
from datetime import UTC, datetime

from functions import providers
from functions.aws import http, inbox, rows, secrets, table
from functions.aws.runtime import logger, metrics
from functions.core.contacts import Anchor, AnchorKind
from functions.core.deliveries import Change, Delivery
from functions.core.errors import FetchError, PayloadError, UnknownAccountError
from functions.core.items import Item, Unknown
from functions.core.orders import Order, OrderUpdate
from functions.core.parcels import fitted
from functions.core.sources import ASKED, Source, Sources, asked, heard, is_silent, replaced, to_ask
from functions.handling import shared_numbers
from functions.providers.base import Provider

ROW = rows.cursor_key("sources")
FULL_PAGE = 50
PARTS_OF_A_KEY = 6


def look(keys: Iterable[str], moment: datetime) -> None:
    """One look a minute: who spoke, who has fallen silent, whom to ask."""
    before = rows.decode(Sources, table.read([ROW]).get(ROW)) or Sources()
    sources = before
    for key in keys:
        if (told := _source_of(key)) is not None:
            sources = heard(sources, *told)
    for name, source in sources.by_name.items():
        if is_silent(source, moment):
            _warn(name, source)
            sources = replaced(sources, name, source.model_copy(update={"warned": True}))
    able = [name for name in sources.by_name if _provider(name).reconciles]
    for name in to_ask(sources, able, moment):
        sources = replaced(sources, name, _ask(name, sources.by_name[name], moment))
    if sources != before:
        table.put(table.Write(ROW, sources))


def _source_of(key: str) -> tuple[str, datetime] | None:
    """`webhooks/<day>/<HHMM>/<provider>/<account>/<digest>`: who spoke, and when."""
    parts = key.split("/")
    if parts[0] != "webhooks" or len(parts) != PARTS_OF_A_KEY or key.endswith(ASKED):
        return None
    if parts[3] not in providers.names():
        return None
    at = datetime.strptime(f"{parts[1]} {parts[2]}", "%Y-%m-%d %H%M").replace(tzinfo=UTC)
    return f"{parts[3]}/{parts[4]}", at


def _warn(name: str, source: Source) -> None:
    logger.warning("source has gone silent", source=name, seen_at=source.seen_at.isoformat())
    metrics.add_metric(name="SourceSilent", unit="Count", value=1)


def _ask(name: str, source: Source, moment: datetime) -> Source:
    """An answer that does not come is asked for again later: the question stays the same."""
    translator = _provider(name)
    provider, _, account = name.partition("/")
    try:
        credentials = secrets.credentials(provider, account)
        request = translator.changes(credentials, source.since)
        changes = translator.read_changes(http.fetch(request)) if request else []
    except (FetchError, PayloadError, UnknownAccountError) as error:
        logger.warning("source could not be asked", source=name, error=type(error).__name__)
        metrics.add_metric(name="ReconcileFailed", unit="Count", value=1)
        return source.model_copy(update={"asked_at": moment})
    for change in changes:
        _keep_if_missing(translator, _delivery(name, credentials.shop, change, moment))
    newest = max((change.changed_at for change in changes), default=None)
    return asked(source, moment, newest, more=len(changes) >= FULL_PAGE)


def _delivery(name: str, shop: str | None, change: Change, moment: datetime) -> Delivery:
    provider, _, account = name.partition("/")
    key = inbox.webhook_key(provider, account, moment, change.headers, change.body)
    return Delivery(
        id=key + ASKED,
        provider=provider,
        account=account,
        shop=shop or account,
        received_at=moment,
        headers=change.headers,
        body=change.body,
    )


def _keep_if_missing(translator: Provider, delivery: Delivery) -> None:
    if not any(_is_missing(item) for item in translator.parse(delivery)):
        return
    inbox.keep(delivery)
    logger.info("missing delivery fetched", inbox_key=delivery.id)
    metrics.add_metric(name="DeliveryFetched", unit="Count", value=1)


def _is_missing(item: Item) -> bool:
    """Neither handled under its own id nor, as a step of an order, told by another event."""
    key = rows.item_key(item.id)
    if not isinstance(item, OrderUpdate):
        waits = isinstance(item, Unknown) and not item.recorded
        return (waits or item.kind == "contact") and key not in table.read([key])
    order_id = item.order_id or _order_by_number(item)
    order_key = rows.order_key(f"{item.shop}#{order_id}")
    found = table.read([key, order_key])
    order = rows.decode(Order, found.get(order_key))
    return key not in found and not _is_known(order, item)


def _is_known(order: Order | None, update: OrderUpdate) -> bool:
    if order is None:
        return False
    _, told = fitted(order, update)
    return told.milestone is None or any(
        (fact.milestone, fact.parcel, fact.refund) == (told.milestone, told.parcel, told.refund)
        for fact in order.history
    )


def _order_by_number(update: OrderUpdate) -> str | None:
    anchors = [*update.references]
    if update.tracking:
        anchors.append(Anchor(kind=AnchorKind.TRACKING, value=update.tracking.code.upper()))
    keys = {anchor: rows.order_reference_key(update.shop, anchor) for anchor in anchors}
    found = table.read(keys.values())
    known = (shared_numbers.order_of(anchor, found.get(key)) for anchor, key in keys.items())
    return next((order.order_id for order in known if order), None)


def _provider(name: str) -> Provider:
    return providers.load(name.partition("/")[0])
