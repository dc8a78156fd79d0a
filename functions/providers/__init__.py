"""The folder is the registry: a provider is the module of its name."""

import pkgutil
from functools import cache
from importlib import import_module

from functions.core.errors import UnknownProviderError
from functions.providers.base import Provider

NOT_PROVIDERS = {"base", "signatures"}
OWN_PIPES = "loket."


@cache
def names() -> tuple[str, ...]:
    """All providers, in alphabetical order; a leading underscore marks a part of one."""
    found = (module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")
    return tuple(sorted(name for name in found if name not in NOT_PROVIDERS))


@cache
def load(name: str) -> Provider:
    """The provider of that name; only its own module is imported. UnknownProviderError if none."""
    if name not in names():
        raise UnknownProviderError(f"no provider named {name!r}; there are {', '.join(names())}")
    module = import_module(f"{__name__}.{name}")
    classes = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Provider)
        and value.__module__ == module.__name__
    ]
    return classes[0]()


@cache
def for_bus_source(source: str) -> str:
    """The provider for an EventBridge source; a shop's own events are CloudEvents.

    Only AWS and its partners can send from a source that starts with `aws.`. Providers whose names
    occur in it are looked at first, so that a cold start does not load them all. A pipe of our own
    account (a stream, a queue) names the provider itself: `loket.<provider>`.
    """
    if source.startswith(OWN_PIPES) and source.removeprefix(OWN_PIPES) in names():
        return source.removeprefix(OWN_PIPES)
    if not source.startswith("aws."):
        return "cloudevents"

    def is_unlikely(name: str) -> bool:
        return not any(part in source for part in name.split("_"))

    for name in sorted(names(), key=is_unlikely):
        if source.startswith(load(name).bus_sources):
            return name
    return "cloudevents"


def for_topic(topic_arn: str) -> str:
    """The provider for an SNS topic `…-<provider>`; UnknownProviderError if there is none."""
    name = topic_arn.rpartition(":")[2].rpartition("-")[2]
    if name not in names():
        raise UnknownProviderError(f"no provider named {name!r}; name the topic loket-…-<provider>")
    return name
