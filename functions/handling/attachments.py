"""A file that came with a mail, put beside it in the inbox bucket when somebody asks for it."""

from functions.aws import inbox, rows, table
from functions.core.contacts import Attachment
from functions.core.errors import LoketError
from functions.core.ledger import LedgerRow
from functions.core.values import Value
from functions.mail import content_of, read


class NoAttachmentError(LoketError):
    """There is no such file; the message tells what there is."""


class StoredFile(Value):
    """Where it can be fetched; as long as the mail itself is kept."""

    key: str
    name: str
    size: int
    content_type: str
    """As its sender declared it; whoever shows it decides whether to believe that."""


def store_attachment(item_id: str, number: int) -> StoredFile:
    """The contact's attachment of that number, from 1. The same file always has the same key."""
    row_key = rows.item_key(item_id)
    row = rows.decode(LedgerRow, table.read([row_key], consistent=True).get(row_key))
    if row is None or row.kind != "contact" or not row.inbox_key.startswith(inbox.MAIL_PREFIX):
        raise NoAttachmentError(f"{item_id} is no mail that became a contact; see its ledger row")
    raw = inbox.fetch(row.inbox_key).body
    mail = read(raw)
    files = (*mail.attachments, *mail.packed)
    if not 1 <= number <= len(files):
        raise NoAttachmentError(f"{item_id} has {len(files)} attachments; count from 1")
    return _store(row.inbox_key, raw, files[number - 1], number)


def _store(mail_key: str, raw: bytes, file: Attachment, number: int) -> StoredFile:
    content = content_of(raw, file.reference or "")
    if content is None:
        raise NoAttachmentError(f"attachment {number} stays in the mail itself: {mail_key}")
    name = file.name or f"attachment-{number}"
    key = inbox.keep_attachment(mail_key, file.reference or "", name, content)
    return StoredFile(key=key, name=name, size=len(content), content_type=file.content_type)
