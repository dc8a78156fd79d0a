"""Accounts and their secrets: one Secrets Manager secret per provider and account."""

import re
from functools import cache
from typing import Any

from pydantic import ValidationError

from functions.aws.clients import client
from functions.aws.runtime import logger, now, stage
from functions.core.deliveries import Credentials
from functions.core.errors import UnknownAccountError

CACHE_SECONDS = 300
MISSING_SECONDS = 60
MISSING_KEPT = 1000
ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

_missing_until: dict[str, float] = {}


def credentials(provider: str, account: str) -> Credentials:
    """The account's credentials, cached for five minutes so that a rotation takes effect soon.

    UnknownAccountError when there is no such account. That is remembered for a minute: strangers
    who try names must not cost a call each.
    """
    name = f"loket/{stage()}/{provider}/{account}"
    if not ACCOUNT.fullmatch(account) or _missing_until.get(name, 0) > now().timestamp():
        raise UnknownAccountError(f"no account {provider}/{account[:64]!r}")
    try:
        return _parse(name)
    except _provider().client.exceptions.ResourceNotFoundException as error:
        _remember_missing(name)
        raise UnknownAccountError(
            f"no secret named {name}; create it to open the account"
        ) from error


def _parse(name: str) -> Credentials:
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    try:
        content = _provider().get(name, max_age=CACHE_SECONDS)
    except GetParameterError as error:
        # Powertools wraps what AWS answered; whether the secret exists is in there.
        raise (error.__cause__ or error.__context__ or error) from None
    try:
        return Credentials.model_validate_json(content)
    except ValidationError:
        # The content is secret: neither it nor pydantic's report of it may reach a log.
        logger.error(
            "secret is not valid", secret=name, hint='want {"secrets": ["…"], "settings": {}}'
        )
        return Credentials()


def _remember_missing(name: str) -> None:
    if len(_missing_until) >= MISSING_KEPT:
        _missing_until.clear()
    _missing_until[name] = now().timestamp() + MISSING_SECONDS


@cache
def _provider() -> Any:
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

    return SecretsProvider(boto3_client=client("secretsmanager"))


def forget() -> None:
    """Drop what is cached; for tests and for an operator's script after a rotation."""
    _provider.cache_clear()
    _missing_until.clear()
