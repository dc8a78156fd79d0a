"""Handles: one normalised spelling of each mail address, phone number and platform user id."""

import re
import unicodedata

from functions.core.contacts import Handle

MAX_MAILBOX_TEXT = 1_000
MAX_LOCAL_PART = 64
MAX_ADDRESS = 254
# Shorter numbers without a plus sign could as well be national ones.
MIN_INTERNATIONAL_DIGITS = 10
MIN_E164_DIGITS = 8  # short codes are services, not people

_PHONE_TEXT = re.compile(r"(?:tel:)?\+?[0-9 ()./\u00a0\u2010-\u2015-]{4,40}", re.IGNORECASE)
_NO_LOCAL_PART = frozenset('<>()[],;:\\"')
_HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_INVISIBLE = ("C", "Z")  # Unicode categories: control, format, surrogate, unassigned; separators


def email_handle(text: str) -> Handle | None:
    """The mail address in `text`, which may carry a display name; None when it is not exactly one.

    Letters that only look like Latin ones stay what they are, and those that a careless program
    would fold into plain letters (full width, ligatures, the Kelvin sign) make it no address at
    all: no spelling of a stranger's address ever equals somebody else's.
    """
    address = _bare_address(text)
    if address is None or address.count("@") != 1:
        return None
    local, host = address.split("@")
    domain = ascii_host(host)
    mailbox = _spelled_once(local)
    if domain is None or not _is_local_part(mailbox):
        return None
    value = f"{mailbox}@{domain}"
    return Handle(scheme="email", value=value) if len(value) <= MAX_ADDRESS else None


def phone_handle(text: str, region: str = "NL") -> Handle | None:
    """The phone number in `text` as E.164; None when it is not a possible number.

    `region` reads national numbers. Digits without plus or leading zero are international, as
    WhatsApp writes them.
    """
    number = text.strip() if len(text) <= MAX_MAILBOX_TEXT else ""
    if not _PHONE_TEXT.fullmatch(number):
        return None
    number = number.lower().removeprefix("tel:").strip()
    digits = re.sub(r"[^0-9]", "", number)
    if not number.startswith("+") and not digits.startswith("0"):
        number = f"+{digits}" if len(digits) >= MIN_INTERNATIONAL_DIGITS else ""
    e164 = _e164(number, region)
    # Some impossible numbers change when they are read again; a handle never does.
    return Handle(scheme="phone", value=e164) if e164 and _e164(e164, region) == e164 else None


def _e164(number: str, region: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    e164 = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return e164 if len(e164) > MIN_E164_DIGITS else None


def scoped_handle(provider: str, user_id: str) -> Handle:
    """A platform's own id of a user: case matters, and it means nothing on another platform."""
    return Handle(scheme=provider, value=user_id.strip())


def ascii_host(host: str) -> str | None:
    """A host name in lower-case ASCII, other scripts as punycode; None when it is no host name."""
    spelled = _spelled_once(host.strip().removesuffix(".")) if len(host) <= MAX_ADDRESS else ""
    labels = [_ascii_label(label) for label in spelled.split(".")]
    if not all(labels):
        return None
    name = ".".join(label for label in labels if label)
    return name if len(name) <= MAX_ADDRESS - 1 else None


def _bare_address(text: str) -> str | None:
    """What stands between the last angle brackets, or all of it when there are none."""
    text = text.strip() if len(text) <= MAX_MAILBOX_TEXT else ""
    if "<" not in text:
        return text.removeprefix("mailto:")
    name, _, rest = text.rpartition("<")
    address, closed, remark = rest.partition(">")
    if not closed or "@" in remark or re.search(r"<[^<>]*@[^<>]*>", name):
        return None
    return address.strip()


def _spelled_once(text: str) -> str:
    """One spelling of equal letters; empty when a letter is a disguise of a plain one."""
    if any(not char.isascii() and unicodedata.normalize("NFKC", char).isascii() for char in text):
        return ""
    composed = unicodedata.normalize("NFC", text).lower()
    return unicodedata.normalize("NFC", composed)


def _is_local_part(local: str) -> bool:
    if not 0 < len(local) <= MAX_LOCAL_PART:
        return False
    return not any(
        char in _NO_LOCAL_PART or unicodedata.category(char).startswith(_INVISIBLE)
        for char in local
    )


def _ascii_label(label: str) -> str | None:
    if not label.isascii():
        if not all(char in "-_" or unicodedata.category(char)[0] in "LMN" for char in label):
            return None
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if _HOST_LABEL.fullmatch(label) else None
