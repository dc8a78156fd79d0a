"""Domains that look like a customer's: one spelling for everything an eye takes for the same."""

from functions.core.evidence.handles import ascii_host
from functions.core.evidence.mail_domains import corporate_domain, registrable_domain
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.language.phrases import fold

SHORTEST = 4
_ALIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһӏԛԝ", "aeopcyxijsdhlqw", strict=True)),
        **dict(zip("αεονρτυικ", "aeovptuik", strict=True)),
        "0": "o",
        "1": "l",
        "3": "e",
        "5": "s",
        "8": "b",
        "i": "l",
        "-": "",
        "_": "",
    }
)
"""Cyrillic and Greek letters, digits, and i for l, as they are read."""
_PAIRS = {"rn": "m", "vv": "w", "cl": "d"}


def skeleton(domain: str) -> str | None:
    """What is seen of the registered name, without its ending; None where it is too short to tell.

    Two domains with one skeleton can be mistaken for each other.
    """
    registered = registrable_domain(domain)
    if registered is None:
        return None
    name = registered.partition(".")[0]
    if name.startswith("xn--"):
        name = _decoded(name)
    plain = fold(name.translate(_ALIKE)).translate(_ALIKE)
    for pair, letter in _PAIRS.items():
        plain = plain.replace(pair, letter)
    return plain if len(plain) >= SHORTEST else None


def _decoded(label: str) -> str:
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def sender_skeleton(address: str) -> str | None:
    """Of a company address; mail providers' domains are nobody's to imitate."""
    domain = corporate_domain(address)
    return skeleton(domain) if domain else None


def imitated(address: str, alike: tuple[KnownOrganisation, ...]) -> KnownOrganisation | None:
    """The account whose domain this address only looks like."""
    host = ascii_host(address.rpartition("@")[2])
    own = registrable_domain(host) if host else None
    registered = [one for one in alike if one.registered]
    theirs = {registrable_domain(domain) for one in registered for domain in one.domains}
    return registered[0] if registered and own not in theirs else None
