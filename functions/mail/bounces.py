"""What a delivery report says: who was not reached, why, for good or not, and which mail it was."""

from functions.mail.addresses import message_ids
from functions.mail.charsets import decode
from functions.mail.message import Bounce, BounceOutcome
from functions.mail.mime import Part
from functions.mail.quotes import compiled

MAX_REPORT = 32 * 1024
MAX_NOTICE = 6000
RECIPIENT = (
    r"(?im)^(?:final|original)-recipient:[ \t]{0,9}(?:rfc822|utf-8)?[ \t]{0,9};?[ \t]{0,9}"
    r"<?([^\s<>;]{1,320})"
)
FAILED_RECIPIENT = r"[^\s,;<>]{1,128}@[^\s,;<>]{1,255}"
# In the words of a notice: a line of nothing but the address, or one that a label names.
RECIPIENT_IN_TEXT = (
    r"(?im)^[ \t>*-]{0,12}(?:(?:to|recipient|failed recipient|e-?mail address|address|aan|an|user"
    r"|final recipient|naar|ontvanger|geadresseerde|empf[äa]nger|destinataire|destinatari[oa])"
    r"\s{0,3}[:=]\s{0,3})?(?:rfc822;\s?)?[<\[(\"']{0,2}"
    r"([^\s<>()\[\],;:\"'|]{1,64}@[a-z0-9.-]{1,190}[a-z])[>\])\"']{0,2}"
    r"(?:[:,;.]{0,2}\s{0,3}$|:\s|\s{1,3}\(|\.{3}|\s{0,3}<|\s+on\s)"
)
ADDRESSED_IN_TEXT = (
    r"(?i)[<\"' ]([^\s<>()\[\],;:\"'|]{1,64}@[a-z0-9.-]{1,190}[a-z])(?:[>\"' :,]|\.?\s)"
)
STATUS = r"(?im)^status:[ \t]{0,9}([245]\.\d{1,3}\.\d{1,3})"
STATUS_IN_TEXT = r"(?<![\d.])([45]\.\d{1,2}\.\d{1,3})(?![\d.]\d)"
SMTP_CODE = (
    r"(?i)(?:^|[\s:;<('\"#])([45][0-7]\d)(?:[ -](?=[\w<\"'(])|[.)>:])(?!\s?(?:bytes|kb|messages))"
)
DIAGNOSTIC = r"(?im)^diagnostic-code:[ \t]{0,9}([^\n]{1,500}(?:\n[ \t]+[^\n]{1,300}){0,5})"
ACTION = r"(?im)^action:[ \t]{0,9}(failed|delayed|delivered|relayed|expanded)"
ORIGINAL_ID = r"(?im)^[> \t]{0,6}message-id:[ \t]{0,9}\n?[> \t]{0,9}(<[^<>\s]{1,998}>)"
OWN_NOTIFICATION = r"(?im)^[> \t]{0,6}x-loket-notification:[ \t]{0,9}(\S{1,200})"
RETURNED = (
    r"(?im)^[> \t]{0,4}(?:received: ?(?:from|by|\(qmail)|return-path: ?<|message-id: ?<"
    r"|[-=*]{2,}.{0,30}(?:copy|original message|returned message|unsent message|header|follows)"
    r"|below this line is a copy|(?:original|oorspronkelijk\w*|urspr\w+) (?:message|bericht))"
)
TEMPORARY = (
    r"(?i)will (?:continue to |keep )?(?:be )?(?:re-?tr|try)|still being retried|temporar(?:y|ily)"
    r"|delayed|has not yet been delivered|not required to (?:do anything|take|resend|re-send)"
    r"|do not need to resend|this is a warning|warning message only|vertraagd"
    r"|verz[öo]ger|retard[ée]|versucht weiterhin|noch nicht zugestellt|nog niet (?:\w+ )?(?:bezorg"
    r"|afgelever)|blij(?:ft|ven) .{0,40}proberen|pas encore (?:pu )?[êe]t"
)
PERMANENT = (
    r"(?i)permanent|fatal error|gave up|given up|giving up|user unknown|unknown user|no such"
    r"|does ?n[o']t exist|do not exist|not found|invalid (?:recipient|address|mailbox)|rejected"
    r"|bestaat niet|niet bestaat|niet afgelever|nicht existiert"
    r"|onbekend|existiert nicht|unbekannt|n.existe pas|inconnu|no existe|non esiste"
    r"|n[ãa]o existe|nie istnieje|findes ikke|finns inte|undeliver|failed|failure|could not be"
    r"|not delivered"
    r"|did not reach|not listed|konnte nicht|niet worden|n.a pas pu|no se pudo|ikke leveres"
    r"|couldn.t be|wasn.t able|unable to deliver|returned|onbestelbaar|niet bezorgd|mislukt"
)


