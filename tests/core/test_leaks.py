"""Whatever is shuffled between people, conversations and numbers, no case holds two parties."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.core.evidence.mail_domains import hosts_above, is_mail_provider
from functions.core.evidence.markers import is_private
from functions.core.evidence.subjects import is_forward, is_taken_over
from infra.simulate import grouping
from infra.simulate._scenarios import contact_of

Json = Mapping[str, Any]

SCENARIOS = [
    scenario
    for path in sorted((Path(__file__).parent / "scenarios").glob("*.jsonl"))
    for scenario in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    if sum(account["kind"] != "b2c" for account in scenario["known"]["accounts"]) > 1
]
SHUFFLED = settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))


@SHUFFLED
@given(st.sampled_from(SCENARIOS), st.randoms(use_true_random=False))
def test_no_case_ever_holds_two_organisations(scenario: Json, random: Random) -> None:
    stream = _shuffled(scenario, random)

    held = _parties_by_case(stream)

    assert [parties for parties in held.values() if len(parties) > 1] == []


def test_the_streams_as_they_are_bring_no_two_organisations_together() -> None:
    for scenario in SCENARIOS[::5]:
        held = _parties_by_case(scenario)

        assert [parties for parties in held.values() if len(parties) > 1] == []


def _parties_by_case(stream: Json) -> dict[object, set[str]]:
    """Of each case the organisations that its messages plainly are of."""
    plain = _plain_parties(stream)
    held: dict[object, set[str]] = defaultdict(set)
    for prediction, _ in grouping.simulate(stream):
        if party := plain[str(prediction["id"])]:
            held[prediction["case"]].add(party)
    return held


def _plain_parties(stream: Json) -> dict[str, str | None]:
    """Whose each message is beyond doubt, told apart from the code that decides it: the one whose
    number stands in its own words, by somebody of theirs or of nobody's; else, outside any
    conversation, the one that its sender belongs to, if he never writes for another.
    """
    known, messages = stream["known"], stream["messages"]
    named = {message["id"]: _named(message, known) for message in messages}
    homes = {message["id"]: _homes(message, known) for message in messages}
    agents = {
        name
        for message in messages
        if not named[message["id"]] <= homes[message["id"]]
        for name in _names(message)
    }
    return {
        message["id"]: _plain_party(message, named[message["id"]], homes[message["id"]], agents)
        for message in messages
    }


def _plain_party(message: Json, named: set[str], homes: set[str], agents: set[str]) -> str | None:
    automatic = (message["headers"].get("auto_submitted") or "no") != "no"
    doubtful = {"private", "open"} & (named | homes) or len(named) > 1 or len(homes) > 1
    if automatic or doubtful or is_private(_own_words(message)):
        return None
    if named:
        return min(named) if homes <= named else None
    answers = message["headers"].get("in_reply_to") or message["headers"].get("references")
    return None if answers or agents & _names(message) else min(homes, default=None)


def _named(message: Json, known: Json) -> set[str]:
    """By number or, which leaves it open, by the name of an account or a number handed out."""
    given = {number for mail in known["outbound"] for number in mail["gives"]}
    names = {account["name"] for account in known["accounts"]}
    numbers = [*_numbers(known), *((one, "open") for one in (*given, *names))]
    return {owner for number, owner in numbers if _stands(number, _own_words(message))}


def _names(message: Json) -> set[str]:
    return {one for one in message["from"].values() if one}


def _own_words(message: Json) -> str:
    contact = contact_of(message, grouping.moment(message))
    subject = "" if is_taken_over(contact.subject) else contact.subject or ""
    said = contact.full_text if is_forward(contact.subject) else None
    return f"{subject}\n{said or contact.text}".upper()


def _stands(number: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(number.upper())}(?![\w-])", text) is not None


def _numbers(known: Json) -> Iterator[tuple[str, str]]:
    """All that one order alone is known by, but not what customers number themselves."""
    kinds = {account["customer_no"]: account["kind"] for account in known["accounts"]}
    for order in known["orders"]:
        owner = order["customer_no"]
        own = (order["number"], order["invoice"], order["delivery_note"], *order["tracking"])
        party = owner if kinds.get(owner, "b2c") != "b2c" else "private"
        yield from ((number, party) for number in (*own, *order["serials"]) if number)


def _homes(message: Json, known: Json) -> set[str]:
    sender = contact_of(message, grouping.moment(message))
    handles = {sender.sender.value, *(handle.value for handle in sender.sender_also)}
    homes: set[str] = set()
    for account in known["accounts"]:
        party = account["customer_no"] if account["kind"] != "b2c" else "private"
        own = {one[name] for one in account["contacts"] for name in ("email", "phone")}
        hosts = {host for handle in handles if "@" in handle for host in hosts_above(handle)}
        listed = {domain for domain in account["domains"] if not is_mail_provider(domain)}
        if handles & own or hosts & listed:
            homes.add(party)
    return homes


def _shuffled(scenario: Json, random: Random) -> dict[str, Any]:
    """The same people, texts and conversations, some of them exchanged for another's."""
    messages = [json.loads(json.dumps(message)) for message in scenario["messages"]]
    numbers = [number for number, _ in _numbers(scenario["known"])]
    for place, message in enumerate(messages):
        other = random.choice(scenario["messages"])
        if random.random() < 0.25:
            message["from"], message["channel"] = other["from"], other["channel"]
        answers = bool(place) and random.random() < 0.5
        if answers:
            _answer(message, random.choice(messages[:place]), scenario["known"], random)
        if numbers and random.random() < (0.6 if answers else 0.3):
            _renumber(message, numbers, random)
    return {**scenario, "messages": messages}


def _answer(message: dict[str, Any], earlier: Json, known: Json, random: Random) -> None:
    """It goes on with somebody's message, or with our answer to it, under that subject."""
    answered = earlier["headers"].get("message_id")
    if not answered or message["channel"] != "email":
        return
    if random.random() < 0.5:
        message["from"] = earlier["from"]
    ours = [one["message_id"] for one in known["outbound"] if one["in_reply_to"] == answered]
    nearest = random.choice([answered, *ours])
    before = [*(earlier["headers"].get("references") or ()), answered]
    message["headers"] |= {"in_reply_to": nearest, "references": before}
    if random.random() < 0.7:
        message["subject"] = f"Re: {earlier['subject'] or ''}"


def _renumber(message: dict[str, Any], numbers: list[str], random: Random) -> None:
    """Another number in place of one in the text, or after it; or only in what is quoted."""
    number, text = random.choice(numbers), message["text"]
    for one in numbers:
        if one in text and random.random() < 0.8:
            message["text"] = text.replace(one, number)
            return
    quoted = random.random() < 0.3
    message["text"] = f"{text}\n\n> {number}" if quoted else f"{text} {number}"
