"""Whether a message tells of something broken or that does not do what it should."""

import re

from functions.core.language.whole_words import on_one_line

LOOKED_AT = 1_000

_DAMAGED = re.compile(
    r"(?<!\w)(?:(?:af|door)?gebroken|gescheurd\w*|gebarsten|gedeukt\w*|verbogen\w*|gekrast\w*"
    r"|krom(?:me)?|beschadigd\w*|kapotte?|barst(?:en)?|scheur(?:en)?|deuk(?:en)?|kras(?:sen)?"
    r"|broken|torn|bent|cracked|cracks?|dent(?:s|ed)?|scratch(?:es|ed)?|damaged|chipped|snapped"
    r"|(?:ab|zer|durch)?gebrochen\w*|gerissen\w*|gesprungen\w*|risse?|verbeult\w*|verkratzt\w*"
    r"|beschadigt\w*|kratzer|zerbrochen\w*"
    r"|casse\w*|dechire\w*|fissure\w*|raye\w*|tordue?s?|fele\w*|abime\w*|endommage\w*)(?!\w)"
)
_FAILS = re.compile(
    r"(?<!\w)(?:defecte?|stuk|werk(?:t|en) niet|(?:doet|doen) (?:het|niets?)(?: \w+)? niet"
    r"|(?:doet|doen) .{0,25} het niet|valt uit|start niet|lek(?:t|ken)|hapert"
    r"|(?:does|do|did)(?: not|n't) work|stopped working|faulty|leak(?:s|ing)|fails"
    r"|defekt\w*|kaputt\w*|funktionier(?:t|en) nicht|geh(?:t|en) nicht|fallt aus|tropft|leckt"
    r"|(?:niet meer|nicht mehr)(?! (?:nodig|brauch\w*|benotig\w*))"
    r"|(?:won't|will not|can't|cannot) \w+|(?:any ?more|no longer)(?! need)"
    r"|n(?:e |')(?!avons|ai|a )\w+ (?:\w+ )?plus(?! besoin)"
    r"|en panne|ne (?:marche|fonctionne)(?:nt)? (?:pas|plus)|defectueu\w+|fuit)(?!\w)"
)


def tells_of_damage(text: str) -> bool:
    """Something is broken, torn, bent: that one thing, of itself."""
    return _DAMAGED.search(_folded(text)) is not None


def tells_of_fault(text: str) -> bool:
    return tells_of_damage(text) or _FAILS.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return on_one_line(text, LOOKED_AT)
