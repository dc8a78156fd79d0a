"""A contact: one inbound interaction on any channel, and the words it is described with."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Literal, Self

from pydantic import AwareDatetime

from functions.core.figures import compact
from functions.core.values import Value


class Channel(StrEnum):
    """What kind of thing carries it; the provider says who carries it."""

    EMAIL = "email"
    CHAT = "chat"
    SOCIAL = "social"
    SMS = "sms"
    PHONE = "phone"
    REVIEW = "review"
    ORDER = "order"
    PARCEL = "parcel"
    PAYMENT = "payment"


class Assurance(IntEnum):
    """How sure we are that a handle is in the hands of the person it names."""

    UNKNOWN = 0
    CHANNEL = 1
    """The channel vouches for it: DMARC passed, a verified webhook."""
    MATCHED = 2
    """It also matches the order or the organisation."""
    CONFIRMED = 3
    """A one-time link was followed."""


class Handle(Value):
    """One address of a person: `email`, `phone`, or a provider's name for its scoped user ids.

    `value` is normalised by `core/evidence/handles.py`: lower-case mail address, E.164 number.
    """

    scheme: str
    value: str

    @property
    def key(self) -> str:
        return f"{self.scheme}:{self.value}"

    @classmethod
    def of(cls, key: str) -> Self:
        """The handle of a key."""
        scheme, _, value = key.partition(":")
        return cls(scheme=scheme, value=value)


class AnchorKind(StrEnum):
    """Which identifier of the matter it is."""

    ORDER = "order"
    INVOICE = "invoice"
    PURCHASE_ORDER = "purchase_order"
    TRACKING = "tracking"
    RETURN = "return"
    SERIAL = "serial"
    DELIVERY_NOTE = "delivery_note"
    CASE = "case"


class Anchor(Value):
    """An identifier the matter is about; `value` is upper case without spaces and `#`."""

    kind: AnchorKind
    value: str

    @property
    def key(self) -> str:
        """The same for one number in whatever spelling."""
        return f"{self.kind}:{compact(self.value)}"


def distinct(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Each number once, as it is spelt first."""
    return tuple({anchor.key: anchor for anchor in reversed([*anchors])}.values())[::-1]


class MachineKind(StrEnum):
    """Which sort of machine wrote an automatic message."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK_REPORT = "feedback_report"
    LIST = "list"
    NEWSLETTER = "newsletter"
    HELP_DESK = "help_desk"
    CALENDAR = "calendar"
    READ_RECEIPT = "read_receipt"
    OTHER = "other"


class Verdict(StrEnum):
    """What the receiving mail server concluded of one check."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    GRAY = "gray"
    """Checked without a clear result, for instance no DMARC policy or an unsigned mail."""
    NONE = "none"
    """Not checked, or not told to us."""


class Verdicts(Value):
    """The receiving server's word on a mail, never the sender's own."""

    spam: Verdict = Verdict.NONE
    virus: Verdict = Verdict.NONE
    spf: Verdict = Verdict.NONE
    dkim: Verdict = Verdict.NONE
    dmarc: Verdict = Verdict.NONE
    envelope_domain: str | None = None
    """Domain of the envelope sender, which SPF speaks about."""
    dkim_domains: tuple[str, ...] = ()
    """Domains whose DKIM signatures the server found valid, where it names them."""


class Attachment(Value):
    """A file that came along; `reference` is what is needed to fetch it (media id, URL, part)."""

    name: str | None = None
    content_type: str = "application/octet-stream"
    size: int | None = None
    """Bytes, decoded."""
    reference: str | None = None
    sha256: str | None = None
    """Digest of the content in lower-case hex, where the platform tells it."""


class Thread(Value):
    """Where a message stands in its conversation; ids carry the provider's name in front."""

    id: str | None = None
    """The id by which later messages answer this one."""
    answers: tuple[str, ...] = ()
    """Ids it answers, nearest first."""
    aliases: tuple[str, ...] = ()
    """Further ids that later messages may name it by: another help desk's number."""


class CompanyFacts(Value):
    """What a payload or signature tells of a business customer; unproven until matched."""

    name: str | None = None
    customer_number: str | None = None
    vat_number: str | None = None
    chamber_number: str | None = None
    domains: tuple[str, ...] = ()


class Contact(Value):
    """One inbound interaction. `text` is what the sender newly wrote; `full_text` has it all."""

    kind: Literal["contact"] = "contact"
    id: str
    """`<provider>:<the provider's own id>`."""
    provider: str
    channel: Channel
    account: str
    shop: str
    sender: Handle
    sender_name: str | None = None
    sender_also: tuple[Handle, ...] = ()
    """Further handles of the sender that the platform itself vouches for."""
    recipients: tuple[Handle, ...] = ()
    copied: tuple[Handle, ...] = ()
    subject: str | None = None
    text: str = ""
    full_text: str | None = None
    language: str | None = None
    sent_at: AwareDatetime
    thread: Thread = Thread()
    attachments: tuple[Attachment, ...] = ()
    automatic: MachineKind | None = None
    phones: tuple[Handle, ...] = ()
    """Numbers in the sender's signature; unproven."""
    roles: tuple[str, ...] = ()
    """Words in the sender's signature for what he does."""
    notes: tuple[str, ...] = ()
    """What could not be read of it, and why: encrypted, too large."""
    verdicts: Verdicts | None = None
    """Only for mail; none means the channel itself proved the sender (a verified webhook)."""
    anchors: tuple[Anchor, ...] = ()
    """Identifiers the provider gives as fields; those in the text are found by `core.anchors`."""
    company: CompanyFacts = CompanyFacts()

    @property
    def reached_by(self) -> Handle:
        """Where messages of ours reach the sender: the number or mail address, where the platform
        tells one beside its own id of the user.
        """
        told = (self.sender, *self.sender_also)
        return next((one for one in told if one.scheme in {"email", "phone"}), self.sender)
