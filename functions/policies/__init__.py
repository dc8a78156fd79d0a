"""The policies in TOML beside this file: loaded once, validated, with errors to act on."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from functions.core.errors import LoketError, MisplacedError, Mistake
from functions.policies.lines import line_of

if TYPE_CHECKING:
    from functions.core.loops import LoopLimits
    from functions.core.notification_policy import NotificationPolicy
    from functions.core.order_numbers import OrderNumbers
    from functions.core.routing import RoutingPolicy
    from functions.core.sla_policies import SlaPolicies

FOLDER = Path(__file__).parent
Policy = TypeVar("Policy", bound=BaseModel)


class PolicyError(LoketError):
    """A policy file is wrong; the message names file, rule and key, and what is allowed."""


@cache
def routing() -> "RoutingPolicy":
    """`routing.toml`; every SLA policy it names exists in `sla.toml`."""
    return load_routing(FOLDER / "routing.toml")


def load_routing(path: Path) -> "RoutingPolicy":
    """A routing policy that need not be the deployed one."""
    from functions.core.routing import RoutingPolicy

    policy = load(path, RoutingPolicy)
    check_sla_names(policy, sla())
    return policy


@cache
def sla() -> "SlaPolicies":
    """`sla.toml`."""
    return load_sla(FOLDER / "sla.toml")


def load_sla(path: Path) -> "SlaPolicies":
    """SLA policies that need not be the deployed ones, with their edition."""
    from functions.core.sla_policies import SlaPolicies

    return with_edition(load(path, SlaPolicies), sla_text(path))


def read_sla(text: str) -> "SlaPolicies":
    """The SLA policies of a former deploy, from the text that was kept of them."""
    from functions.core.sla_policies import SlaPolicies

    try:
        return with_edition(SlaPolicies.model_validate(tomllib.loads(text)), text)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise PolicyError("sla.toml of an earlier deploy does not fit this version") from error


def with_edition(policies: "SlaPolicies", text: str) -> "SlaPolicies":
    """Named by the digest of the text too, so that a forgotten new version number harms nobody."""
    digest = sha256(text.encode()).hexdigest()[:8]
    return policies.model_copy(update={"edition": f"{policies.version}.{digest}"})


def sla_text(path: Path = FOLDER / "sla.toml") -> str:
    return path.read_text(encoding="utf-8")


@cache
def order_numbers() -> "OrderNumbers":
    """`grouping.toml`."""
    from functions.core.order_numbers import OrderNumbers

    return load(FOLDER / "grouping.toml", OrderNumbers)


@cache
def notifications() -> "NotificationPolicy":
    """`notifications.toml` with `promises.toml`."""
    from functions.core.notification_policy import NotificationPolicy

    paths = (FOLDER / "notifications.toml", FOLDER / "promises.toml")
    return load_parts(paths, NotificationPolicy)


@cache
def loops() -> "LoopLimits":
    """`loops.toml`."""
    from functions.core.loops import LoopLimits

    return load(FOLDER / "loops.toml", LoopLimits)


def load_parts(paths: Sequence[Path], model: type[Policy]) -> Policy:
    """One policy kept in several files; no key may stand in two of them."""
    data: dict[str, object] = {}
    for path in paths:
        part = _read(path)
        twice = sorted(data.keys() & part.keys())
        if twice:
            raise PolicyError(f"{path.name}: {', '.join(twice)} stands in another file already")
        data |= part
    try:
        return model.model_validate(data)
    except ValidationError as error:
        names = " and ".join(path.name for path in paths)
        raise PolicyError("\n".join(_complaints(names, data, error))) from error


def load(path: Path, model: type[Policy]) -> Policy:
    """Read and validate one file; all that is wrong with it is in one PolicyError."""
    data = _read(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        text = path.read_text(encoding="utf-8")
        raise PolicyError("\n".join(_complaints(path.name, data, error, text))) from error


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PolicyError(f"{path.name}: the file is missing from {path.parent}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path.name}: {error}") from error


def check_sla_names(policy: "RoutingPolicy", policies: "SlaPolicies") -> None:
    """PolicyError when routing names an SLA policy or schedule that is not configured."""
    if policy.schedule is not None and policy.schedule not in policies.schedules:
        raise PolicyError(
            f'routing.toml: unknown schedule "{policy.schedule}"; one of '
            + ", ".join(sorted(policies.schedules))
        )
    if policy.schedule is None and policy.looks_at_time:
        raise PolicyError("routing.toml: rules ask for the time; name the schedule to go by")
    known = ("none", *sorted(policies.policies))
    for rule in policy.rule:
        if rule.sla is not None and rule.sla not in known:
            raise PolicyError(
                f'routing.toml, rule "{rule.name}": unknown sla "{rule.sla}"; one of '
                + ", ".join(known)
            )
    for name in sorted(policy.sla_names() - set(known)):
        raise PolicyError(f'routing.toml, sla: unknown "{name}"; one of {", ".join(known)}')


def _complaints(
    file: str, data: Mapping[str, object], error: ValidationError, text: str = ""
) -> list[str]:
    complaints = []
    for details in error.errors(include_url=False):
        cause = details.get("ctx", {}).get("error")
        mistakes = cause.mistakes if isinstance(cause, MisplacedError) else ()
        found = mistakes or [Mistake(details["loc"], _complaint(details["type"], details))]
        for path, message in found:
            where = (*details["loc"], *path) if mistakes else path
            complaints.append(f"{file}{_line(text, where)}{_place(where, data)}: {message}")
    return complaints


def _line(text: str, path: tuple[int | str, ...]) -> str:
    number = line_of(text, path) if text else None
    return f", line {number}" if number else ""


def _place(path: tuple[int | str, ...], data: object) -> str:
    """Where it is, in the file's own words: a list of tables is named by its `name`."""
    place, inside = "", data
    for step in path:
        inside = _step_into(inside, step)
        name = inside.get("name") if isinstance(inside, dict) and isinstance(step, int) else None
        if name is not None:
            place += f' "{name}"'
        elif isinstance(step, int):
            place += f" {step + 1}"
        elif not step.startswith(("function-", "CalendarTerm", "timedelta", "[key]")):
            place += f", {step}"
    return place


def _step_into(inside: object, step: int | str) -> object:
    if isinstance(inside, dict):
        return inside.get(step)
    if isinstance(inside, list) and isinstance(step, int) and step < len(inside):
        return inside[step]
    return inside


def _complaint(kind: str, details: object) -> str:
    assert isinstance(details, dict)
    given = details.get("input")
    if kind == "extra_forbidden":
        return "unknown key"
    if kind == "missing":
        return "this key is missing"
    if kind == "enum":
        return f'unknown "{given}"; one of {details["ctx"]["expected"].replace(chr(39), "")}'
    message: str = details["msg"]
    return message.removeprefix("Value error, ")
