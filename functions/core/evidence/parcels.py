"""Whether a message is about a consignment on its way: where it is, who has it."""

import re

from functions.core.language.phrases import fold

LOOKED_AT = 1_000

_PARCEL = re.compile(
    r"(?<!\w)(?:pakket(?:je|ten)?|pakjes?|zending(?:en)?|doos|bezorger|bezorgd|koerier|chauffeur"
    r"|parcels?|packages?|shipments?|box|courier|consignments?|driver"
    r"|pakete?s?|packchen|sendung(?:en)?|karton|bote|kurier|fahrer|zugestellt"
    r"|colis|envoi|carton|livreur|transporteur|suivi)(?!\w)"
)


def is_about_parcel(text: str) -> bool:
    return _PARCEL.search(" ".join(fold(text[:LOOKED_AT]).split())) is not None
