"""Reading what shops, carriers and payment providers send: ids, times, amounts, codes."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from math import ceil
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError

from functions.core.contacts import CompanyFacts
from functions.core.deliveries import Change, Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.untrusted import (
    MAX_IDENTIFIER,
    Json,
    clean_line,
    read_object,
    unknown,
    wrong_field,
)

# Currencies without a smaller unit.
NO_DECIMALS = frozenset({"CLP", "ISK", "JPY", "KRW", "UGX", "VND", "XAF", "XOF"})
# Shops ask these at checkout under names of their own, with or without spaces and signs.
VAT_NAMES = frozenset(
    {"vat", "vatnumber", "vatid", "billingvat", "billingvatnumber", "btw", "btwnummer", "btwid"}
    | {"ustid", "ustidnr", "tva", "taxid", "vatcode", "billingeuvatnumber", "euvatnumber"}
)
CHAMBER_NAMES = frozenset(
    {"kvk", "kvknummer", "billingkvk", "chamberofcommerce", "cocnumber", "coc"}
)
CUSTOMER_NAMES = frozenset(
    {"customernumber", "customerno", "klantnummer", "kundennummer", "debiteurnummer"}
)
PURCHASE_ORDER_NAMES = frozenset(
    {"ponumber", "po", "purchaseorder", "purchaseordernumber", "inkoopnummer", "inkooporder"}
    | {"inkoopordernummer", "uwreferentie", "yourreference", "bestellnummer", "billingponumber"}
)


def _pieces(told: object) -> object:
    """Cloth and cable are sold by parts of a metre, and some shops write 2 as `2.0000`."""
    try:
        return ceil(float(told)) if isinstance(told, float | str) else told
    except (ValueError, OverflowError):
        return told


Quantity = Annotated[int, BeforeValidator(_pieces), Field(ge=0, le=1_000_000)]


def readable(
    delivery: Delivery, own_id: Json, kind: str, read: Callable[[], Iterable[Item]]
) -> list[Item]:
    """What the reader makes of it, or one Unknown that names the field that is wrong."""
    try:
        return list(read())
    except ValidationError as error:
        return [unknown(delivery, own_id, kind, wrong_field(error))]


def readable_changes(body: bytes, read: Callable[[bytes], list[Change]]) -> list[Change]:
    """The changes of an answer; PayloadError with the field that is wrong."""
    try:
        return read(body)
    except ValidationError as error:
        raise PayloadError(wrong_field(error)) from error


def fetched_object(delivery: Delivery, name: str) -> dict[str, Json] | None:
    """What the platform's API told; None where it says that there is no such thing.

    PayloadError when it was not asked: nothing is decided without it.
    """
    if name not in delivery.fetched:
        raise PayloadError(f"the {name} must be fetched from the platform before it can be read")
    answer = delivery.fetched[name]
    return read_object(answer) if answer else None


def whole_number(value: Json) -> str | None:
    """An id that counts, whether it is told as a number or as a text."""
    text = str(value) if isinstance(value, int) and abs(value) < 10**18 else value
    if isinstance(value, bool) or not isinstance(text, str):
        return None
    return text if re.fullmatch(r"[1-9][0-9]{0,17}", text, re.ASCII) else None


def own_id(*parts: str | int | None) -> str:
    """One id out of several; long ones by their digest, since keys are short."""
    text = ":".join(str(part) for part in parts if part not in (None, ""))
    return text if len(text) <= MAX_IDENTIFIER else hashlib.sha256(text.encode()).hexdigest()


def answer_named(answers: Mapping[str, str | None], names: frozenset[str]) -> str | None:
    """The first answer of a checkout's own questions that goes by one of these names."""
    for name, answer in answers.items():
        if answer and re.sub(r"[^a-z]", "", name[:100].casefold()) in names:
            return answer
    return None


def money(amount: str | None, currency: str | None) -> str | None:
    """As the shop writes it, for instance `49.95 EUR`; None where it is no amount."""
    if not amount or not re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", amount):
        return None
    whole, _, cents = amount.partition(".")
    return (
        f"{whole}.{cents[:2]:0<2} {(currency or '').upper()}".strip()
        if cents
        else " ".join(part for part in (whole, (currency or "").upper()) if part)
    )


def minor_units(amount: int | None, currency: str | None) -> str | None:
    """An amount counted in the currency's smallest unit."""
    if amount is None or amount < 0:
        return None
    code = (currency or "").upper()
    text = str(amount) if code in NO_DECIMALS else f"{amount // 100}.{amount % 100:02}"
    return money(text, code)


def country_code(text: str | None) -> str | None:
    code = clean_line(text or "").upper()
    return code if re.fullmatch(r"[A-Z]{2}", code) else None


def language_code(text: str | None) -> str | None:
    """`nl` of `nl-NL`."""
    code = re.split(r"[-_]", (text or "").lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def api_request(
    credentials: Credentials, base: str, path: str, headers: Mapping[str, str] | None = None
) -> OutboundRequest:
    """A GET of the platform's API; the setting `api_base` puts another address in its place."""
    root = credentials.settings.get("api_base") or base
    accept = {"accept": "application/json"}
    return OutboundRequest(
        method="GET", url=root.rstrip("/") + path, headers={**accept, **(headers or {})}
    )


def basic_auth(user: str, password: str) -> dict[str, str]:
    """The header of HTTP basic authentication."""
    coded = base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogatepass")).decode()
    return {"authorization": f"Basic {coded}"}


def company_facts(
    name: str | None,
    answers: Mapping[str, str | None],
    *,
    vat: str | None = None,
    customer_number: str | None = None,
) -> CompanyFacts | None:
    """None for a private person."""
    facts = CompanyFacts(
        name=name or None,
        customer_number=answer_named(answers, CUSTOMER_NAMES) or customer_number or None,
        vat_number=vat or answer_named(answers, VAT_NAMES),
        chamber_number=answer_named(answers, CHAMBER_NAMES),
    )
    return None if facts == CompanyFacts() else facts
