"""Amazon SES: mail that came in, and what became of the mail we sent."""

import json

from functions.core.contacts import Channel
from functions.core.deliveries import Delivery, Transport
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.untrusted import unknown
from functions.providers import _sns
from functions.providers._ses_events import event_items
from functions.providers._ses_mail import mail_items


class Ses(_sns.SnsProvider):
    """Needs no account for mail and the bus. By HTTPS `secrets` are the ARNs of our SNS topics."""

    channel = Channel.EMAIL
    bus_sources = ("aws.ses",)

    def parse(self, delivery: Delivery) -> list[Item]:
        if delivery.transport is not Transport.MAIL and _sns.is_envelope(delivery.body):
            return published_items(delivery)
        if delivery.transport is Transport.HTTP:
            raise PayloadError("mail comes by the receipt rule, never by a webhook; configure SES")
        return (
            event_items(delivery) if delivery.transport is Transport.BUS else mail_items(delivery)
        )


def published_items(delivery: Delivery) -> list[Item]:
    """An event by SNS: of a configuration set, or the older notification of an identity."""
    kind = _sns.kind_of(delivery.body)
    if kind != _sns.NOTIFICATION:
        confirmed = "confirmation" in delivery.fetched
        reason = "SNS tells about the subscription"
        return [unknown(delivery, None, str(kind), reason, recorded=confirmed)]
    told, own_id = _sns.message_of(delivery.body)
    detail = {"eventType": told.get("notificationType"), **told}
    event = {"id": own_id, "detail-type": "SNS", "detail": detail}
    return event_items(delivery.model_copy(update={"body": json.dumps(event).encode()}))
