"""User and password of a webhook's own address, as HTTP basic authentication shows them."""

import base64
import binascii

from functions.core.deliveries import Delivery


def shown_login(delivery: Delivery) -> str:
    """`user:password`; empty for whatever is no basic authentication."""
    scheme, _, coded = delivery.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(coded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
