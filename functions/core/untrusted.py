"""Reading what strangers send: JSON that may be anything, texts that may hold anything."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    model_validator,
)

from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.items import Unknown

MAX_TEXT = 32_000
"""Characters of one text; the inbox keeps the whole. Two of them fit an item of the table."""
MAX_LINE = 500
MAX_IDENTIFIER = 200
MAX_REASON = 300
CLOCK_SKEW = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

# What no message needs and some service refuses: control characters and the two non-characters.
_UNWANTED = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF))


def read_json(body: bytes) -> Json:
    """The JSON value of a body, without lone surrogates; PayloadError when it is no JSON."""
    try:
        text = body.decode("utf-8-sig")
        value: Json = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            value = json.loads(_without_lone_surrogates(json.dumps(value, ensure_ascii=False)))
    except (ValueError, RecursionError) as error:
        raise PayloadError(f"the body is not readable JSON ({clean_line(str(error))})") from error
    return value


def read_object(body: bytes) -> dict[str, Json]:
    """The JSON object of a body; PayloadError when it is anything else."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise PayloadError(f"the body is a JSON {type(value).__name__}, expected an object")
    return value


def as_object(value: object) -> dict[str, Json]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def clean_text(text: str) -> str:
    """A text of a stranger without control characters, at most MAX_TEXT characters long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_lone_surrogates(lines.translate(_UNWANTED).strip()[:MAX_TEXT])


def clean_line(text: str) -> str:
    """The same on one line, for names and titles."""
    return " ".join(clean_text(text).split())[:MAX_LINE]


def _link(text: str) -> str:
    """Only addresses that a mail may safely link to; anything else counts as none."""
    link = clean_line(text)
    safe = link.lower().startswith(("https://", "http://")) and len(text) <= MAX_LINE
    return link if safe and " " not in link else ""


def _identifier(text: str) -> str:
    cleaned = clean_line(text)
    if not cleaned or len(text) > MAX_IDENTIFIER:
        raise ValueError(f"an id has 1 to {MAX_IDENTIFIER} characters")
    return cleaned


Prose = Annotated[str, AfterValidator(clean_text)]
Line = Annotated[str, AfterValidator(clean_line)]
Link = Annotated[str, AfterValidator(_link)]
Identifier = Annotated[str, AfterValidator(_identifier)]


class Theirs(BaseModel):
    """Only the fields of somebody else's payload that we use; the others are ignored.

    Ids and numbers come as texts or as numbers, and both are welcome where a text is expected.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        defer_build=True,
        hide_input_in_errors=True,
        coerce_numbers_to_str=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _nothing_told(cls, told: object) -> object:
        """Null and, where it may be missing, an empty text mean the same as left out; PHP writes
        an empty object as an empty list.
        """
        if not isinstance(told, dict):
            return {} if told == [] else told
        fields = cls.model_fields.items()
        required = {field.alias or name for name, field in fields if field.is_required()}
        said = {name: value for name, value in told.items() if value is not None}
        return {name: value for name, value in said.items() if value != "" or name in required}


def wrong_field(error: ValidationError) -> str:
    """Which field is wrong and why, without the value that a stranger put there."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    return clean_line(f"{field}: {first['msg']}")[:MAX_REASON]


def plausible(at: datetime | None, received_at: datetime) -> datetime:
    """The source's clock in UTC; ours where it tells none or one that cannot be true."""
    if at is None or not EARLIEST <= at <= received_at + CLOCK_SKEW:
        return received_at.astimezone(UTC)
    return at.astimezone(UTC)


def unknown(
    delivery: Delivery,
    own_id: Json,
    kind: str,
    reason: str,
    *,
    place: str = "",
    recorded: bool = False,
) -> Unknown:
    """An item that is not translated: named by its own id, or by its place in the delivery."""
    return Unknown(
        id=f"{delivery.provider}:{usable_id(own_id) or placed_id(delivery, place)}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        type=clean_line(kind)[:MAX_IDENTIFIER] or "none",
        reason=clean_line(reason)[:MAX_REASON],
        recorded=recorded,
    )


def usable_id(text: Json) -> str | None:
    """The id as it is kept, or None for one that is no text, empty or absurdly long."""
    if not isinstance(text, str) or len(text) > MAX_IDENTIFIER:
        return None
    return clean_line(text) or None


def placed_id(delivery: Delivery, place: str) -> str:
    """An id for what has none: the same for the same bytes, whenever they are delivered."""
    digest = _digest(delivery.body)
    return f"{digest}:{place}" if place else digest


@lru_cache(maxsize=1)
def _digest(body: bytes) -> str:
    """Cached: a body can hold many items without an id, and hashing it for each is quadratic."""
    return hashlib.sha256(body).hexdigest()[:32]


def _without_lone_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
