"""Verdicts come from the receiving server's own headers; whatever a sender writes is ignored."""

import pytest

from functions.core.contacts import Verdict, Verdicts
from functions.mail import read
from tests.mail.letters import a_mail

RESULTS = (
    "Authentication-Results: amazonses.com;\n spf=pass (spfCheck: domain of lindehof.example"
    " designates 198.51.100.7) client-ip=198.51.100.7;"
    " envelope-from=bounce@mail.lindehof.example;\n"
    " dkim=pass header.i=@lindehof.example;\n dkim=fail header.i=@other.example;\n"
    " dmarc=pass header.from=lindehof.example;\n"
)
RECEIVED = (
    "Received: from mail.lindehof.example (mail.lindehof.example [198.51.100.7])\n"
    " by inbound-smtp.eu-west-1.amazonaws.com with SMTP id abc for service@tuinhuis.example;\n"
)
SES = (
    f"Return-Path: <bounce@mail.lindehof.example>\n{RECEIVED}X-SES-Spam-Verdict: GRAY\n"
    f"X-SES-Virus-Verdict: PASS\n{RESULTS}X-SES-RECEIPT: QUJD\n"
)
FOREIGN = "Received: from a.example by mx.evil.example; Thu, 5 Mar 2026 13:36:10 +0100\n"


def test_the_receiving_servers_headers_are_read() -> None:
    assert read(a_mail(above=SES)).verdicts == Verdicts(
        spam=Verdict.GRAY,
        virus=Verdict.PASS,
        spf=Verdict.PASS,
        dkim=Verdict.PASS,
        dmarc=Verdict.PASS,
        envelope_domain="mail.lindehof.example",
        dkim_domains=("lindehof.example",),
    )


FORGERIES = [
    FOREIGN + SES,
    "Subject: eerst\n" + SES,
    FOREIGN + RESULTS,
    RESULTS.replace("amazonses.com", "mx.evil.example"),
    RECEIVED.replace("amazonaws.com", "evil.example") + SES,
]


@pytest.mark.parametrize("above", FORGERIES)
def test_what_stands_below_a_foreign_header_proves_nothing(above: str) -> None:
    verdicts = read(a_mail(above=above)).verdicts

    assert (verdicts.spf, verdicts.dkim, verdicts.dmarc) == (Verdict.NONE,) * 3
    assert verdicts.dkim_domains == ()


@pytest.mark.parametrize("between", ["", FOREIGN])
def test_a_forged_copy_below_ours_changes_nothing(between: str) -> None:
    ours = SES.replace("=pass", "=fail").replace("Virus-Verdict: PASS", "Virus-Verdict: FAIL")

    verdicts = read(a_mail(above=ours + between + SES)).verdicts

    assert (verdicts.virus, verdicts.spf, verdicts.dmarc) == (Verdict.FAIL,) * 3


def test_a_header_that_ours_left_out_is_not_taken_from_the_sender() -> None:
    ours = SES.replace(RESULTS, "")

    assert read(a_mail(above=ours + RESULTS)).verdicts.dmarc is Verdict.NONE


def test_dmarc_of_another_domain_than_the_visible_sender_fails() -> None:
    mail = read(a_mail(above=SES, sender="directie@groenrijk.example"))

    assert mail.verdicts.dmarc is Verdict.FAIL


@pytest.mark.parametrize("result", ["none", "temperror", "softfail", "neutral"])
def test_no_clear_result_is_gray(result: str) -> None:
    verdicts = read(a_mail(above=SES.replace("=pass", f"={result}"))).verdicts

    assert (verdicts.spf, verdicts.dmarc) == (Verdict.GRAY, Verdict.GRAY)


@pytest.mark.parametrize("status", ["PROCESSING_FAILED", "DISABLED", ""])
def test_no_scan_is_no_verdict(status: str) -> None:
    above = SES.replace("Spam-Verdict: GRAY", f"Spam-Verdict: {status}")

    assert read(a_mail(above=above)).verdicts.spam is Verdict.NONE