def read_bounce(root: Part, text: str) -> Bounce:
    """Reads the report's own part first, then its text, then the mail that it returns."""
    parts = list(root.walk())
    report = about_the_worst(
        joined(parts, "message/delivery-status", "message/global-delivery-status")
    )
    returned = joined(parts, "message/rfc822", "text/rfc822-headers", "message/global")
    notice = notice_of(text)
    subject = (root.headers.text("subject") or "")[:300]
    status = status_of(report, notice)
    original = compiled(ORIGINAL_ID).search(returned) or compiled(ORIGINAL_ID).search(
        text[:MAX_REPORT]
    )
    own = compiled(OWN_NOTIFICATION).search(returned) or compiled(OWN_NOTIFICATION).search(
        text[:MAX_REPORT]
    )
    actions = compiled(ACTION).findall(report)
    permanent = is_permanent(status, actions, f"{subject}\n{notice}")
    return Bounce(
        recipients=recipients_of(root, report, notice),
        status=status,
        permanent=permanent,
        reason=reason_of(report, notice),
        original_message_id=next(iter(message_ids(original[1])), None) if original else None,
        own_notification=own[1] if own else None,
        outcome=outcome_of(actions, f"{subject}\n{notice}", permanent=permanent),
    )


def about_the_worst(report: str) -> str:
    """Of a report on several recipients what concerns those who fared worst."""
    blocks = [f"{block}\n" for block in compiled(r"\n[ \t\r]*\n").split(report)]
    found = (compiled(ACTION).search(block) for block in blocks)
    actions = [action[1].lower() if action else "" for action in found]
    for worst in ("failed", "delayed"):
        if worst in actions:
            told = zip(blocks, actions, strict=True)
            return "\n".join(block for block, action in told if action in ("", worst))
    return report


def outcome_of(actions: list[str], notice: str, *, permanent: bool | None) -> BounceOutcome:
    """What the report's actions say; without any, a warning is known by its words."""
    kinds = {action.lower() for action in actions}
    if kinds:
        if "failed" in kinds:
            return BounceOutcome.FAILED
        return BounceOutcome.DELAYED if "delayed" in kinds else BounceOutcome.DELIVERED
    delayed = permanent is False and compiled(TEMPORARY).search(notice) is not None
    return BounceOutcome.DELAYED if delayed else BounceOutcome.FAILED


def joined(parts: list[Part], *content_types: str) -> str:
    found = [part.content(MAX_REPORT) for part in parts if part.content_type in content_types]
    return decode(b"\n".join(found[:10])[:MAX_REPORT])


def notice_of(text: str) -> str:
    """The server's own words, above the mail that it returns."""
    found = compiled(RETURNED).search(text[:MAX_NOTICE], 40)
    return text[: found.start() if found else MAX_NOTICE]


def recipients_of(root: Part, report: str, notice: str) -> tuple[str, ...]:
    header = root.headers.text("x-failed-recipients") or ""
    found = (
        compiled(RECIPIENT).findall(report)
        or compiled(FAILED_RECIPIENT).findall(header)
        or compiled(RECIPIENT_IN_TEXT).findall(notice)
        or compiled(ADDRESSED_IN_TEXT).findall(notice)[:1]
    )
    return tuple(dict.fromkeys(address.strip(".") for address in found))[:50]


def status_of(report: str, notice: str) -> str | None:
    """An enhanced code; where there is only an old reply code, its class: `550` is `5.0.0`."""
    found = compiled(STATUS).search(report) or compiled(STATUS_IN_TEXT).search(notice)
    if found:
        return found[1]
    code = compiled(SMTP_CODE).search(notice)
    return f"{code[1][0]}.0.0" if code else None


def reason_of(report: str, notice: str) -> str | None:
    """The diagnostic, else the line of the notice that has a code or says what was wrong."""
    diagnostic = compiled(DIAGNOSTIC).search(report)
    if diagnostic:
        return " ".join(diagnostic[1].split())[:500]
    for pattern in (STATUS_IN_TEXT, SMTP_CODE, PERMANENT):
        for line in notice.split("\n"):
            if compiled(pattern).search(line[:500]):
                return " ".join(line.split())[:500]
    return None


def is_permanent(status: str | None, actions: list[str], notice: str) -> bool | None:
    """A delayed mail is still on its way, whatever the status says."""
    kinds = {action.lower() for action in actions}
    if kinds and "failed" not in kinds:
        return False
    if status is not None:
        return status.startswith("5")
    if kinds:
        return True
    if compiled(TEMPORARY).search(notice):
        return False
    return True if compiled(PERMANENT).search(notice) else None
