"""Subject lines: what remains of one without the marks of replies, forwards and machines."""

import re

MAX_SUBJECT = 500

# Longest first, so that `antwort` is not read as `antw` with a rest.
_MARKS = re.compile(
    r"""\s*(?:
        (?: automatisch\ antwoord | automatische\ antwort | automatic\ reply | auto(?:-|\ )?reply
          | r[ée]ponse\ automatique | abwesenheitsnotiz | afwezigheidsbericht | out\ of\ office
          | antwoord | antwort | antw | aw | re | r[ée]f | r[ée]p | sv
          | doorgestuurd | doorst | doorsturen | fwd | fw | wg | weitergeleitet | tr | transf
        )\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]
        | \[(?:extern|external|externe|ext|spam|fwd)\]\s*:?
        | \[L-[A-Z2-7]{10}\]
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCE = re.compile(r"\[L-[A-Z2-7]{10}\]", re.IGNORECASE)

_FORWARDED = re.compile(
    r"\s*(?:doorgestuurd|doorst|doorsturen|fwd|fw|wg|weitergeleitet|tr|transf)\s*[:：]",
    re.IGNORECASE,
)

# What forms and hurried people write above anything: equal subjects of these say nothing.
_EMPTY_SUBJECTS = frozenset(
    {
        *("", "geen onderwerp", "no subject", "kein betreff", "sans objet", "ohne betreff"),
        *("vraag", "een vraag", "vraagje", "question", "une question", "frage", "eine frage"),
        *(
            "contact",
            "contactformulier",
            "contact form",
            "kontaktformular",
            "formulaire de contact",
        ),
        *("hallo", "hoi", "hello", "hi", "bonjour", "guten tag", "goedemiddag", "goedemorgen"),
        *("bericht", "nieuw bericht", "message", "new message", "nachricht", "nouveau message"),
        *(
            "info",
            "informatie",
            "information",
            "help",
            "hulp",
            "hilfe",
            "aide",
            "klacht",
            "service",
        ),
    }
)


def core_subject(subject: str | None) -> str:
    """The subject in small letters, without prefixes in any order and number; idempotent."""
    text = " ".join((subject or "")[: 4 * MAX_SUBJECT].casefold().split())[:MAX_SUBJECT].rstrip()
    while True:
        stripped = _REFERENCE.sub(" ", text)
        mark = _MARKS.match(stripped)
        stripped = stripped[mark.end() :] if mark else stripped
        stripped = " ".join(stripped.split())
        if stripped == text:
            return text
        text = stripped


def telling_subject(subject: str | None) -> str | None:
    """The core of a subject of somebody's own; None when it could stand above anything."""
    core = core_subject(subject).strip(" .!?-()<>")
    return None if core in _EMPTY_SUBJECTS else core


def is_taken_over(subject: str | None) -> bool:
    """Whether a subject is that of the message answered; who forwards one means it."""
    text = " ".join((subject or "")[:MAX_SUBJECT].casefold().split())
    return core_subject(subject) != text and not is_forward(subject)


def is_forward(subject: str | None) -> bool:
    """Whether a subject is that of a message passed on to us: what is quoted below is meant."""
    return _FORWARDED.match((subject or "")[:MAX_SUBJECT].casefold()) is not None
