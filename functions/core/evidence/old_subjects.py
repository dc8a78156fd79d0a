"""What stands in the subject of an answer only because the message answered had it."""

from collections.abc import Sequence

from functions.core.cases import Case, ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.subjects import is_taken_over
from functions.core.figures import compact, figures_behind_letters


def is_of_old_subject(contact: Contact, anchor: Anchor) -> bool:
    """Whether a number stands only in a subject that an answer took over."""
    subject = contact.subject or ""
    if not is_taken_over(subject):
        return False
    return stands_in(compact(subject), anchor) and not stands_in(compact(contact.text), anchor)


def stands_in(text: str, anchor: Anchor) -> bool:
    """Whether a number stands in a text that is letters and digits only, if need be without the
    letters in front.
    """
    figures = figures_behind_letters(anchor.value) if anchor.kind is AnchorKind.ORDER else None
    return compact(anchor.value) in text or (figures is not None and figures in text)


def keeps_old_subject(
    contact: Contact, threads: Sequence[ThreadLink], joined: Case | None, party: str, *, split: bool
) -> bool:
    """Under the subject of a conversation that it leaves, or that its case once left."""
    answered = next((link for link in threads if not link.given), None)
    if answered is None or not is_taken_over(contact.subject):
        return False
    if joined:
        return is_taken_over(joined.subject) and bool(joined.related)
    return split or answered.party != party
