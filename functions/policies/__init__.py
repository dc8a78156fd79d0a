"""The policies in TOML beside this file: loaded once, validated, with errors to act on."""

import tomllib
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from functions.core.errors import LoketError
from functions.policies.complaints import PolicyFile, complaints

if TYPE_CHECKING:
    from functions.core.clocks.sla_policies import SlaPolicies
    from functions.core.evidence.order_numbers import OrderNumbers
    from functions.core.loops import LoopLimits
    from functions.core.notification_policy import NotificationPolicy
    from functions.core.routing import RoutingPolicy

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
    from functions.core.clocks.sla_policies import SlaPolicies

    return with_edition(load(path, SlaPolicies), sla_text(path))


def read_sla(text: str) -> "SlaPolicies":
    """The SLA policies of a former deploy, from the text that was kept of them."""
    from functions.core.clocks.sla_policies import SlaPolicies

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
    from functions.core.evidence.order_numbers import OrderNumbers

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


def load(path: Path, model: type[Policy]) -> Policy:
    """Read and validate one file; all that is wrong with it is in one PolicyError."""
    return load_parts([path], model)


def load_parts(paths: Sequence[Path], model: type[Policy]) -> Policy:
    """One policy kept in several files; no key may stand in two of them."""
    parts = [_read(path) for path in paths]
    data: dict[str, object] = {}
    for part in parts:
        twice = sorted(data.keys() & part.data.keys())
        if twice:
            raise PolicyError(f"{part.name}: {', '.join(twice)} stands in another file already")
        data |= part.data
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise PolicyError("\n".join(complaints(parts, error))) from error


def _read(path: Path) -> PolicyFile:
    try:
        text = path.read_text(encoding="utf-8")
        return PolicyFile(path.name, text, tomllib.loads(text))
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
