"""Scores predicted groups against the right ones: B-cubed, leaks, split threads, joins, merges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Json = Mapping[str, Any]


class Score(NamedTuple):
    """Sums over messages and pairs; the rates are properties, so that scenarios add up."""

    messages: int = 0
    case_precision: float = 0.0
    case_recall: float = 0.0
    organisation_precision: float = 0.0
    organisation_recall: float = 0.0
    leaks: int = 0
    """Cases that hold two parties."""
    split_threads: int = 0
    """Answers that are not on the case of the message they answer, though they belong there."""
    joins: int = 0
    joinable: int = 0
    """Pairs of one case that no thread connects, and how many of them were brought together."""
    wrong_merges: int = 0
    merges: int = 0

    @property
    def case_f1(self) -> float:
        return _f1(self.case_precision, self.case_recall, self.messages)

    @property
    def organisation_f1(self) -> float:
        return _f1(self.organisation_precision, self.organisation_recall, self.messages)

    @property
    def join_rate(self) -> float:
        return self.joins / self.joinable if self.joinable else 1.0

    @property
    def wrong_merge_rate(self) -> float:
        return self.wrong_merges / self.merges if self.merges else 0.0


def total(scores: Iterable[Score]) -> Score:
    sums: Sequence[Any] = [sum(column) for column in zip(*scores, strict=True)]
    return Score(*sums)


def score(scenario: Json, predictions: Iterable[Json]) -> Score:
    """One scenario of the samples' format with the answers in `expected`."""
    found = {str(one["id"]): one for one in predictions}
    right = {str(one["id"]): one for one in scenario["expected"]}
    cases = _b_cubed(_labels(right, "case"), _labels(found, "case"))
    organisations = _b_cubed(_labels(right, "organisation"), _labels(found, "organisation"))
    threads = _threads(scenario)
    pairs = [(a, b) for b in right for a in right if a < b]
    same = {pair for pair in pairs if right[pair[0]]["case"] == right[pair[1]]["case"]}
    together = {pair for pair in pairs if found[pair[0]]["case"] == found[pair[1]]["case"]}
    return Score(
        len(right),
        *cases,
        *organisations,
        leaks=_leaks(right, found),
        split_threads=len((threads & same) - together),
        joins=len((same - threads) & together),
        joinable=len(same - threads),
        wrong_merges=len(together - same),
        merges=len(together),
    )


def _labels(rows: Mapping[str, Json], field: str) -> dict[str, Any]:
    return {name: row[field] for name, row in rows.items()}


def _b_cubed(right: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[float, float]:
    precision = recall = 0.0
    for one in right:
        truly = {other for other in right if right[other] == right[one]}
        grouped = {other for other in right if found[other] == found[one]}
        precision += len(truly & grouped) / len(grouped)
        recall += len(truly & grouped) / len(truly)
    return precision, recall


def _leaks(right: Mapping[str, Json], found: Mapping[str, Json]) -> int:
    parties = defaultdict(set)
    for name, row in right.items():
        parties[found[name]["case"]].add(row["party"])
    return sum(len(held) > 1 for held in parties.values())


def _threads(scenario: Json) -> set[tuple[str, str]]:
    """Pairs of messages of which one answers the other, directly or by way of a mail of ours."""
    writer = {
        m["headers"]["message_id"]: m["id"]
        for m in scenario["messages"]
        if m["headers"].get("message_id")
    }
    for mail in sorted(scenario["known"]["outbound"], key=lambda mail: str(mail["ts"])):
        if mail["in_reply_to"] in writer:
            writer[mail["message_id"]] = writer[mail["in_reply_to"]]
    answers = ((writer.get(m["headers"].get("in_reply_to")), m["id"]) for m in scenario["messages"])
    return {tuple(sorted((one, other))) for one, other in answers if one}


def _f1(precision: float, recall: float, messages: int) -> float:
    if not messages:
        return 1.0
    return 2 * precision * recall / (precision + recall) / messages if precision + recall else 0.0
