"""Any sender of Standard Webhooks: the suggested body `type`, `timestamp`, `data`."""

from pydantic import AwareDatetime, ValidationError

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import Theirs, read_object, unknown, usable_id, wrong_field
from functions.providers._cloudevents_contact import read_contact
from functions.providers._cloudevents_data import CHANNELS, as_word, read_order
from functions.providers._payload import own_id
from functions.providers.base import Provider
from functions.providers.signatures import check_standard_webhooks


# https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
class StandardWebhooks(Provider):
    """`secrets` are `whsec_…`. Types and data are those of events/README.md; `webhook-id` is the
    event's id, so that an attempt made again is the same item.
    """

    channel = Channel.ORDER

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_standard_webhooks(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        kind = body.get("type")
        kind = kind if isinstance(kind, str) else "webhook without type"
        headers = delivery.headers
        event_id = usable_id(headers.get("webhook-id")) or usable_id(headers.get("svix-id"))
        if event_id is None:
            return [unknown(delivery, None, kind, "webhook-id: missing or too long")]
        try:
            told = Timed.model_validate({"timestamp": body.get("timestamp")})
            item = _read(delivery, own_id(event_id), kind, told.timestamp)
        except ValidationError as error:
            return [unknown(delivery, event_id, kind, wrong_field(error))]
        except PayloadError as error:
            return [unknown(delivery, event_id, kind, str(error))]
        return [item or unknown(delivery, event_id, kind, "type: no rule for it")]


class Timed(Theirs):
    timestamp: Sometime = None


def _read(delivery: Delivery, event_id: str, kind: str, at: AwareDatetime | None) -> Item | None:
    """By the last two words of the type; None for a type we do not know."""
    words = [as_word(word) for word in kind.split(".")[-2:]]
    data = read_object(delivery.body).get("data")
    item_id = f"{delivery.provider}:{event_id}"
    if words == ["contact", "received"]:
        return read_contact(delivery, item_id, "", data, at)
    if len(words) == 2 and words[0] in CHANNELS:
        return read_order(delivery, item_id, (words[0], words[1]), data, at)
    return None
