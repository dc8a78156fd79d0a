"""Mail domains: what was registered, and which of them say nothing about an employer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.evidence.mail_domains import (
    corporate_domain,
    is_shared_domain,
    registrable_domain,
)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("kwekerijlente.nl", "kwekerijlente.nl"),
        ("mail.kwekerijlente.nl", "kwekerijlente.nl"),
        ("Post.KwekerijLente.NL.", "kwekerijlente.nl"),
        ("shop.lente.co.uk", "lente.co.uk"),
        ("winkel.lente.example", "lente.example"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("lente.blogspot.com", "lente.blogspot.com"),
    ],
)
def test_the_registrable_part_follows_the_public_suffix_list(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "localhost",
        "nl",
        "co.uk",
        "192.0.2.1",
        "[192.0.2.1]",
        "::1",
        "lente.geentld",
        "a b.nl",
    ],
)
def test_what_nobody_registered_has_no_domain(host: str) -> None:
    assert registrable_domain(host) is None


SHARED = """
    gmail.com googlemail.com hotmail.com hotmail.nl hotmail.co.uk outlook.com outlook.fr live.nl
    live.be msn.com yahoo.fr icloud.com me.com gmx.de gmx.net gmx.at web.de t-online.de freenet.de
    ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl casema.nl upcmail.nl hetnet.nl telenet.be
    skynet.be proximus.be orange.fr wanadoo.fr free.fr laposte.net sfr.fr proton.me protonmail.com
    student.uva.nl leerling.lyceum.nl gemeentezuiddorp.nl mairie-bourg.fr ac-lyon.fr"""


@pytest.mark.parametrize("domain", SHARED.split())
def test_a_shared_domain_tells_nothing(domain: str) -> None:
    assert is_shared_domain(domain)
    assert corporate_domain(f"roos@{domain}") is None


@pytest.mark.parametrize(
    "domain",
    ["kwekerijlente.nl", "homeandgarden.nl", "livegroen.be", "outlookbouw.de", "gmail-tuin.nl"],
)
def test_a_company_domain_is_corporate_also_when_it_resembles_a_provider(domain: str) -> None:
    assert corporate_domain(f"inkoop@{domain}") == domain
    assert corporate_domain(f"inkoop@mail.{domain}") == domain


@pytest.mark.parametrize("address", ["", "roos", "roos@", "roos@localhost", "roos@192.0.2.1", "@"])
def test_no_domain_no_company(address: str) -> None:
    assert corporate_domain(address) is None


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    domain = registrable_domain(text)

    assert domain is None or registrable_domain(domain) == domain
