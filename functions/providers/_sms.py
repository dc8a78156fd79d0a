"""Who a text message comes from: a number, a short code, a name, or a service that picks one."""

import re

from functions.core.deliveries import Credentials
from functions.core.errors import SendError
from functions.providers._messages import settings_of

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}", re.A)
# Networks show at most eleven signs, of which one is a letter; nobody can answer to a name.
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}", re.A)


def sender_of(credentials: Credentials, setting: str, services: re.Pattern[str]) -> str:
    """The account's sender; an operator can mend a wrong one, so the message waits."""
    (sender,) = settings_of(credentials, setting)
    if any(form.fullmatch(sender) for form in (NUMBER, NAME, services)):
        return sender
    raise SendError(
        f"the setting {setting} is no number, short code or name of at most 11 signs",
        permanent=False,
    )
