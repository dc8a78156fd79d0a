"""Whether a message says of itself that it is about something else."""

import re

from functions.core.language.whole_words import on_one_line

LOOKED_AT = 200

_OTHER = (
    r"(?:ander|andere|nieuwe?|aparte?|losse|tweede|other|another|different|separate|unrelated"
    r"|second|new|andere[nsr]?|neue[nsr]?|weitere[nsr]?|zweite[nsr]?|separate[nsr]?|autre"
    r"|nouvelle|nouveau|seconde?|deuxieme)"
)
_MATTER = (
    r"(?:vraag|vraagje|kwestie|onderwerp|zaak|punt|probleem|verzoek|melding|bestelling|question"
    r"|issue|matter|subject|topic|point|problem|request|frage|sache|thema|anliegen|punkt"
    r"|sujet|probleme|demande)"
)
_LEADS_ON = (
    r"(?:(?:over|om|nog|even|dan|en|wel|nu|maar|toch|eerst|slot|daarnaast|verder|about|now|then|and"
    r"|but|for|um|uber|noch|dann|und|nun|mal|jetzt|kurz|de|pour|puis|et|sur|concerne) |d')"
)
_ELSE = (
    r"(?:iets (?:(?:heel|totaal|geheel|compleet|helemaal) )?anders"
    r"|something (?:(?:completely|totally|quite|entirely) )?(?:else|different)"
    r"|(?:et)?was (?:(?:ganz|vollig|komplett) )?anderes"
    r"|(?:tout )?autre chose|quelque chose d'autre)"
)
_ANNOUNCEMENT = re.compile(
    r"(?:^|[.!?,:;(-] ?)"  # at the start of a sentence or clause
    r"(?:"
    rf"(?:[\w']+ ){{0,6}}{_OTHER} {_MATTER}(?!\w)"
    rf"|(?:[\w']+ ){{0,5}}{_LEADS_ON}{_ELSE}(?!\w)"
    rf"|{_ELSE}(?: entirely)? ?[:,;.-]"
    r"|(?:[\w']+ ){0,3}(?:staat|staan) (?:hier )?(?:helemaal )?los (?:hier|daar)?van"
    r"|los (?:hier|daar)van|unabhangig davon|unrelated ?[:,;-]|(?:one more thing,? )unrelated"
    r"|on an(?:other|(?: unrelated)) note|separate(?:ly)? from this"
    r"|(?:[\w']+ ){0,3}heeft (?:hier|daar) (?:verder )?(?:niets|niks) mee te maken"
    r"|(?:[\w']+ ){0,3}nothing to do with (?:this|that|it)(?!\w)"
    r"|(?:[\w']+ ){0,3}(?:damit|hiermit) nichts zu tun"
    r"|(?:[\w']+ ){0,3}(?:rien a voir|sans rapport)(?!\w)"
    r")"
)


def announces_new_question(text: str) -> bool:
    """Only the beginning counts, and only where a sentence or clause starts with it."""
    return _ANNOUNCEMENT.search(on_one_line(text, LOOKED_AT)) is not None
