"""Short codes that people name a thing or a fault by: `MA-60`, `E14`, `error 503`."""

import re
from collections.abc import Iterator

MARK = "#"
"""Begins a code among the stems, so that it is like nothing but itself."""

_NOT_CODES = r"(?!(?:nr|no|kw|wk|st|nl|be|de|fr|co|pm|am|uur|tel|po|so)[ -]?[0-9])"
_MODEL = re.compile(
    rf"(?<![\w/.@-]){_NOT_CODES}([a-z]{{1,4}})(?:-([0-9]{{1,4}})|([0-9]{{2,3}}))(?![\w/@-])"
)
"""Letters and a few figures. Without a hyphen at least two figures."""
_ERROR = re.compile(r"(?<![\w/.@-])[ef][0-9](?![\w/@-])")
"""What most displays call an error; `a4` and `m3` are no codes."""
_FAULT = re.compile(
    r"(?<!\w)(?:foutcode|foutmelding|storingscode|storing|fout|error|fault|fehlercode|fehler"
    r"|storung|stoerung|fehlermeldung|erreur|defaut|panne)"
    r"(?: (?:code|nr|nummer|number|meldung|message|numero|no))?\.?:? ?"
    r"([a-z]{0,2})[ -]?([0-9]{1,4})(?![\w/-])"
)


def codes_in(text: str) -> Iterator[str]:
    """The codes in a text in small letters without accents, however they are written."""
    for found in _MODEL.finditer(text):
        letters, hyphened, plain = found.groups()
        yield f"{MARK}{letters}{hyphened or plain}"
    for found in _ERROR.finditer(text):
        yield f"{MARK}{found[0]}"
    for found in _FAULT.finditer(text):
        letters, figures = found.groups()
        yield f"{MARK}{letters}{figures}"


def is_code(stem: str) -> bool:
    return stem.startswith(MARK)
