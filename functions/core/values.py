"""What every value of ours has in common: frozen, strict about extra fields, built on first use."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value of our own; change it with `model_copy(update=…)`."""

    # Building validators is most of pydantic's import time, so each Lambda pays for those it uses.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Evidence(Value):
    """One reason behind a decision, kept with it so that a person can read why."""

    kind: str
    """What sort of reason, in snake case: `thread`, `same_order`, `dmarc_failed`, `rule`."""
    detail: str = ""
    """The particulars, in words an agent reads; never a message text or a secret."""
    weight: float | None = None


class Language(StrEnum):
    """The languages that customers write and templates exist in."""

    DUTCH = "nl"
    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
