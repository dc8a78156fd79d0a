"""Every provider against hostile bytes: what comes is read or refused in words, never a crash."""

import gzip
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.untrusted import Json
from functions.providers import load, names
from tests.providers.samples import Sample, case_of, samples

SAMPLES = list(samples())
HOSTILE = {
    "empty": b"",
    "null": b"null",
    "number": b"1e999",
    "not a number": b"NaN",
    "text": b'"hello"',
    "html": b"<html>502</html>",
    "list": b"[]",
    "list of nothing": b"[null,1,[],{}]",
    "object": b"{}",
    "not utf-8": b'{"a":"\xff\xfe"}',
    "utf-16": '{"object":"x"}'.encode("utf-16"),
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"entry":' * 100_000,
    "deep and closed": b'{"data":' + b"[" * 900 + b"]" * 900 + b"}",
    "huge number": b'{"id":' + b"9" * 10_000 + b"}",
    "huge text": b'{"id":"' + b"x" * 3_000_000 + b'"}',
    "lone surrogate": b'{"id":"\\ud83d","type":"\\udc00","specversion":"1.0"}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "twice the same name": b'{"object":1,"object":2}',
    "a bomb in gzip": gzip.compress(b"0" * 10_000_000),
    "many names": b"{" + b",".join(b'"%d":0' % n for n in range(50_000)) + b"}",
    "latin-1": '{"id":"é","type":"ü"}'.encode("latin-1"),
    "zero bytes": b'{"id":"a\x00b"}\x00',
}


@pytest.mark.parametrize("provider", names())
@pytest.mark.parametrize("body", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_bytes_become_unknown_items_or_a_payload_error(provider: str, body: bytes) -> None:
    for sample in _one_per_transport(provider):
        _parse_safely(sample, body)


@pytest.mark.parametrize("sample", SAMPLES, ids=case_of)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_body_is_never_a_crash(sample: Sample, share: float) -> None:
    body = sample.delivery().body

    _parse_safely(sample, body[: int(len(body) * share)])


JSON_SAMPLES = [sample for sample in SAMPLES if sample.request.raw[:1] in (b"{", b"[")]
SURPRISES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\ud83d", "\x00", "x" * 70_000, "9" * 500, "0001-01-01T00:00:00+14:00", ""]),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.none(), max_size=2),
)


@settings(
    max_examples=400,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_change_of_a_sample_is_read_or_refused_in_words(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(JSON_SAMPLES))
    body: Json = json.loads(sample.request.raw)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(_paths(body))))
        body = _replaced(body, path, data.draw(SURPRISES))

    _parse_safely(sample, json.dumps(body).encode())


@settings(max_examples=150, derandomize=True, database=None)
@given(data=st.data())
def test_a_spoilt_item_never_takes_its_siblings_along(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from([s for s in JSON_SAMPLES if _siblings(s)]))
    place = data.draw(st.sampled_from(_siblings(sample)))
    body: Json = json.loads(sample.request.raw)

    spoilt = _replaced(body, place, data.draw(SURPRISES))

    before = load(sample.provider).parse(sample.delivery())
    after = _parse_safely(sample, json.dumps(spoilt).encode())
    kept = {item.id for item in after}
    lost = [item for item in before if item.id not in kept and not _is_placed(item)]
    assert len(after) == len(before)
    assert len(lost) <= 1


def _parse_safely(sample: Sample, body: bytes) -> list[Item]:
    """Items that can be stored, sent and read back, or a PayloadError: nothing else."""
    delivery = sample.delivery().model_copy(update={"body": body})
    try:
        items = load(sample.provider).parse(delivery)
    except PayloadError:
        return []
    for item in items:
        assert item.id.startswith(f"{sample.provider}:")
        assert len(item.id.encode()) < 1024
        assert item == type(item).model_validate_json(item.model_dump_json().encode())
        assert len(item.model_dump_json()) < 380_000
    return items


def _one_per_transport(provider: str) -> list[Sample]:
    found = {sample.request.transport: sample for sample in samples(provider)}
    return list(found.values())


def _paths(value: Json, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield here
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _paths(child, (*here, name))
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from _paths(child, (*here, index))


def _replaced(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    step, rest = (path[0], path[1:]) if path else (None, ())
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: _replaced(value[step], rest, new)}
    if isinstance(value, list) and isinstance(step, int):
        return [*value[:step], _replaced(value[step], rest, new), *value[step + 1 :]]
    return new


def _siblings(sample: Sample) -> list[tuple[str | int, ...]]:
    """Where a delivery lists several items; a change within one of them is that item's alone."""
    lists = ("messages", "statuses", "errors", "messaging", "direct_message_events", "reviews")
    body: Json = json.loads(sample.request.raw)
    batch = isinstance(body, list)
    return [
        path
        for path in _paths(body)
        if (batch and path)
        or any(step in lists and len(path) > depth + 1 for depth, step in enumerate(path))
    ]


def _is_placed(item: Item) -> bool:
    """Named by the digest of the body, which a change of the body changes."""
    return item.kind == "unknown"
