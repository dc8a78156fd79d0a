"""Whether a message is about a consignment on its way: where it is, who has it."""

import re

from functions.core.language.whole_words import on_one_line

LOOKED_AT = 1_000

_PARCEL = re.compile(
    r"(?<!\w)(?:pakket(?:je|ten)?|pakjes?|zending(?:en)?|doos|bezorger|bezorgd|koerier|chauffeur"
    r"|parcels?|packages?|shipments?|box|courier|consignments?|driver"
    r"|pakete?s?|packchen|sendung(?:en)?|karton|bote|kurier|fahrer|zugestellt"
    r"|colis|envoi|carton|livreur|transporteur|suivi)(?!\w)"
)


def is_about_parcel(text: str) -> bool:
    return _PARCEL.search(on_one_line(text, LOOKED_AT)) is not None
