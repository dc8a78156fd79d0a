"""The policy files: what ships is sound, and what is wrong is said so that one can repair it."""

from datetime import datetime
from pathlib import Path

import pytest

from functions import policies
from functions.core.clocks.sla import SlaPolicies, clock
from functions.core.routing import Priority, RoutingPolicy

RULE = """
[sla]
default = "standard"
[[rule]]
name = "invoices"
when = { intent = ["billing"] }
queue = "billing"
"""
SLA = """
[schedules.shop]
zone = "Europe/Amsterdam"
hours = { monday = ["08:30-17:30"] }
[policies.standard]
schedule = "shop"
respond = { normal = "PT8H" }
"""
START = datetime.fromisoformat("2026-03-05T10:00+01:00")


def complaint(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    model = RoutingPolicy if name == "routing.toml" else SlaPolicies
    with pytest.raises(policies.PolicyError) as caught:
        policies.load(path, model)
    return str(caught.value)


@pytest.mark.parametrize("name", ["standard", "business", "privacy"])
@pytest.mark.parametrize("priority", list(Priority))
def test_every_priority_of_the_shipped_policies_has_a_clock(name: str, priority: Priority) -> None:
    due = clock(policies.sla(), name, priority, START)

    assert due.respond_by is not None
    assert due.resolve_by is not None
    assert due.warn_at is not None
    assert START <= due.warn_at < due.respond_by < due.resolve_by


def test_the_more_pressing_is_due_first() -> None:
    due = [clock(policies.sla(), "standard", priority, START).respond_by for priority in Priority]

    assert due == sorted(due, key=str)


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('"billing"\n', '"bilingg"\n', 'rule "invoices", queue: unknown "bilingg"; one of'),
        ('["billing"]', '["bills"]', 'rule "invoices", when, intent 1: unknown "bills"; one of'),
        ("intent", "intents", 'rule "invoices", when, intents: unknown key'),
        ("queue =", "que =", 'rule "invoices", queue: this key is missing'),
        ('{ intent = ["billing"] }', '{ words = [".. x"] }', "must begin and end with a word"),
        ("[[rule]]", "[[rule", "routing.toml: "),
        ('default = "standard"', "", "sla, default: this key is missing"),
    ],
)
def test_a_wrong_routing_file_names_rule_key_and_choice(
    tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    text = complaint(tmp_path, "routing.toml", RULE.replace(wrong, right))

    assert text.startswith("routing.toml")
    assert says in text


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdm", 'unknown time zone "Europe/Amsterdm"'),
        ("08:30-17:30", "8:30-17:30", "schedules, shop, hours, monday 1: "),
        ("08:30-17:30", "08:30-24:30", "is no window of the day"),
        ('"08:30-17:30"', "", "the schedule is never open"),
        ('schedule = "shop"', 'schedule = "shed"', 'unknown schedule "shed"; one of shop'),
        ("PT8H", "P2D", '"P2D" is no business time'),
        ('"PT8H"', '{ calendar = "soon" }', '"soon" is no calendar term'),
        ('"PT8H"', "0", "is not between one minute"),
        ("policies.standard", "policies.none", "reserved for: no clock"),
        ("normal", "usual", 'unknown "usual"; one of'),
        ('zone = "', 'country = "XX"\nzone = "', "no holiday calendar for XX"),
        ("monday", "mon", 'unknown "mon"; one of'),
    ],
)
def test_a_wrong_sla_file_says_what_to_write(
    tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    assert says in complaint(tmp_path, "sla.toml", SLA.replace(wrong, right))


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = RULE + RULE[RULE.index("[[rule]]") :]

    assert 'the rule name "invoices" is given twice' in complaint(tmp_path, "routing.toml", twice)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(policies.PolicyError, match=r"routing\.toml: the file is missing"):
        policies.load(tmp_path / "routing.toml", RoutingPolicy)


def test_a_rule_with_an_sla_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "routing.toml"
    path.write_text(RULE + 'sla = "gold"\n', encoding="utf-8")
    policy = policies.load(path, RoutingPolicy)

    with pytest.raises(policies.PolicyError, match=r'rule "invoices": unknown sla "gold"; one of'):
        policies.check_sla_names(policy, policies.sla())


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('schedule = "night"\n', 'unknown schedule "night"; one of leads, shop'),
        ("", "rules ask for the time; name the schedule"),
    ],
)
def test_rules_that_ask_for_the_time_need_a_schedule(tmp_path: Path, more: str, says: str) -> None:
    path = tmp_path / "routing.toml"
    path.write_text(more + RULE.replace("when = {", "when = { staffed = true,"), encoding="utf-8")
    policy = policies.load(path, RoutingPolicy)

    with pytest.raises(policies.PolicyError, match=says):
        policies.check_sla_names(policy, policies.sla())
