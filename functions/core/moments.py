"""Times as platforms write them: in whatever form; one that cannot be read is left out."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

LONGEST = 60


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _if_readable(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """As numbers or ISO, with a space before the zone, or as mails write dates."""
    spellings = [value]
    if isinstance(value, str) and len(value) <= LONGEST:
        spellings += [value.replace(" +", "+").replace(" -", "-"), _mail_date(value)]
    for spelling in spellings:
        try:
            return read(spelling)
        except ValidationError:
            continue
    return None


def _mail_date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Of a change that does not tell when it was: older than all others."""
Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A time of a source that leaves the zone out where it means UTC."""
Sometime = Annotated[Moment | None, WrapValidator(_if_readable)]
"""One that may be missing or unreadable: nothing else of a delivery waits for it."""
Someday = Annotated[date | Moment | None, WrapValidator(_if_readable)]
"""A promise, told as a day or a moment."""
