"""Mail domains: which part was registered, and whether it tells anything about an employer."""

from functools import cache
from typing import TYPE_CHECKING

from functions.core.evidence.handles import ascii_host
from functions.core.evidence.mail_providers import (
    INSTITUTION_LABELS,
    INSTITUTION_STARTS,
    INSTITUTIONS,
    MAIL_PROVIDERS,
    WORLDWIDE_PROVIDERS,
)

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# RFC 2606 keeps these for examples and tests, where demonstrations need a company of their own.
MAX_HOSTS = 5
EXAMPLE_SUFFIXES = frozenset({"example", "test"})


def registrable_domain(host: str) -> str | None:
    """The part of a host name that somebody registered, by the public suffix list.

    None for IP addresses, single labels, public suffixes themselves and unknown endings.
    """
    name = ascii_host(host)
    if name is None or "." not in name:
        return None
    suffix = name.rpartition(".")[2]
    if suffix in EXAMPLE_SUFFIXES:
        return ".".join(name.split(".")[-2:])
    found = _suffixes().privatesuffix(name)
    return str(found) if found else None


def is_shared_domain(domain: str) -> bool:
    """Whether unrelated people have addresses there: it says nothing about an employer."""
    return is_mail_provider(domain) or is_institution(domain)


def is_mail_provider(domain: str) -> bool:
    """Free mail, internet providers and relays: never evidence, whoever lists them as his own."""
    name = registrable_domain(domain)
    if name is None:
        return False
    return name in MAIL_PROVIDERS or name.partition(".")[0] in WORLDWIDE_PROVIDERS


def is_institution(domain: str) -> bool:
    """Schools, universities, municipalities: many independent customers under one roof."""
    host = ascii_host(domain)
    name = registrable_domain(domain)
    if host is None or name is None:
        return False
    if name in INSTITUTIONS or name.startswith(INSTITUTION_STARTS.get(name.rpartition(".")[2], ())):
        return True
    below, above = host.removesuffix(name).split("."), name.split(".")[1:]
    return not INSTITUTION_LABELS.isdisjoint((*below, *above))


def corporate_domain(address: str) -> str | None:
    """The registrable domain of a mail address when it points to one company."""
    domain = registrable_domain(address.rpartition("@")[2])
    return domain if domain and not is_shared_domain(address.rpartition("@")[2]) else None


def hosts_above(address: str) -> list[str]:
    """The host of a mail address and its parents, longest first; none at a mail provider."""
    host = ascii_host(address.rpartition("@")[2])
    registered = registrable_domain(host) if host else None
    if host is None or registered is None or is_mail_provider(registered):
        return []
    below = host.removesuffix(registered).rstrip(".")
    labels = below.split(".")[-(MAX_HOSTS - 1) :] if below else []
    return [".".join((*labels[i:], registered)) for i in range(len(labels) + 1)]


@cache
def _suffixes() -> "PublicSuffixList":
    """Private suffixes count too: two shops under one hosting domain are not one company."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)
