"""The inbox bucket: everything that arrives, exactly as sent.

A key tells where the bytes came in: `webhooks/<day>/<HHMM>/<provider>/<account>/<sha256>` and
`bus/<day>/<HHMM>/<provider>/<event id>` hold one JSON line about the delivery, a newline, and the
body as it came; `mail/<shop>/<SES message id>` is raw MIME, written by SES itself. A file that
somebody asked for lies beside its mail, under `attachments/<the mail's key>/<part>`.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import quote

from functions.aws.clients import client
from functions.aws.runtime import inbox_bucket
from functions.core.deliveries import Delivery, Transport
from functions.core.errors import PayloadError

MAIL_PREFIX = "mail/"
ATTACHMENT_PREFIX = "attachments/"
TIMED_PREFIXES = ("webhooks/", "bus/")
NOT_IN_ENVELOPE = {"id", "body", "fetched"}


def webhook_key(
    provider: str,
    account: str,
    received_at: datetime,
    headers: Mapping[str, str],
    body: bytes,
    query: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The digest covers headers and query too: some senders tell the topic or the event's id only
    there, and two events with equal bodies in one minute must not overwrite each other.
    """
    told = [*sorted(headers.items()), *sorted(query.items())]
    digest = sha256(json.dumps(told).encode() + b"\n" + body).hexdigest()
    return f"webhooks/{received_at:%Y-%m-%d/%H%M}/{provider}/{account}/{digest}"


def bus_key(provider: str, event_id: str, event_time: datetime) -> str:
    """Derived from the event alone, so that a repeated event is the same object."""
    return f"bus/{event_time:%Y-%m-%d/%H%M}/{provider}/{sha256(event_id.encode()).hexdigest()[:32]}"


def keep(delivery: Delivery) -> None:
    """Write the delivery under its id: the one write before a webhook is acknowledged."""
    envelope = delivery.model_dump_json(exclude=NOT_IN_ENVELOPE).encode()
    client("s3").put_object(
        Bucket=inbox_bucket(), Key=delivery.id, Body=envelope + b"\n" + delivery.body
    )


def keep_attachment(mail_key: str, part: str, name: str, content: bytes) -> str:
    """Nothing is notified of it. It is only ever downloaded: a browser must not run a stranger's
    page or picture in our name, so that its own content type is not told.
    """
    key = f"{ATTACHMENT_PREFIX}{mail_key}/{part}"
    client("s3").put_object(
        Bucket=inbox_bucket(),
        Key=key,
        Body=content,
        ContentType="application/octet-stream",
        ContentDisposition=f"attachment; filename*=UTF-8''{quote(name, safe='')}",
    )
    return key


def fetch_if_kept(key: str) -> Delivery | None:
    """The delivery, or None once its object has expired."""
    try:
        return fetch(key)
    except client("s3").exceptions.NoSuchKey:
        return None


def fetch(key: str) -> Delivery:
    """The delivery as it was kept. PayloadError when the object is not one of ours."""
    answer = client("s3").get_object(Bucket=inbox_bucket(), Key=key)
    content: bytes = answer["Body"].read()
    if key.startswith(MAIL_PREFIX):
        return _mail(key, answer["LastModified"], content)
    envelope, _, body = content.partition(b"\n")
    try:
        return Delivery.model_validate({**json.loads(envelope), "id": key, "body": body})
    except ValueError as error:
        raise PayloadError(f"{key} has no readable envelope; was it written by hand?") from error


def _mail(key: str, stored_at: datetime, content: bytes) -> Delivery:
    _, shop, _ = key.split("/", 2)
    return Delivery(
        id=key,
        provider="ses",
        account=shop,
        shop=shop,
        received_at=stored_at,
        transport=Transport.MAIL,
        body=content,
    )


def keys_between(start: datetime, end: datetime) -> Iterator[str]:
    """Keys of webhook and bus deliveries of the minutes from `start` up to but not including `end`.

    Keys sort by their time, so a listing that starts in the middle reads no more than it needs.
    """
    for prefix in TIMED_PREFIXES:
        last = f"{prefix}{end:%Y-%m-%d/%H%M}"
        for key in _keys(prefix, start_after=f"{prefix}{start:%Y-%m-%d/%H%M}"):
            if key >= last:
                break
            yield key


def _keys(prefix: str, start_after: str = "") -> Iterator[str]:
    pages = client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=inbox_bucket(), Prefix=prefix, StartAfter=start_after):
        yield from (entry["Key"] for entry in page.get("Contents", ()))


def mail_page(start_after: str) -> tuple[list[tuple[str, datetime]], str]:
    """Up to 1,000 mails in key order behind `start_after`, and where the next page starts.

    SES names its objects at random, so mail cannot be listed by time; the caller walks round.
    """
    page = client("s3").list_objects_v2(
        Bucket=inbox_bucket(), Prefix=MAIL_PREFIX, StartAfter=start_after
    )
    mails = [(entry["Key"], entry["LastModified"]) for entry in page.get("Contents", ())]
    return mails, mails[-1][0] if page["IsTruncated"] else ""


def all_keys() -> Iterator[str]:
    """Every delivery there is; for the ledger's balance."""
    for prefix in (*TIMED_PREFIXES, MAIL_PREFIX):
        yield from _keys(prefix)


def exists(key: str) -> bool:
    """Whether there is such an object."""
    found = client("s3").list_objects_v2(Bucket=inbox_bucket(), Prefix=key, MaxKeys=1)
    return any(entry["Key"] == key for entry in found.get("Contents", ()))
