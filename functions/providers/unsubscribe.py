"""The link of a notice by mail: by one click its recipient gets no more of them; docs/orders.md."""

import re
from urllib.parse import parse_qsl

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, Reply
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.opting_out import ONE_CLICK, Link, OptOut, read_link, told_by
from functions.providers import _unsubscribe_pages as pages
from functions.providers.base import Provider

PARAMETER = "token"
LONGEST_BODY = 2_000
NAME, VALUE = ONE_CLICK.split("=")
_IN_FORM_DATA = re.compile(
    rf'name="?{NAME}"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n{VALUE}\r?\n--', re.IGNORECASE
)
"""A part of a multipart form; its boundaries prove nothing that the link does not."""


# https://www.rfc-editor.org/rfc/rfc8058
class Unsubscribe(Provider):
    """Ourselves, by way of the customer's mail program or browser. `secrets` sign the links."""

    channel = Channel.EMAIL

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        if _link(delivery, credentials) is None:
            raise SignatureError("no link of ours, or one whose key was taken away")
        if not _is_one_click(delivery):
            raise SignatureError(f"posted without {ONE_CLICK}")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """A browser that follows the link: it is asked whether it is meant."""
        if delivery.method != "GET":
            return None
        link = _link(delivery, credentials)
        return pages.asking(link.language) if link else _refusal(delivery)

    def refuse(self, delivery: Delivery) -> Reply | None:
        return _refusal(delivery)

    def acknowledge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        link = _link(delivery, credentials)
        return pages.done(link.language) if link else None

    def parse(self, delivery: Delivery) -> list[Item]:
        link = told_by(delivery.query.get(PARAMETER, ""))
        if link is None:
            raise PayloadError("token: none that we could have made")
        return [
            OptOut(
                id=f"{delivery.provider}:{link.notification_id}",
                provider=delivery.provider,
                account=delivery.account,
                shop=delivery.shop,
                notification_id=link.notification_id,
                occurred_at=delivery.received_at,
            )
        ]


def _link(delivery: Delivery, credentials: Credentials) -> Link | None:
    token = delivery.query.get(PARAMETER, "")
    return read_link(credentials.secrets, delivery.account, token)


def _refusal(delivery: Delivery) -> Reply:
    return pages.no_such_link(delivery.headers.get("accept-language", ""))


def _is_one_click(delivery: Delivery) -> bool:
    """As a form of either sort, as mail programs and browsers post it."""
    if len(delivery.body) > LONGEST_BODY:
        return False
    posted = delivery.body.decode("utf-8", "replace")
    return (NAME, VALUE) in parse_qsl(posted.strip()) or bool(_IN_FORM_DATA.search(posted))
