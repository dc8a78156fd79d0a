"""Every provider against every sample: found by themselves, none is named here."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.core.deliveries import Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.untrusted import Json
from functions.providers import load, names
from infra.local.signers import BEARERS, SIGNERS, sign
from tests.providers.samples import EVENTS, Sample, samples

SAMPLES = list(samples())


def _signature_names(sample: Sample) -> list[str]:
    """The headers that signing makes, seen by signing a delivery without any; some platforms
    leave certain deliveries unsigned.
    """
    signed = sign(sample.provider, "whsec_a2V5", b"{}", {}, sample.received_at)
    families = {name.removeprefix("x-") for name in signed}
    return [name for name in sample.request.headers if name.removeprefix("x-") in families]


SIGNED = [
    sample
    for sample in SAMPLES
    if sample.request.transport is Transport.HTTP
    and sample.provider in SIGNERS
    and _signature_names(sample)
]
PROVEN = SIGNED + [
    sample
    for sample in SAMPLES
    if sample.request.transport is Transport.HTTP and sample.provider in BEARERS
]
TIMED = [sample for sample in SIGNED if any("timestamp" in name for name in sample.request.headers)]


def _name(sample: Sample) -> str:
    return f"{sample.provider}/{sample.case}"


MALFORMED = ["", " ", "é", "sha256=é", "v1,é", "\udcff", ",", "v1", "0" * 9999]
BAD_TIMES = [
    "",
    "-1",
    "+1",
    "1e9",
    "nan",
    "１７６００００",
    "9" * 400,
    "\udcff",
    "2026-03-03",
]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=_name)
each_signed = pytest.mark.parametrize("sample", SIGNED, ids=_name)
each_proven = pytest.mark.parametrize("sample", PROVEN, ids=_name)
each_timed = pytest.mark.parametrize("sample", TIMED, ids=_name)
each_provider = pytest.mark.parametrize("provider", names())


@each_provider
def test_every_provider_has_a_sample(provider: str) -> None:
    assert list(samples(provider))


@each_sample
def test_every_sample_says_how_each_of_its_items_ends(sample: Sample) -> None:
    assert sample.expect.outcomes is not None
    assert len(sample.expect.outcomes) == len(sample.expect.items)


def test_every_sample_has_a_provider() -> None:
    folders = {path.name for path in EVENTS.iterdir() if path.is_dir()}

    assert folders <= set(names())


@each_sample
def test_a_sample_verifies(sample: Sample) -> None:
    load(sample.provider).verify(sample.delivery(), sample.credentials)


@each_sample
def test_a_sample_parses_to_its_expectation(sample: Sample) -> None:
    items = load(sample.provider).parse(sample.delivery())

    dumped = [item.model_dump(mode="json") for item in items]
    expected = sample.expect.items
    assert [item["id"] for item in dumped[len(expected) :]] == []
    assert [_named(*pair) for pair in zip(dumped, expected, strict=True)] == expected


@each_sample
def test_a_sample_parses_twice_to_the_same(sample: Sample) -> None:
    provider = load(sample.provider)

    assert provider.parse(sample.delivery()) == provider.parse(sample.delivery())


@each_sample
def test_every_item_has_an_id_of_its_own_under_the_provider(sample: Sample) -> None:
    items = load(sample.provider).parse(sample.delivery())

    ids = [item.id for item in items]
    assert all(item_id.startswith(f"{sample.provider}:") for item_id in ids)
    assert len(set(ids)) == len(ids)


@each_signed
@pytest.mark.parametrize("position", [0, 0.3, 0.9, -1])
def test_one_changed_byte_is_a_bad_signature(sample: Sample, position: float) -> None:
    body = bytearray(sample.delivery().body)
    body[-1 if position == -1 else int(position * len(body))] ^= 1

    _refuses(sample, body=bytes(body))


@each_proven
def test_without_its_signature_it_is_refused(sample: Sample) -> None:
    plain = {name: sample.request.headers[name] for name in _unsigned_names(sample)}

    _refuses(sample, headers=plain)


@each_proven
@pytest.mark.parametrize(
    "value", ["", " ", "é", "sha256=é", "v1,é", "\udcff", ",", "v1", "0" * 9999]
)
def test_a_malformed_signature_header_is_refused(sample: Sample, value: str) -> None:
    for name in _signature_names(sample):
        _refuses(sample, headers={**sample.request.headers, name: value})


@each_proven
@pytest.mark.parametrize("secret", [None, "", " ", "whsec_", "wrong", "whsec_d3Jvbmc=", "é"])
def test_an_empty_or_wrong_secret_is_refused(sample: Sample, secret: str | None) -> None:
    secrets = () if secret is None else (secret,)
    closed = sample.credentials.model_copy(update={"secrets": secrets})

    with pytest.raises(SignatureError):
        load(sample.provider).verify(sample.delivery(), closed)


@each_proven
def test_an_older_secret_still_counts_while_it_is_rotated(sample: Sample) -> None:
    rotating = ("", "whsec_bmV3ZXIta2V5", *sample.credentials.secrets)
    credentials = sample.credentials.model_copy(update={"secrets": rotating})

    load(sample.provider).verify(sample.delivery(), credentials)


@each_timed
@pytest.mark.parametrize("late", [301, -301, 86_400_000])
def test_a_stale_timestamp_is_refused_where_it_is_signed(sample: Sample, late: int) -> None:
    _refuses(sample, received_at=sample.received_at + timedelta(seconds=late))


@each_timed
@pytest.mark.parametrize(
    "timestamp",
    ["", "-1", "+1", "1e9", "nan", "１７６００００", "9" * 400, "\udcff", "2026-03-03"],
)
def test_a_malformed_timestamp_is_refused(sample: Sample, timestamp: str) -> None:
    name = next(name for name in _signature_names(sample) if "timestamp" in name)

    _refuses(sample, headers={**sample.request.headers, name: timestamp})


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


@each_provider
@pytest.mark.parametrize("body", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_bytes_become_unknown_items_or_a_payload_error(provider: str, body: bytes) -> None:
    for sample in _one_per_transport(provider):
        _parse_safely(sample, body)


@each_sample
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


def _refuses(
    sample: Sample,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    received_at: datetime | None = None,
) -> None:
    """SignatureError and nothing else."""
    changes = {"body": body, "headers": headers, "received_at": received_at}
    told = {name: value for name, value in changes.items() if value is not None}
    changed = sample.delivery().model_copy(update=told)

    with pytest.raises(SignatureError):
        load(sample.provider).verify(changed, sample.credentials)


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


def _unsigned_names(sample: Sample) -> list[str]:
    return [name for name in sample.request.headers if name not in _signature_names(sample)]


def _named(dump: object, said: object) -> object:
    """Of a dump only what an expectation names."""
    if isinstance(dump, dict) and isinstance(said, dict):
        return {name: _named(dump.get(name, "absent"), said[name]) for name in said}
    if isinstance(dump, list) and isinstance(said, list) and len(dump) == len(said):
        return [_named(*pair) for pair in zip(dump, said, strict=True)]
    return dump


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
