"""What an operator's command says where AWS does not answer."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from botocore.exceptions import BotoCoreError, ClientError

Parameters = ParamSpec("Parameters")

HINT = "set AWS_PROFILE, AWS_REGION, LOKET_STAGE and LOKET_INBOX, or take what make run prints"


def on_aws(command: Callable[Parameters, int]) -> Callable[Parameters, int]:
    """Exit status 2 with what to do about it, in place of the libraries' own stack trace."""

    @wraps(command)
    def told(*args: Parameters.args, **kwargs: Parameters.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            sys.stderr.write(f"AWS did not answer as expected: {error}\n{HINT}\n")
            return 2

    return told
