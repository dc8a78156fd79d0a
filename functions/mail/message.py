"""What is read out of one mail."""

from enum import StrEnum

from pydantic import AwareDatetime

from functions.core.contacts import Attachment, CompanyFacts, MachineKind, Verdicts
from functions.core.values import Evidence, Value


class Mailbox(Value):
    address: str
    name: str | None = None


class Machine(Value):
    """Why a mail was written by a machine; it must not be answered automatically."""

    kind: MachineKind
    because: tuple[Evidence, ...]


class BounceOutcome(StrEnum):
    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    """A report that all went well, which some ask for."""


class Bounce(Value):
    """What a delivery report tells of the mail that did not arrive."""

    recipients: tuple[str, ...] = ()
    status: str | None = None
    """Enhanced status code, for instance `5.1.1`."""
    permanent: bool | None = None
    """None: the report does not say."""
    reason: str | None = None
    original_message_id: str | None = None
    own_notification: str | None = None
    """Our own mark on the returned mail: it was a notification of ours."""
    outcome: BounceOutcome = BounceOutcome.FAILED


class SignatureFacts(Value):
    """What the writer's signature says of him; nothing of it is proven by standing there."""

    company: CompanyFacts = CompanyFacts()
    roles: tuple[str, ...] = ()
    """Words for what he does, such as `inkoop`."""
    phones: tuple[str, ...] = ()
    """As they are written."""


class Mail(Value):
    """One mail, read. `reply` is what the sender newly wrote, `text` is all that can be read."""

    sender: Mailbox | None = None
    sender_header: str | None = None
    """Where the sender was found; `from` unless that header is unusable."""
    reply_to: tuple[Mailbox, ...] = ()
    """Noted, never an identity."""
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    subject: str | None = None
    date: AwareDatetime | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    reply: str = ""
    forwarded: bool = False
    """It passes on somebody else's mail without own words, so `reply` holds that mail."""
    attachments: tuple[Attachment, ...] = ()
    packed: tuple[Attachment, ...] = ()
    """Files inside one of the attachments, where Outlook packed them into `winmail.dat`."""
    machine: Machine | None = None
    bounce: Bounce | None = None
    signature: SignatureFacts = SignatureFacts()
    verdicts: Verdicts = Verdicts()
    own_notification: str | None = None
    """Our own mark: this is a notification of ours that came back."""
    notes: tuple[str, ...] = ()
    """What was left out of the reading, because a limit was reached."""
