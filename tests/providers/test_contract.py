"""Every provider against every sample: found by themselves, none is named here."""

from datetime import datetime, timedelta

import pytest

from functions.core.deliveries import Transport
from functions.core.errors import SignatureError
from functions.providers import load, names
from infra.local.signers import BEARERS, SIGNERS, sign
from tests.providers.samples import EVENTS, Sample, case_of, samples

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
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=case_of)
each_signed = pytest.mark.parametrize("sample", SIGNED, ids=case_of)
each_proven = pytest.mark.parametrize("sample", PROVEN, ids=case_of)
each_timed = pytest.mark.parametrize("sample", TIMED, ids=case_of)
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
@pytest.mark.parametrize("value", MALFORMED)
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
@pytest.mark.parametrize("timestamp", BAD_TIMES)
def test_a_malformed_timestamp_is_refused(sample: Sample, timestamp: str) -> None:
    name = next(name for name in _signature_names(sample) if "timestamp" in name)

    _refuses(sample, headers={**sample.request.headers, name: timestamp})


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


def _unsigned_names(sample: Sample) -> list[str]:
    return [name for name in sample.request.headers if name not in _signature_names(sample)]


def _named(dump: object, said: object) -> object:
    """Of a dump only what an expectation names."""
    if isinstance(dump, dict) and isinstance(said, dict):
        return {name: _named(dump.get(name, "absent"), said[name]) for name in said}
    if isinstance(dump, list) and isinstance(said, list) and len(dump) == len(said):
        return [_named(*pair) for pair in zip(dump, said, strict=True)]
    return dump
