"""Payloads as they come in real life: fields left out, numbers as texts, words nobody foresaw."""

import json
import re
from collections.abc import Callable, Iterator

import pytest

from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.untrusted import Json
from functions.providers import load
from tests.providers.samples import Sample, case_of, samples

STATUS = re.compile(r"(status|state|tag|statuscode|subtag|technicalname|detail|action)\Z", re.I)
JSON_SAMPLES = [sample for sample in samples() if sample.request.raw[:1] in (b"{", b"[")]
ORDERS = [
    sample
    for sample in JSON_SAMPLES
    if any(item.get("kind") == "order_update" for item in sample.expect.items)
]
SAYS_MORE = {"is_return", "lines"}
"""Without it another thing is told: a parcel is on its way out, a wrong event is right."""
Change = Callable[[str, Json], Json]


def changed(value: Json, change: Change, name: str = "") -> Json:
    """Every leaf anew; what is JSON in a text of JSON as well."""
    if isinstance(value, dict):
        return {key: changed(held, change, key) for key, held in value.items()}
    if isinstance(value, list):
        return [changed(held, change, name) for held in value]
    return change(name, value)


def delivered(sample: Sample, change: Change) -> Delivery:
    def anew(body: bytes) -> bytes:
        return json.dumps(changed(json.loads(body), change)).encode() if body else body

    delivery = sample.delivery()
    fetched = {name: anew(body) for name, body in delivery.fetched.items()}
    return delivery.model_copy(update={"body": anew(delivery.body), "fetched": fetched})


def parsed(delivery: Delivery) -> list[Item]:
    try:
        return load(delivery.provider).parse(delivery)
    except PayloadError:
        return []


def milestones(items: list[Item]) -> list[str | None]:
    return [item.milestone for item in items if item.kind == "order_update"]


def _as_text(_name: str, value: Json) -> Json:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _unforeseen(name: str, value: Json) -> Json:
    return "zz_unforeseen" if STATUS.search(name) and isinstance(value, str) else value


@pytest.mark.parametrize("sample", ORDERS, ids=case_of)
def test_numbers_told_as_texts_mean_the_same(sample: Sample) -> None:
    before = parsed(sample.delivery())

    after = parsed(delivered(sample, _as_text))

    assert milestones(after) == milestones(before)


@pytest.mark.parametrize("sample", ORDERS, ids=case_of)
def test_a_word_that_nobody_foresaw_moves_no_order(sample: Sample) -> None:
    before = set(milestones(parsed(sample.delivery())))

    after = parsed(delivered(sample, _unforeseen))

    assert after
    assert set(milestones(after)) <= before | {None}


def paths(value: Json, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    children = value.items() if isinstance(value, dict) else ()
    for name, child in children:
        yield (*here, name)
        yield from paths(child, (*here, name))
    for index, child in enumerate(value if isinstance(value, list) else ()):
        yield from paths(child, (*here, index))


def without(value: Json, path: tuple[str | int, ...]) -> Json:
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        kept = {key: held for key, held in value.items() if key != step or rest}
        return {**kept, step: without(value[step], rest)} if rest else kept
    if isinstance(value, list) and isinstance(step, int):
        return [without(h, rest) if index == step else h for index, h in enumerate(value)]
    return value


@pytest.mark.parametrize("sample", JSON_SAMPLES, ids=case_of)
def test_any_field_may_be_left_out(sample: Sample) -> None:
    """Without a status's finer word its plain one counts, which may be another milestone."""
    body: Json = json.loads(sample.request.raw)
    before = set(milestones(parsed(sample.delivery())))

    for path in paths(body):
        shorter = json.dumps(without(body, path)).encode()
        items = parsed(sample.delivery().model_copy(update={"body": shorter}))
        assert all(item.id.startswith(f"{sample.provider}:") for item in items)
        added = set(milestones(items)) - before - {None}
        assert not added or STATUS.search(str(path[-1])) or SAYS_MORE & set(path), path


def nulled(value: Json, path: tuple[str | int, ...]) -> Json:
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: nulled(value[step], rest) if rest else None}
    if isinstance(value, list) and isinstance(step, int):
        return [nulled(h, rest) if index == step else h for index, h in enumerate(value)]
    return value


LONGEST = {one.provider: one for one in sorted(JSON_SAMPLES, key=lambda s: len(s.request.raw))}
WRAPPING = {"AWSContactTraceRecordFormatVersion", "references"}
"""By whose mere presence a kind of event is known, or whose values are names of our own."""


@pytest.mark.parametrize("sample", LONGEST.values(), ids=lambda one: one.provider)
def test_null_means_the_same_as_left_out(sample: Sample) -> None:
    body: Json = json.loads(sample.request.raw)
    inner = [path for path in paths(body) if len(path) > 1 and isinstance(path[-1], str)]

    for path in (path for path in inner if WRAPPING.isdisjoint(path)):
        bodies = [json.dumps(change(body, path)).encode() for change in (without, nulled)]
        left_out, null = (
            [(item.kind, getattr(item, "milestone", None)) for item in parsed(delivery)]
            for delivery in (sample.delivery().model_copy(update={"body": b}) for b in bodies)
        )
        assert left_out == null, path


TIMES = re.compile(r"(timestamp|time|date|_at|_gmt|created|At|Date|Timestamp)\Z")
OWN_FORMAT = {"cloudevents", "ses"}
"""Our own events must tell their times as agreed; SES's have a reader of their own."""
TIMED = [sample for name, sample in LONGEST.items() if name not in OWN_FORMAT]


@pytest.mark.parametrize("sample", TIMED, ids=lambda one: one.provider)
@pytest.mark.parametrize("time", ["0000-00-00 00:00:00", 10**17], ids=str)
def test_a_time_that_cannot_be_read_keeps_nothing_from_its_reader(
    sample: Sample, time: Json
) -> None:
    before = [item.kind for item in parsed(sample.delivery())]

    items = parsed(delivered(sample, lambda name, old: time if TIMES.search(name) else old))

    assert [item.kind for item in items] == before
