"""One call of Amazon Connect, from a contact event or from a contact record."""

from datetime import datetime

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind, Channel, Contact, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import phone_handle, scoped_handle
from functions.core.moments import Sometime
from functions.core.untrusted import Identifier, Json, Line, Theirs, clean_line, plausible
from functions.providers._messages import a_file, files_of, listed, text_of

ORDER_ATTRIBUTES = ("order", "order_number", "ordernumber", "bestelling")
LANGUAGE_ATTRIBUTES = ("lang", "language", "taal")


class Place(Theirs):
    address: Line | None = None


class Call(Theirs):
    """Field names in lower case, since Connect writes them in several ways."""

    id: Identifier = Field(alias="contactid")
    first_id: Identifier | None = Field(None, alias="initialcontactid")
    channel: Line = "VOICE"
    method: Line = Field("", alias="initiationmethod")
    began_at: Sometime = Field(None, alias="initiationtimestamp")
    ended_at: Sometime = Field(None, alias="disconnecttimestamp")
    customer: Place | None = Field(None, alias="customerendpoint")
    system: Place | None = Field(None, alias="systemendpoint")
    queue: dict[str, object] | None = None
    queueinfo: dict[str, object] | None = None
    agent: dict[str, object] | None = None
    agentinfo: dict[str, object] | None = None
    attributes: dict[Line, Line | None] | None = None
    recording: Line | None = None

    @property
    def queued(self) -> bool:
        return bool(self.queue or self.queueinfo)

    @property
    def answered(self) -> bool:
        found = self.agent or self.agentinfo or {}
        return bool(found.get("connectedtoagenttimestamp") or found.get("agentinteractionduration"))

    @property
    def minutes(self) -> str:
        if not (self.began_at and self.ended_at):
            return "unknown length"
        seconds = max(0, int((self.ended_at - self.began_at).total_seconds()))
        return f"{seconds // 60} min {seconds % 60} s"


def read_call(detail: dict[str, Json]) -> Call:
    """Raises ValidationError where a field has a wrong type."""
    single = text_of(detail, "recording", "location")
    listed_ones = (text_of(one, "location") for _, one in listed(detail, "recordings"))
    recording = single or next((one for one in listed_ones if one), None)
    return Call.model_validate(
        detail
        | {"recording": recording}
        | {"initiationmethod": (text_of(detail, "initiationmethod") or "").upper()}
    )


def contact(delivery: Delivery, call: Call, kind: str, text: str) -> Contact:
    """The id is the call's with the kind: an event and the record of one call make one contact."""
    own = scoped_handle(delivery.provider, call.first_id or call.id)
    number = (
        phone_handle(call.customer.address) if call.customer and call.customer.address else None
    )
    called = phone_handle(call.system.address) if call.system and call.system.address else None
    attributes = call.attributes or {}
    # A record comes later than the event of the same call and is the one that knows the number.
    item_id = f"{delivery.provider}:{call.id}:{kind}" + (":record" if number else "")
    earlier = (f"{delivery.provider}:{call.id}:{kind}",) if number else ()
    return Contact(
        id=item_id,
        provider=delivery.provider,
        channel=Channel.PHONE,
        account=delivery.account,
        shop=delivery.shop,
        sender=number or own,
        sender_also=(own,) if number else (),
        recipients=(called,) if called else (),
        subject={"missed": "Missed call", "callback": "Call-back asked for"}.get(kind),
        text=_with_order(text, attributes),
        language=_language(attributes),
        sent_at=plausible(_moment(call), delivery.received_at),
        thread=Thread(id=item_id, answers=earlier),
        attachments=files_of([a_file(call.recording, "recording", "audio/wav")]),
        anchors=_anchors(attributes),
    )


def _moment(call: Call) -> datetime | None:
    return call.ended_at or call.began_at


def _with_order(text: str, attributes: dict[str, str | None]) -> str:
    order = _attribute(attributes, ORDER_ATTRIBUTES)
    return f"{text} Order: {clean_line(order)}" if order else text


def _anchors(attributes: dict[str, str | None]) -> tuple[Anchor, ...]:
    number = normalised(_attribute(attributes, ORDER_ATTRIBUTES) or "")
    return (Anchor(kind=AnchorKind.ORDER, value=number),) if number else ()


def _language(attributes: dict[str, str | None]) -> str | None:
    return (_attribute(attributes, LANGUAGE_ATTRIBUTES) or "")[:2].lower() or None


def _attribute(attributes: dict[str, str | None], names: tuple[str, ...]) -> str | None:
    """What the flow wrote down under one of these names."""
    return next((attributes[name] for name in names if attributes.get(name)), None)
