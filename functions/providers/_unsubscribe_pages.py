"""The pages behind the link of a notice by mail: a question, an answer, and a link that is no more.

Plain pages without scripts, pictures or anything from elsewhere; nothing of the request is in them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from functions.core.deliveries import Reply
from functions.core.opting_out import ONE_CLICK
from functions.core.values import Language

NAME, VALUE = ONE_CLICK.split("=")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}
button{{font:inherit;padding:.6rem 1.2rem}}</style></head>
<body><h1>{title}</h1><p>{text}</p>{form}</body>
</html>
"""
FORM = (
    f'<form method="post"><input type="hidden" name="{NAME}" value="{VALUE}">'
    '<button type="submit">{button}</button></form>'
)


class Words(NamedTuple):
    title: str
    ask: str
    button: str
    done: str
    old: str


WORDS: Mapping[Language, Words] = {
    Language.DUTCH: Words(
        "E-mail over bestellingen",
        "Geen e-mail meer ontvangen over bestellingen bij deze winkel?",
        "Ja, stop deze e-mails",
        "Gedaan: er komt geen e-mail meer over bestellingen.",
        "Deze link werkt niet meer. Wie een van onze berichten beantwoordt met alleen het woord "
        "STOP, krijgt ze ook niet meer.",
    ),
    Language.ENGLISH: Words(
        "E-mail about orders",
        "Stop all e-mail about orders at this shop?",
        "Yes, stop these e-mails",
        "Done: no more e-mail about orders will come.",
        "This link no longer works. Answering any of our messages with just the word STOP "
        "ends them as well.",
    ),
    Language.GERMAN: Words(
        "E-Mails zu Bestellungen",
        "Keine E-Mails mehr zu Bestellungen bei diesem Shop erhalten?",
        "Ja, E-Mails abbestellen",
        "Erledigt: Es kommen keine E-Mails zu Bestellungen mehr.",
        "Dieser Link gilt nicht mehr. Wer auf eine unserer Nachrichten nur mit dem Wort STOP "
        "antwortet, bekommt ebenfalls keine mehr.",
    ),
    Language.FRENCH: Words(
        "E-mails sur les commandes",
        "Ne plus recevoir d’e-mails sur les commandes de cette boutique ?",
        "Oui, ne plus en recevoir",
        "C’est fait : plus aucun e-mail sur les commandes ne sera envoyé.",
        "Ce lien n’est plus valable. Répondre à l’un de nos messages par le seul mot STOP "
        "y met fin également.",
    ),
}


def asking(language: Language) -> Reply:
    """Following the link changes nothing, for programs that look at mail follow links too."""
    words = WORDS[language]
    return _page(200, language, words.ask, FORM.format(button=words.button))


def done(language: Language) -> Reply:
    return _page(200, language, WORDS[language].done)


def no_such_link(accepts: str) -> Reply:
    """In the language that the browser asks for, as the link tells none that we believe."""
    wanted = (part.strip()[:2].lower() for part in accepts[:200].split(","))
    language = next((Language(one) for one in wanted if one in set(Language)), Language.ENGLISH)
    return _page(401, language, WORDS[language].old)


def _page(status: int, language: Language, text: str, form: str = "") -> Reply:
    body = PAGE.format(language=language, title=WORDS[language].title, text=text, form=form)
    return Reply(status=status, body=body, content_type="text/html; charset=utf-8", headers=HEADERS)
