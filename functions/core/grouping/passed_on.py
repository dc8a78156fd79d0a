"""Who answers somebody else's mail, which he was passed, about a case of his own."""

from functions.core.contacts import Contact
from functions.core.evidence.clues import Clues
from functions.core.evidence.markers import is_own_business
from functions.core.evidence.old_subjects import is_of_old_subject
from functions.core.evidence.paperwork import is_paperwork
from functions.core.grouping.attribution import Facts, homes_of
from functions.core.language.whole_words import any_of, on_one_line

LOOKED_AT = 1_000


_PASSED_ON = any_of(
    r"(?:stuurde|stuurden|gaf|gaven|mailde|appte) .{0,60}door|door(?:gestuurd|gekregen)",
    r"(?:kreeg|kregen|ontving|ontvingen) .{0,20}(?:mail|mailtje|bericht|antwoord|reactie|tip)"
    r" .{0,40}(?:door|van|via)",
    r"(?:passed|sent|forwarded|gave|shared|showed) (?:this|it|(?:me |us )?your \w+|the \w+) ?"
    r".{0,20}(?:to|with) (?:me|us)|(?:forwarded|passed|sent|showed) (?:me|us)",
    r"(?:got|received|have) (?:this|your) (?:\w+ )?(?:from|via|through)",
    r"weiter(?:geleitet|gegeben|geschickt)",
    r"(?:habe|haben|bekam|bekamen) .{0,20}(?:mail|antwort|nachricht|tipp) .{0,20}von",
    r"(?:m'a|nous a|m'ont|nous ont) (?:transfere|transmis|fait suivre|envoye)",
    r"(?:j'ai|nous avons) recu (?:ce|cette|votre) .{0,20}(?:de|par|via)",
)
_OWN = any_of(
    r"(?:bij|van) ons|hier ook|ook hier|zelf ook|ook zelf|(?:ook )?zo'n|(?:wij|ik|we) ook",
    r"die van mij|mijn eigen|onze eigen|hetzelfde (?:probleem|euvel)",
    r"with us|at ours|over here|here too|ours|mine|(?:we|i) (?:also|too)|our own|my own",
    r"same (?:here|problem|issue|fault)|bei (?:uns|mir)|hier auch|auch hier|auch (?:so )?eine?n?",
    r"unser(?:e[rns]?)?|dasselbe|das gleiche|genauso|chez (?:nous|moi)|(?:nous|moi) aussi",
    r"l[ea]s? (?:notres?|miens?|miennes?)|ici aussi|meme (?:probleme|panne|souci)",
    r"(?:nous avons|j'ai) (?:aussi|egalement)",
)
_LIKEWISE = any_of(
    r"bij ons .{0,60}(?:ook|zelfde|net zo|precies zo)|ook bij ons",
    r"(?:wij|we|ik) (?:\w+ ){0,2}(?:zelf ook|ook zo'n)",
    r"same (?:(?:problem|issue|fault|thing) )?(?:here|with us|at ours)",
    r"(?:with us|ours) .{0,40}(?:too|as well|also)|also with us",
    r"bei (?:uns|mir) .{0,60}(?:auch|genauso|ebenso|dasselbe|gleiche)|auch bei (?:uns|mir)",
    r"chez (?:nous|moi)[ ,].{0,40}(?:aussi|egalement|pareil|meme)",
    r"(?:aussi|egalement|pareil) chez (?:nous|moi)",
)


def on_his_own(facts: Facts) -> Facts:
    """The facts, without the conversation he answers where he only tells of a case of his own."""
    thread = next((link for link in facts.links if not link.given), None)
    if thread is None or not _is_own_case(facts, thread.party):
        return facts
    contact = facts.contact
    orders = [
        order
        for order in facts.orders
        if order.organisation_id != thread.party
        or not all(is_of_old_subject(contact, anchor) for anchor in order.matched)
    ]
    return facts._replace(
        contact=contact.model_copy(update={"copied": (), "recipients": ()}),
        orders=orders,
        links=[link for link in facts.links if link.party != thread.party],
        nearby={},
        clues=Clues(),
        trust_learned=False,
    )


def _is_own_case(facts: Facts, party: str) -> bool:
    """Nobody of the conversation's own party, by what he says."""
    who, homes = facts.who, homes_of(facts)
    if party in {who.person_id, *homes, *who.writes_for, *who.helps}:
        return False
    return _tells_of_own(facts.contact, belongs_elsewhere=bool(homes) or who.private)


def _tells_of_own(contact: Contact, *, belongs_elsewhere: bool) -> bool:
    """That he was passed the mail and has the like himself; for who belongs elsewhere the second
    is enough, unless it is about a bill, as an adviser's answer can be.
    """
    said = on_one_line(contact.text, LOOKED_AT)
    if _PASSED_ON.search(said):
        return _OWN.search(said) is not None or is_own_business(contact.text)
    likewise = belongs_elsewhere and _LIKEWISE.search(said) is not None
    return likewise and not is_paperwork(contact.text)
