"""What a WhatsApp message says: the words and files of every type of message."""

import base64
import binascii
from typing import NamedTuple

from functions.core.contacts import Attachment
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    clean_line,
    clean_text,
    usable_id,
)


class Reading(NamedTuple):
    """What a message says, whatever its type."""

    text: str
    attachments: tuple[Attachment, ...] = ()


class Media(Theirs):
    id: Identifier
    mime_type: Line = "application/octet-stream"
    sha256: Line | None = None
    caption: str = ""
    filename: Line | None = None


def read_content(content: dict[str, Json]) -> Reading | None:
    """The words and files of a message; None when there is nothing that we can read."""
    match content.get("type"), content.get(str(content.get("type"))):
        case "text", {"body": str(body)}:
            return Reading(clean_text(body))
        case (("image" | "video" | "audio" | "document" | "sticker"), dict(media)):
            return _media(Media.model_validate(media))
        case "button", {"text": str(text)} | {"payload": str(text)}:
            return Reading(clean_text(text))
        case "interactive", {"button_reply": dict(choice)} | {"list_reply": dict(choice)}:
            return _joined(choice.get("title"), choice.get("description"))
        case "interactive", {"nfm_reply": dict(form)}:
            return _joined(form.get("body"), form.get("response_json"))
        case (
            "location",
            {"latitude": float() | int() | str(), "longitude": float() | int() | str()},
        ):
            return _location(as_object(content.get("location")))
        case "contacts", list(cards):
            return _joined(*(_card(as_object(card)) for card in cards))
        case "order", {"product_items": list(products)}:
            remark = as_object(content.get("order")).get("text")
            return _joined(remark, *(_product(as_object(item)) for item in products))
        case "edit", {"message": dict(newer)} if newer.get("type") != "edit":
            return read_content(newer)
    return None


def _media(media: Media) -> Reading:
    attachment = Attachment(
        name=media.filename,
        content_type=media.mime_type,
        reference=media.id,
        sha256=_hex_digest(media.sha256),
    )
    return Reading(clean_text(media.caption), (attachment,))


def _location(place: dict[str, Json]) -> Reading | None:
    where = f"{place.get('latitude')}, {place.get('longitude')}"
    return _joined(place.get("name"), place.get("address"), where, place.get("url"))


def _hex_digest(text: str | None) -> str | None:
    try:
        return base64.b64decode(text or "", validate=True).hex() or None
    except (binascii.Error, ValueError):
        return None


def _card(card: dict[str, Json]) -> str:
    """A shared address card on one line: the name and the numbers."""
    phones = card.get("phones")
    numbers = (
        [as_object(phone).get("phone") or as_object(phone).get("wa_id") for phone in phones]
        if isinstance(phones, list)
        else []
    )
    parts = (as_object(card.get("name")).get("formatted_name"), *numbers)
    return " ".join(part for part in parts if isinstance(part, str))


def _product(product: dict[str, Json]) -> str:
    price = f"{product.get('item_price', '')} {product.get('currency', '')}".strip()
    return f"{product.get('quantity', 1)} x {product.get('product_retailer_id')} {price}".strip()


def _joined(*parts: Json) -> Reading | None:
    """The parts that are texts, a line each; None when there are none."""
    lines = [part for part in parts if isinstance(part, str) and part]
    return Reading(clean_text("\n".join(lines))) if lines else None


def answered_ids(content: dict[str, Json]) -> tuple[str, ...]:
    """The messages it quotes, corrects or was sent in reply to."""
    ids = (
        as_object(content.get("edit")).get("original_message_id"),
        as_object(content.get("context")).get("id"),
    )
    return tuple(f"whatsapp:{text}" for text in map(usable_id, ids) if text)


def ad_headline(content: dict[str, Json]) -> str | None:
    headline = as_object(content.get("referral")).get("headline")
    return clean_line(headline) or None if isinstance(headline, str) else None


def text_with_origin(text: str, content: dict[str, Json]) -> str | None:
    """The words with what they refer to: an advertisement or a product; None if to nothing."""
    ad = as_object(content.get("referral"))
    product = as_object(as_object(content.get("context")).get("referred_product"))
    parts = [
        ad.get("headline"),
        ad.get("body"),
        ad.get("source_url"),
        product.get("product_retailer_id"),
    ]
    origin = [part for part in parts if isinstance(part, str) and part]
    return clean_text("\n".join([text, *origin])) if origin else None
