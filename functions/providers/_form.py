"""People, companies and files as our own signed JSON (web form and chat) tells them."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind, Attachment, CompanyFacts, Handle
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import email_handle, phone_handle, scoped_handle
from functions.core.moments import Sometime
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs
from functions.providers._payload import country_code


class PersonFields(Theirs):
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    country: Line | None = None
    """By which a national phone number is read, `DE`; the Netherlands if it is left out."""
    id: Identifier | None = None
    verified: bool = False
    """Whether the shop knows that the addresses are the sender's (logged in, confirmed)."""
    language: Line | None = None
    company: Line | None = None
    customer_number: Line | None = None
    vat_number: Line | None = None
    chamber_number: Line | None = None


class FileFields(Theirs):
    url: Link
    name: Line | None = None
    content_type: Line = "application/octet-stream"
    size: int | None = Field(None, ge=0, le=10**12)


Files = Annotated[tuple[FileFields, ...], Field(max_length=50)]
References = dict[AnchorKind, Line]


class MessageFields(Theirs):
    id: Identifier
    text: Prose = ""
    sent_at: Sometime = None
    attachments: Files = ()


def handles_of(person: PersonFields, scheme: str) -> list[Handle]:
    """The mail address first, for that is how other channels know the person."""
    number = phone_handle(person.phone or "", country_code(person.country) or "NL")
    named = (email_handle(person.email or ""), number)
    own = [scoped_handle(scheme, person.id)] if person.id else []
    return [*(handle for handle in named if handle), *own]


def company_of(person: PersonFields) -> CompanyFacts:
    return CompanyFacts(
        name=person.company or None,
        customer_number=person.customer_number or None,
        vat_number=person.vat_number or None,
        chamber_number=person.chamber_number or None,
    )


def anchors_of(order: str | None, references: Mapping[AnchorKind, str]) -> tuple[Anchor, ...]:
    told = {AnchorKind.ORDER: order or "", **references}
    values = {kind: normalised(text) for kind, text in told.items()}
    return tuple(Anchor(kind=kind, value=value) for kind, value in values.items() if value)


def attachments_of(files: Files) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            name=file.name, content_type=file.content_type, size=file.size, reference=file.url
        )
        for file in files
        if file.url
    )
