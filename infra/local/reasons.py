"""Why something went where it went, in the words of the screen."""

from collections.abc import Iterator

from functions.core.ledger import LedgerRow
from functions.core.values import Evidence

JOINED = {
    "same_anchor": "same number",
    "same_anchor_of_several_cases": "same number",
    "thread": "answers in its thread",
    "automatic_thread": "a machine's answer in its thread",
    "case_reference": "quotes our case number",
    "running_conversation": "the conversation goes on",
    "same_subject": "same subject",
    "another_order": "answers about another order",
    "new_question": "announces a new question",
    "resolved_too_long_ago": "its case was closed long ago",
    "old_reference": "by an old reference: to be confirmed",
}
UNPROVEN = {
    "dmarc_failed": "DMARC FAILED: joins no case",
    "sender_not_proven": "NOT PROVEN: joins no case",
}
UNTOLD = {
    "waits_for_order": "the order itself is not known yet",
    "no_recipient": "nobody on the order hears of this",
    "no_channel": "no address that may be used",
    "past": "heard of it too late to be news",
    "order_cancelled": "the order is cancelled",
    "already_told": "told before",
    "superseded": "overtaken by something newer",
    "within_promise": "still within the promised date",
    "parcel_only": "about one parcel, not the order",
    "stale": "it waited too long",
    "expired": "its time is over",
    "complaint_open": "a complaint is open: the agent speaks first",
    "untold": "this shop does not tell it",
}
REFUSALS = {
    401: "wrong signature",
    403: "no such path",
    404: "no such account",
    405: "wrong method",
    413: "too large",
}


def why_routed(row: LedgerRow) -> str:
    """Doubt about the sender, what it joined by, what in the text spoke, and the rule."""
    return " · ".join(_reasons(row))


def _reasons(row: LedgerRow) -> Iterator[str]:
    because = row.because
    yield from [UNPROVEN[found.kind] for found in because if found.kind in UNPROVEN][:1]
    for found in because:
        if found.kind in JOINED:
            number = f" {found.detail}" if found.kind.startswith("same_anchor") else ""
            yield f"{JOINED[found.kind]}{number}"
    yield from dict.fromkeys(_spoken(because))
    rule = next((found.detail for found in because if found.kind == "rule"), "no rule: triage")
    yield rule


def _spoken(because: tuple[Evidence, ...]) -> Iterator[str]:
    """Signals and the strongest thing said; the phrase it was found by is in the ledger."""
    machines = [found.detail for found in because if found.kind == "automatic"]
    if machines:
        yield from machines
        return
    yield from (found.detail for found in because if found.kind == "signal")
    yield from [found.detail.partition(":")[0] for found in because if found.kind == "said"][:1]
