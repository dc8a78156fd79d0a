"""Messages that wait for no answer: machines', and those that say thank you and nothing else."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from functions.core.cases import Case, Grouping, GroupingAction
from functions.core.contacts import Contact
from functions.core.language.phrases import fold
from functions.core.values import Evidence

LONGEST = 30
"""Words; whoever thanks at greater length has something to say."""
LONGEST_TEXT = 400
NAME_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[?]|[🙏❤💚😍🥰]")
_THANKS = """
bedankt dank dankje dankjewel dankuwel merci thanks thank thx ty cheers danke dankeschon dankbaar
dankbar remercie appreciated 🙏 ❤ 💚 😍 🥰
"""
_CLOSINGS = """
groet groeten groetjes mvg gr regards wishes gruss grusse grussen mfg lg vg cordialement salutations
"""
# What is said around a thank-you. Nothing in here asks, denies, promises or decides: `ja`, `ok`,
# `akkoord`, `alvast`, `nog` and `maar` are left out on purpose, for they answer, or go on.
_AROUND = """
je u jou jullie wel hoor hartelijk hartelijke heel erg veel zeer ontzettend enorm super voor de het
dit uw jouw snelle goede fijne prettige duidelijke correcte vlotte reactie antwoord hulp service
moeite informatie info uitleg levering oplossing afhandeling bericht mail mailtje fijn top prima
perfect geweldig helemaal goed mooi gelukt opgelost ontvangen binnen alles is weer werkt nu in orde
hallo hoi beste dag goedemorgen goedemiddag goedenavond geachte heer mevrouw team vriendelijke met
weekend avond en ook een namens ons
you so much many very a lot for the your quick fast prompt great good kind help reply response
answer support email message excellent awesome lovely wonderful brilliant that that's it it's works
working again now solved sorted fixed received arrived all well hi hello dear morning afternoon
evening sir madam best have nice really and i
vielen herzlichen besten schon sehr fur die das ihre deine ihnen dir euch schnelle rasche gute
hilfe ruckmeldung auskunft unterstutzung nachricht toll klasse wunderbar gut ist es funktioniert
jetzt wieder erledigt geklappt hat angekommen erhalten liebe lieber guten tag morgen damen und
herren geehrte mit freundlichen viele schonen schones wochenende
beaucoup bien infiniment mille pour votre ta la le les vos rapide reponse aide reactivite retour
parfait genial tres bon bonne c'est tout est ca marche fonctionne maintenant recu recue resolu
bonjour bonsoir cher chere madame monsieur equipe journee soiree vous et fois
"""


class Courtesy(NamedTuple):
    """The words of four languages, folded."""

    thanks: frozenset[str]
    closings: frozenset[str]
    all: frozenset[str]


@cache
def _courtesy() -> Courtesy:
    thanks, closings = frozenset(_THANKS.split()), frozenset(_CLOSINGS.split())
    return Courtesy(thanks, closings, thanks | closings | frozenset(_AROUND.split()))


def starts_no_clock(contact: Contact) -> Evidence | None:
    """Why nobody waits for an answer to this message; None where somebody does."""
    if contact.automatic:
        return Evidence(kind="no_clock", detail="a machine waits for no answer")
    if is_thanks(contact):
        return Evidence(kind="no_clock", detail="a thank-you waits for no answer")
    return None


def with_thanks(
    contact: Contact, grouping: Grouping, cases: Sequence[Case], person: str, days: int
) -> Grouping:
    """A thank-you that would open a case belongs to the sender's latest one; it says nothing of its
    own.
    """
    if grouping.action is not GroupingAction.OPEN or not is_thanks(contact):
        return grouping
    recent = contact.sent_at - timedelta(days=days)
    own = [
        case
        for case in cases
        if person in case.people
        and not case.merged_into
        and (case.resolved_at or case.last_contact_at) >= recent
    ]
    if not own:
        return grouping
    latest = max(own, key=lambda case: case.last_contact_at)
    because = (Evidence(kind="thanks", detail="a thank-you belongs to the latest case"),)
    return Grouping(action=GroupingAction.APPEND, case_id=latest.id, because=because)


def is_thanks(contact: Contact) -> bool:
    """Every word of it is courtesy, and one of them thanks. One word more, and it is a question.

    In a message that answers nothing the subject counts too, for there the question may stand.
    """
    subject = "" if contact.thread.answers else contact.subject or ""
    if contact.attachments or len(contact.text) + len(subject) > LONGEST_TEXT:
        return False
    said = _without_name(_WORD.findall(contact.text), _words(contact.sender_name or ""))
    words = [*_words(subject), *said]
    if len(words) > LONGEST or _courtesy().thanks.isdisjoint(said):
        return False
    return _courtesy().all.issuperset(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _without_name(words: Sequence[str], name: Sequence[str]) -> list[str]:
    """Without the sender's own name, and without another that stands behind the greetings."""
    folded = [fold(word) for word in words]
    closings = (place for place, word in enumerate(folded) if word in _courtesy().closings)
    closing = max(closings, default=None)
    if closing is not None:
        signed = words[closing + 1 :]
        if len(signed) <= NAME_WORDS and all(word[0].isupper() for word in signed):
            folded = folded[: closing + 1]
    return [word for word in folded if word not in name]
