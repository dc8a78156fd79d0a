"""Messages that name nothing of their own: they speak of what is known already.

Who has a new problem names the thing; who names none of what was bought, no number, no wish to buy
and no question about the shop goes on with what is open.
"""

import re

from functions.core.contacts import Contact
from functions.core.customers import CustomerFacts
from functions.core.evidence.faults import tells_of_damage
from functions.core.evidence.markers import follows_up
from functions.core.evidence.subjects import telling_subject
from functions.core.evidence.topics import shared_stems, topic_of
from functions.core.language.concepts import Concept, Topic
from functions.core.language.intent import read_intent
from functions.core.language.phrases import fold
from functions.core.language.understanding import understand
from functions.core.language.whole_words import on_one_line

LOOKED_AT = 1_000
SURE = 0.6
ABOUT_THE_SHOP = frozenset(
    {Concept.SHOP_INFO, Concept.LOGIN, Concept.PRIVACY_RIGHT, Concept.OPT_OUT, Concept.SALES_PITCH}
)
"""What somebody asks of the shop, whatever he has bought there."""
BEFORE_BUYING = frozenset(
    {
        *(Concept.NOT_BOUGHT, Concept.PRODUCT_QUESTION, Concept.STOCK, Concept.ADVICE),
        *(Concept.PRICE, Concept.QUOTE, Concept.VOLUME),
    }
)
"""What somebody asks who wants something he does not have yet."""

_INTRODUCED = re.compile(
    r"(?<!\w)(?:(?:die|dat|welke) (?:ik|wij|we)(?! (?:nog|net|al|gisteren|vandaag))"
    r" .{0,40}(?:kocht\w*|gekocht|besteld\w*|hebben)"
    r"|(?:that|which)? ?(?:i|we) (?:bought|ordered|purchased|have had) .{0,30}"
    r"(?:ago|last (?:year|month|week)|earlier|before)"
    r"|(?:den|die|das) (?:ich|wir) .{0,40}(?:gekauft|bestellt|haben)"
    r"|que (?:j'ai|nous avons) .{0,30}(?:achete\w*|commande\w*|depuis)"
    r"|(?:bij (?:jullie|u)|from you|bei (?:ihnen|euch)|chez vous) .{0,60}"
    r"(?:gekocht|besteld|bought|ordered|purchased|gekauft|bestellt|achet\w+|command\w+)"
    r"|(?:kocht\w*|gekocht|bought|purchased|kaufte\w*|achete\w*) .{0,40}"
    r"(?:bij (?:jullie|u)|from you|bei (?:ihnen|euch)|chez vous))(?!\w)"
)
_COUNTED = re.compile(
    r"(?<!\w)(?:[0-9]{1,4}|een|twee|drie|vier|vijf|zes|zeven|acht|tien|enkele|paar|one|two|three|four"
    r"|five|six|seven|eight|ten|some|several|eine?[nrs]?|zwei|drei|vier|funf|sechs|sieben|acht|zehn"
    r"|einige|mehrere|une?|deux|trois|quatre|cinq|sept|huit|dix|quelques|plusieurs)"
    r" ((?:(?:van de|of the|der|von den|des) )?(?:\w+ ?){1,2})"
)
_ADMINISTRATION = re.compile(
    r"(?<!\w)(?:(?:nieuwe?|gewijzigde?|ander|new|changed|neue[nrs]?|geanderte\w*|nouve\w+)"
    r" (?:\w+ ){0,2}(?:adres|factuuradres|rekeningnummer|contactpersoon|telefoonnummer|mailadres"
    r"|address|bank details|contact person|adresse|anschrift|bankverbindung|ansprechpartner\w*"
    r"|coordonnees|interlocut\w+)"
    r"|(?:registered|invoice|billing) address|rechnungsadresse|adresse de facturation|factuuradres"
    r"|(?:update|change|wijzig\w*|aanpass\w*|pas|pass\w*|ander\w*|modifi\w+|chang\w+)"
    r" (?:\w+ ){0,2}(?:account|details|gegevens|stammdaten|daten|coordonnees|compte|profiel))(?!\w)"
)


def is_unnamed(contact: Contact) -> bool:
    """Neither a question about the shop or its range, nor a thing that it introduces.

    Whether it names something that was bought is the caller's to know.
    """
    return not (introduces(contact.text) or _is_general(contact))


def is_damage_of_its_own(contact: Contact) -> bool:
    """The subject is a thing, and so many of them are broken. What follows from a known fault (`our
    guests shower cold`) is no damage, and `the leg` that broke off is a part of something known.
    """
    titled = topic_of(telling_subject(contact.subject))
    if not titled or not tells_of_damage(contact.text):
        return False
    folded = " ".join(fold(contact.text[:LOOKED_AT]).split())
    counted = (topic_of(found[1]) for found in _COUNTED.finditer(folded))
    return any(shared_stems(stems, titled) for stems in counted)


def introduces(text: str) -> bool:
    """It tells which thing it means, as one does of a thing that was not spoken of before."""
    return _INTRODUCED.search(on_one_line(text, LOOKED_AT)) is not None


def _is_general(contact: Contact) -> bool:
    if _ADMINISTRATION.search(" ".join(fold(contact.text[:LOOKED_AT]).split())):
        return True
    if follows_up(contact.text):
        return False
    asks = "?" in contact.text
    said = understand(contact, CustomerFacts()).strengths
    if not (ABOUT_THE_SHOP | (BEFORE_BUYING if asks else frozenset())).isdisjoint(said):
        return True
    intent = read_intent(contact)
    return intent.name is Topic.PRIVACY or (
        asks and intent.name is Topic.PRESALES and intent.confidence >= SURE
    )
