"""What the receiving server concluded, taken from no headers but those it wrote itself."""

import re
from collections.abc import Iterator

from functions.core.contacts import Verdict, Verdicts
from functions.mail.charsets import clean
from functions.mail.headers import Headers, unfold

# https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-s3.html
VERDICT_BY_STATUS = {"PASS": Verdict.PASS, "FAIL": Verdict.FAIL, "GRAY": Verdict.GRAY}
VERDICT_BY_RESULT = {"pass": Verdict.PASS, "fail": Verdict.FAIL}
SERVER_ID = "amazonses.com"
SERVER_HEADERS = frozenset(
    {
        "return-path",
        "received",
        "x-ses-spam-verdict",
        "x-ses-virus-verdict",
        "received-spf",
        "authentication-results",
        "x-ses-receipt",
    }
)
MAX_RESULTS = 4096
COMMENT = re.compile(r"\([^()]{0,500}\)")
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s?=\s?([a-z]{1,20})")
DOMAIN = re.compile(
    r"\b(?:header\.(?:i|d|from)|smtp\.mailfrom|envelope-from)\s?=\s?\"?(?:[^\s@;\"]{0,128}@)?([a-z0-9._-]{1,253})"
)


def read_verdicts(headers: Headers, sender_domain: str | None) -> Verdicts:
    """DMARC counts only where it spoke about the very domain that is taken for the sender's."""
    written = dict(server_headers(headers))
    results = authentication_results(written.get("authentication-results", ""))
    dkim = [(result, domain) for method, result, domain in results if method == "dkim"]
    return Verdicts(
        spam=VERDICT_BY_STATUS.get(written.get("x-ses-spam-verdict", "").upper(), Verdict.NONE),
        virus=VERDICT_BY_STATUS.get(written.get("x-ses-virus-verdict", "").upper(), Verdict.NONE),
        spf=strongest(result for method, result, _ in results if method == "spf"),
        dkim=strongest(result for result, _ in dkim),
        dmarc=strongest(
            result if domain in (None, sender_domain) else "fail"
            for method, result, domain in results
            if method == "dmarc"
        ),
        envelope_domain=envelope_domain(written),
        dkim_domains=tuple(
            dict.fromkeys(domain for result, domain in dkim if result == "pass" and domain)
        ),
    )


def server_headers(headers: Headers) -> Iterator[tuple[str, str]]:
    """The block at the very top, each name once: what follows was there when the mail came in.

    Its own Received header is the first; a second one, any repeated name and any other name
    are the sender's or his servers', who may have copied ours.
    """
    seen: set[str] = set()
    for name, raw in headers.items:
        value = unfold(raw)
        if name not in SERVER_HEADERS or name in seen or not is_from_server(name, value):
            return
        seen.add(name)
        yield name, value
        if name == "x-ses-receipt":  # SES writes no verdict below it
            return


def is_from_server(name: str, value: str) -> bool:
    if name == "received":
        return ".amazonaws.com" in value.partition(" by ")[2][:200]
    if name == "authentication-results":
        return value.partition(";")[0].strip().lower() == SERVER_ID
    return True


def authentication_results(value: str) -> list[tuple[str, str, str | None]]:
    """Method, result and domain of each clause."""
    found = []
    for clause in COMMENT.sub(" ", clean(value)[:MAX_RESULTS].lower()).split(";")[1:]:
        result = RESULT.match(clause.strip())
        if result:
            domain = DOMAIN.search(clause)
            found.append((result[1], result[2], domain[1] if domain else None))
    return found


def strongest(results: Iterator[str]) -> Verdict:
    """A pass among several signatures is a pass; without a policy or signature it is not clear."""
    found = {VERDICT_BY_RESULT.get(result, Verdict.GRAY) for result in results}
    return next(
        (one for one in (Verdict.PASS, Verdict.FAIL, Verdict.GRAY) if one in found), Verdict.NONE
    )


def envelope_domain(written: dict[str, str]) -> str | None:
    for name in ("received-spf", "authentication-results"):
        text = COMMENT.sub(" ", written.get(name, "")[:MAX_RESULTS].lower())
        found = [match[1] for match in DOMAIN.finditer(text) if not match[0].startswith("header")]
        if found:
            return found[0]
    return written.get("return-path", "").strip("<> ").lower().rpartition("@")[2] or None
