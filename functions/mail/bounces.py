"""What a delivery report says: who was not reached, why, for good or not, and which mail it was."""

import re

from functions.mail.addresses import message_ids
from functions.mail.charsets import decode
from functions.mail.message import Bounce
from functions.mail.mime import Part

MAX_REPORT = 32 * 1024
RECIPIENT = re.compile(
    r"(?im)^(?:final|original)-recipient:[ \t]{0,9}(?:rfc822|utf-8)?[ \t]{0,9};?[ \t]{0,9}"
    r"<?([^\s<>;]{1,320})"
)
FAILED_RECIPIENT = re.compile(r"[^\s,;<>]{1,128}@[^\s,;<>]{1,255}")
STATUS = re.compile(r"(?im)^status:[ \t]{0,9}([245]\.\d{1,3}\.\d{1,3})")
STATUS_IN_TEXT = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
DIAGNOSTIC = re.compile(
    r"(?im)^diagnostic-code:[ \t]{0,9}([^\n]{1,500}(?:\n[ \t]+[^\n]{1,300}){0,5})"
)
ACTION = re.compile(r"(?im)^action:[ \t]{0,9}(failed|delayed|delivered|relayed|expanded)")
ORIGINAL_ID = re.compile(r"(?im)^message-id:[ \t]{0,9}\n?[ \t]{0,9}(<[^<>\s]{1,998}>)")


def read_bounce(root: Part, text: str) -> Bounce:
    """Reads the report's own part first, then its text, then the mail that it returns."""
    parts = list(root.walk())
    report = joined(parts, "message/delivery-status", "message/global-delivery-status")
    returned = joined(parts, "message/rfc822", "text/rfc822-headers", "message/global")
    status = STATUS.search(report) or STATUS_IN_TEXT.search(text[:MAX_REPORT])
    recipients = RECIPIENT.findall(report) or FAILED_RECIPIENT.findall(
        root.headers.text("x-failed-recipients") or ""
    )
    diagnostic = DIAGNOSTIC.search(report)
    original = ORIGINAL_ID.search(returned) or ORIGINAL_ID.search(text[:MAX_REPORT])
    return Bounce(
        recipients=tuple(dict.fromkeys(recipients))[:50],
        status=status[1] if status else None,
        permanent=is_permanent(status[1] if status else None, ACTION.findall(report)),
        reason=" ".join(diagnostic[1].split())[:500] if diagnostic else None,
        original_message_id=next(iter(message_ids(original[1])), None) if original else None,
    )


def joined(parts: list[Part], *content_types: str) -> str:
    found = [part.content(MAX_REPORT) for part in parts if part.content_type in content_types]
    return decode(b"\n".join(found[:10])[:MAX_REPORT])


def is_permanent(status: str | None, actions: list[str]) -> bool | None:
    """A delayed mail is still on its way, whatever the status says."""
    kinds = {action.lower() for action in actions}
    if kinds and "failed" not in kinds:
        return False
    if status is None:
        return True if kinds else None
    return status.startswith("5")
