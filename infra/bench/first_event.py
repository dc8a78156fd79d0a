"""Starts one function, hands it its first event and plays AWS from a file: a cold start to time."""

import base64
import importlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any


class Raw(BytesIO):
    """A body as botocore reads it from urllib3."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def main(path: Path) -> None:
    told = json.loads(path.read_text())
    module, _, name = told["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    _play(told["answers"])
    _set_clock(datetime.fromisoformat(told["now"]))
    handler(told["event"], None)


def _play(answers: list[tuple[int, dict[str, str], str]]) -> None:
    from botocore.awsrequest import AWSResponse
    from botocore.httpsession import URLLib3Session

    left = iter(answers)

    def send(_session: object, request: Any) -> AWSResponse:
        status, headers, body = next(left)
        return AWSResponse(request.url, status, headers, Raw(base64.b64decode(body)))

    URLLib3Session.send = send


def _set_clock(now: datetime) -> None:
    from functions.aws import runtime

    runtime.set_clock(lambda: now)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
