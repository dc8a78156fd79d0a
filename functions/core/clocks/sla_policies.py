"""What is promised to whom: targets per priority, and who is told when they come near."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from functions.core.clocks.schedules import CalendarTerm, Schedule, weekly_hours
from functions.core.conditions import Party, RoutingFacts
from functions.core.errors import MisplacedError, Mistake
from functions.core.routing import Priority, Queue
from functions.core.values import Value

NO_CLOCK = "none"
"""The policy that starts no clock."""
LONGEST_TARGET = timedelta(hours=1000)
WEEKS = 100
"""A target that takes longer is a mistake, and a clock could look for its end too far."""
_BUSINESS = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?")


class ClockKind(StrEnum):
    """What a case is timed for; the first two take turns, the third runs beside them."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


def _read_business_time(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        amount = timedelta(minutes=value)
    else:
        found = _BUSINESS.fullmatch(value) if isinstance(value, str) else None
        if not found or not any(found.groups()):
            raise ValueError(
                f'"{value}" is no business time; write "PT4H", "PT90M" or minutes, '
                'and { calendar = "P1M" } for a term by the calendar'
            )
        hours, minutes = (int(number or 0) for number in found.groups())
        amount = timedelta(hours=hours, minutes=minutes)
    if not timedelta() < amount <= LONGEST_TARGET:
        raise ValueError(f'"{value}" is not between one minute and 1000 hours')
    return amount


def _read_target(value: object) -> object:
    return value if isinstance(value, dict | CalendarTerm) else _read_business_time(value)


Target = CalendarTerm | timedelta
_Targets = Mapping[Priority, Annotated[Target, BeforeValidator(_read_target)]]
BusinessTime = Annotated[timedelta, BeforeValidator(_read_business_time)]
Desk = Literal["lead", "team"] | Queue
"""Who is told: the leads, the case's own team, or another team."""


class Escalation(Value):
    """Where the work item of each stage goes."""

    warning: Desk = "lead"
    breach: Desk = "lead"
    second_breach: Desk = "lead"


class Ageing(Value):
    """Who waits long enough becomes more pressing, step by step, so that nobody starves."""

    every: BusinessTime
    up_to: Priority = Priority.HIGH


class SlaPolicy(Value):
    """Targets per priority, counted in one schedule."""

    schedule: str
    staffed: str | None = None
    """The hours of those who are warned, where these are not those in which time is counted."""
    warn_at: float = Field(default=0.75, gt=0, lt=1)
    """The part of the time after which the first warning goes out."""
    again_at: float = Field(default=2.0, gt=1, le=10)
    """How many times the target must have passed for the second breach."""
    respond: _Targets = Field(default_factory=dict)
    next: _Targets = Field(default_factory=dict)
    """For later questions on the same case; left out for a priority: as `respond`."""
    resolve: _Targets = Field(default_factory=dict)
    pauses: bool = True
    """The resolution stands still while we wait for the customer; a calendar term never does."""
    escalation: Escalation = Escalation()
    ageing: Ageing | None = None

    def target(self, kind: ClockKind, priority: Priority) -> Target | None:
        """None: nothing is promised."""
        if kind is ClockKind.RESOLUTION:
            return self.resolve.get(priority)
        if kind is ClockKind.NEXT_RESPONSE and priority in self.next:
            return self.next[priority]
        return self.respond.get(priority)


class Refinement(Value):
    """Replaces the policy that routing named, where all keys given hold; of a list, one value."""

    policy: str
    named: tuple[str, ...] = ()
    """The policies it replaces; left out: every one that has a clock."""
    queue: tuple[Queue, ...] = ()
    priority: tuple[Priority, ...] = ()
    party: tuple[Party, ...] = ()
    """A key account is a business as well."""
    segment: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()

    def holds(self, named: str, queue: Queue, priority: Priority, facts: RoutingFacts) -> bool:
        is_key = facts.party is Party.KEY_ACCOUNT
        parties = (facts.party, Party.BUSINESS) if is_key else (facts.party,)
        return (
            _holds(self.named, named)
            and _holds(self.queue, queue)
            and _holds(self.priority, priority)
            and (not self.party or any(party in self.party for party in parties))
            and _holds(self.segment, facts.segment)
            and _holds(self.organisation, facts.organisation_id)
        )


class SlaPolicies(Value):
    """All policies of `sla.toml`; the name `none` is reserved for no clock at all."""

    version: int = 1
    schedules: Mapping[str, Schedule]
    policies: Mapping[str, SlaPolicy]
    refine: tuple[Refinement, ...] = ()
    edition: str = Field(default="")
    """Version and digest of the file's text; what a case is frozen to."""
    earlier: Mapping[str, "SlaPolicies"] = Field(default_factory=dict)
    """Former editions that cases at hand still run under."""

    @model_validator(mode="after")
    def _names_exist(self) -> "SlaPolicies":
        if mistakes := list(self._mistakes()):
            raise MisplacedError(mistakes)
        return self

    def _mistakes(self) -> Iterator[Mistake]:
        if NO_CLOCK in self.policies:
            reserved = 'the policy name "none" is reserved for: no clock'
            yield Mistake(("policies", NO_CLOCK), reserved)
        for name, policy in self.policies.items():
            for key, schedule in (("schedule", policy.schedule), ("staffed", policy.staffed)):
                if schedule is not None and schedule not in self.schedules:
                    why = _unknown("schedule", schedule, self.schedules)
                    yield Mistake(("policies", name, key), why)
            for path, longest in _longest(policy):
                hours = self.schedules.get(policy.schedule)
                if hours and longest > weekly_hours(hours) * WEEKS:
                    why = f"not reached within {WEEKS} weeks of the schedule {policy.schedule}"
                    yield Mistake(("policies", name, *path), why)
            if policy.ageing and policy.ageing.up_to is Priority.LOW:
                why = 'nothing can rise to "low"; one of urgent, high, normal'
                yield Mistake(("policies", name, "ageing", "up_to"), why)
        known = (NO_CLOCK, *sorted(self.policies))
        for number, rule in enumerate(self.refine):
            for key, names in (("policy", (rule.policy,)), ("named", rule.named)):
                for name in names:
                    if name not in known:
                        why = _unknown("policy", name, known)
                        yield Mistake(("refine", number, key), why)

    def policy(self, name: str) -> SlaPolicy:
        """KeyError, with the names there are, for a policy that was never configured."""
        if name not in self.policies:
            known = ", ".join(sorted(self.policies))
            raise KeyError(f'unknown SLA policy "{name}"; one of none, {known}')
        return self.policies[name]

    def of(self, edition: str) -> "SlaPolicies":
        """The policies as they were when a case began; today's where those are not at hand."""
        return self.earlier.get(edition, self)

    def refined(self, named: str, queue: Queue, priority: Priority, facts: RoutingFacts) -> str:
        """The policy that applies: the first refinement that matches, else what routing named."""
        if named == NO_CLOCK:
            return named
        found = (rule.policy for rule in self.refine if rule.holds(named, queue, priority, facts))
        return next(found, named)


def _longest(policy: SlaPolicy) -> Iterator[tuple[tuple[str, ...], timedelta]]:
    """The business time that each key can ask for."""
    promised = {"respond": policy.respond, "next": policy.next, "resolve": policy.resolve}
    for key, targets in promised.items():
        yield from _amounts(key, targets, policy.again_at)
    if policy.ageing:
        yield ("ageing", "every"), policy.ageing.every


def _amounts(
    key: str, targets: Mapping[Priority, Target], again_at: float
) -> Iterator[tuple[tuple[str, ...], timedelta]]:
    for priority, target in targets.items():
        if isinstance(target, timedelta):
            yield (key, priority.value), target * again_at


def _holds(allowed: Sequence[object], actual: object) -> bool:
    return not allowed or actual in allowed


def _unknown(what: str, name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    return f'unknown {what} "{name}"; one of {", ".join(sorted(known))}'
