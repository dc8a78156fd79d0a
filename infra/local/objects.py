"""S3 as AWS runs it, where moto differs: one request at a time, and keys as S3 spells them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial, wraps
from threading import RLock
from typing import Protocol
from unittest.mock import patch
from urllib.parse import quote_plus

from moto.s3.responses import S3Response


class Keys(Protocol):
    """What this module knows of moto's keys."""

    def __iter__(self) -> Iterator[str]: ...

    def pop(self, key: str) -> None: ...


class Bucket(Protocol):
    """What this module knows of moto's bucket."""

    keys: Keys


class Backend(Protocol):
    """What this module knows of moto's S3."""

    buckets: Mapping[str, Bucket]


@contextmanager
def faithful_objects() -> Iterator[None]:
    """moto closes an object that is overwritten, also while another thread still reads it."""
    key_response = _one_at_a_time(S3Response.key_response)
    with (
        patch.object(S3Response, "key_response", key_response),
        patch("moto.s3.notifications.quote_plus", partial(quote_plus, safe="/")),
    ):
        yield


def empty(backend: Backend) -> None:
    """Delete every object of every bucket."""
    for bucket in backend.buckets.values():
        for key in list(bucket.keys):
            bucket.keys.pop(key)


def _one_at_a_time(answer: Callable[..., object]) -> Callable[..., object]:
    lock = RLock()

    @wraps(answer)
    def answer_alone(*args: object, **named: object) -> object:
        with lock:
            return answer(*args, **named)

    return answer_alone
