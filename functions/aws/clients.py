"""One client per AWS service, made on first use."""

from functools import cache
from typing import Any

CONNECT_SECONDS = 2
READ_SECONDS = 8
READ_SECONDS_BY_SERVICE = {"bedrock-runtime": 5}
"""A second opinion that takes longer is not worth waiting for."""
ATTEMPTS_BY_SERVICE = {"sesv2": 1, "bedrock-runtime": 1}
"""A mail sent twice cannot be taken back, so sending is never repeated blindly; an opinion that
does not come is done without.
"""


@cache
def client(service: str) -> Any:
    """The boto3 client of that service; tests clear it with `client.cache_clear()`.

    One quick retry covers a dropped connection; what fails longer is the queue's to redeliver.
    """
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS_BY_SERVICE.get(service, READ_SECONDS),
        retries={
            "mode": "standard",
            "total_max_attempts": ATTEMPTS_BY_SERVICE.get(service, 2),
        },
    )
    return boto3.client(service, config=config)
