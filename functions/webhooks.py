"""HTTP: GET confirms a subscription; POST verifies, keeps, acknowledges."""

import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from chalice import Blueprint, Response

from functions import providers
from functions.aws import http, inbox, secrets
from functions.aws.runtime import logger, metrics, now, observed
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import SignatureError, UnknownAccountError, UnknownProviderError
from functions.providers.base import Provider

blueprint = Blueprint(__name__)

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
"""All of them are taken in, since API Gateway answers a method it does not know with 403."""
BODY_LIMIT = int(os.environ.get("LOKET_BODY_LIMIT", 4_000_000))
"""Bytes. Lambda takes 6 MB of base64; the largest webhook known (Meta) is about 3 MB."""
NEVER_KEPT = {"authorization", "cookie", "proxy-authorization"}
HOP_HEADERS = ("x-amzn-", "x-forwarded-")
"""Written by AWS on the way, other ones at each retry."""
CERTIFICATE = "certificate"
PLAIN = {"Content-Type": "text/plain"}
NOT_ALLOWED = Reply(status=405, headers={"Allow": "GET, POST"})
SECRET_SETTINGS = ("token", "secret", "password", "key")
"""Settings with such a word in their names are secret too; a shop's domain is not."""
SHORTEST_SECRET = 6
"""A configured secret shorter than this is not searched for in headers: it would match anything."""


@blueprint.route("/webhooks/{provider}/{account}", methods=METHODS, content_types=["*/*"])
def receive(provider: str, account: str) -> Response:
    """One door for all platforms. Whatever fails inside is a 500, which every platform repeats."""
    if blueprint.current_request.method not in ("GET", "POST", "OPTIONS"):
        return _answer(NOT_ALLOWED)
    try:
        return admit(provider, account)
    except Exception as error:  # Chalice would log the exception's text, which may quote a body.
        logger.error("webhook failed", provider=provider, error=type(error).__name__)
        return Response(body="", status_code=500, headers=PLAIN)


@observed
def admit(provider: str, account: str) -> Response:
    """Prove it, write it once, answer. All work is done later."""
    try:
        translator = providers.load(provider)
        credentials = secrets.credentials(provider, account)
        delivery = _delivery(provider, account, credentials.shop or account)
        if delivery.method == "OPTIONS":
            return _answer(translator.permit(delivery, credentials) or NOT_ALLOWED)
        if delivery.method == "GET":
            return _answer(translator.challenge(delivery, credentials) or NOT_ALLOWED)
        if len(delivery.body) > BODY_LIMIT:
            return _refuse(413, "body over the limit", delivery)
        if reply := translator.greet(delivery, credentials):
            return _answer(reply)
        translator.verify(delivery, _with_certificate(translator, delivery, credentials))
    except (UnknownProviderError, UnknownAccountError) as error:
        logger.warning("webhook for nobody", reason=type(error).__name__)
        return Response(body="no such webhook", status_code=404, headers=PLAIN)
    except SignatureError as error:
        return _refuse(401, str(error), delivery, translator.refuse(delivery))
    if reply := translator.challenge(delivery, credentials):
        return _answer(reply)
    inbox.keep(_without_secrets(delivery, credentials))
    metrics.add_metric(name="DeliveryKept", unit="Count", value=1)
    return _answer(translator.acknowledge(delivery, credentials) or Reply())


def _with_certificate(
    translator: Provider, delivery: Delivery, credentials: Credentials
) -> Credentials:
    """A call only where a platform signs with a certificate of its own, and once for each."""
    if CERTIFICATE in credentials.settings:
        return credentials
    addresses = translator.certificates_at(delivery, credentials)
    if not addresses:
        return credentials
    today = delivery.received_at.date()
    fetched = "\n".join(_certificate(address, today) for address in addresses)
    settings = {**credentials.settings, CERTIFICATE: fetched}
    return credentials.model_copy(update={"settings": settings})


@lru_cache(maxsize=8)
def _certificate(address: str, _day: date) -> str:
    """Kept for the day at most. FetchError is a 500, and the platform delivers again."""
    return http.fetch(OutboundRequest(method="GET", url=address)).decode("ascii", "replace")


def _delivery(provider: str, account: str, shop: str) -> Delivery:
    request = blueprint.current_request
    body: bytes = request.raw_body if request.method == "POST" else b""
    received_at, query = now(), dict(request.query_params or {})
    headers = _headers(request.to_original_event())
    return Delivery(
        id=inbox.webhook_key(provider, account, received_at, headers, body, query),
        provider=provider,
        account=account,
        shop=shop,
        received_at=received_at,
        method=request.method,
        url=_url(request.context, request.to_original_event()),
        headers=headers,
        query=query,
        body=body,
    )


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """By their names in lower case. One that is sent several times holds all its values (while a
    secret is rotated there are two signatures): the gateway's own short list keeps only the last.
    """
    found: dict[str, list[str]] = {}
    for name, values in (event.get("multiValueHeaders") or {}).items():
        found.setdefault(name.lower(), []).extend(values)
    kept = {name: values for name, values in found.items() if not name.startswith(HOP_HEADERS)}
    return {name: ", ".join(dict.fromkeys(values)) for name, values in kept.items()}


def _url(context: Mapping[str, str], event: Mapping[str, Any]) -> str:
    """The URL as the platform called it: some schemes sign it, query string and all."""
    query = event.get("multiValueQueryStringParameters") or {}
    tail = f"?{urlencode(query, doseq=True)}" if query else ""
    return f"https://{context.get('domainName', 'localhost')}{context.get('path', '')}{tail}"


def _without_secrets(delivery: Delivery, credentials: Credentials) -> Delivery:
    """What proves the sender must not lie in the bucket: bare tokens in headers and query go."""
    settings = credentials.settings.items()
    tokens = (value for name, value in settings if any(word in name for word in SECRET_SETTINGS))
    secrets_told = [*credentials.secrets, *tokens]
    bare = [secret.encode() for secret in secrets_told if len(secret) >= SHORTEST_SECRET]

    def is_kept(name: str, value: str) -> bool:
        content = value.encode()
        return name not in NEVER_KEPT and not any(secret in content for secret in bare)

    query = {name: value for name, value in delivery.query.items() if is_kept(name, value)}
    return delivery.model_copy(
        update={
            "headers": {k: v for k, v in delivery.headers.items() if is_kept(k, v)},
            "query": query,
            "url": delivery.url
            if len(query) == len(delivery.query)
            else delivery.url.split("?")[0],
        }
    )


def _answer(reply: Reply) -> Response:
    headers = {"Content-Type": reply.content_type, **reply.headers}
    return Response(body=reply.body, status_code=reply.status, headers=headers)


def _refuse(status: int, reason: str, delivery: Delivery, shown: Reply | None = None) -> Response:
    """The reason goes to the log, with the account; the sender learns nothing but the status, or
    what the provider shows a person.
    """
    logger.warning(
        "webhook refused",
        status=status,
        reason=reason,
        account=delivery.account,
        provider=delivery.provider,
        size=len(delivery.body),
    )
    metrics.add_metric(name="DeliveryRefused", unit="Count", value=1)
    return _answer(shown or Reply(status=status))
