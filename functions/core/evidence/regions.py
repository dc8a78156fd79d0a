"""By which country a phone number is read that somebody writes without one."""

from functions.core.contacts import Handle
from functions.core.language.languages import language_of

DEFAULT = "NL"
LOOKED_AT = 1_000
_BY_DOMAIN = {"NL": "NL", "BE": "BE", "DE": "DE", "FR": "FR", "UK": "GB", "AT": "AT", "CH": "CH"}
_BY_PREFIX = {"+32": "BE", "+33": "FR", "+44": "GB", "+49": "DE"}
_BY_LANGUAGE = {"de": "DE", "fr": "FR"}
"""Dutch is the rule, and English is written everywhere."""


def region_of(sender: Handle, text: str) -> str:
    """The country (two capitals) of the sender's number or domain, else of his language."""
    if sender.scheme == "phone":
        prefix = next((one for one in _BY_PREFIX if sender.value.startswith(one)), "")
        return _BY_PREFIX.get(prefix, DEFAULT)
    country = _BY_DOMAIN.get(sender.value.rpartition(".")[2].upper())
    return country or _BY_LANGUAGE.get(language_of(text[:LOOKED_AT]), DEFAULT)
