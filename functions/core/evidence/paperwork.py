"""Bills and other papers: is a message about the paper itself or the goods that it is for?"""

import re
from collections.abc import Iterable

from functions.core.language.phrases import fold
from functions.core.language.whole_words import any_of, on_one_line

LOOKED_AT = 2_000
A_BILL = "invoice"
"""Stands for every number of an invoice: who names one without a word for it speaks of a bill."""


_WITHHOLDING = any_of(
    r"(?:in de|on) (?:wacht|hold)|blokke\w+|geblokkeerd|houden .{1,60} (?:aan|in|tegen)|opgeschort"
    r"|schorten? .{1,60} op|korten|opschorten|inhouden|blijft open|betalen (?:wij|we) (?:pas|niet)"
    r"|wachten (?:wij|we)",
    r"tot (?:er|de|het|alles|dit|deze)|totdat|zolang|zodra|pas (?:als|wanneer|na)|withh\w+",
    r"(?:on|put) hold|holding back|wegens|vanwege|because of|due to|wegen|aufgrund|en raison d\w*",
    r"until|once|as long as|dispute\w*|kurzen|gesperrt|zuruck(?:gehalten|halten|gestellt|behalten)",
    r"erst,? (?:bezahlt|wenn|nachdem|sobald)|wird erst|(?:only|not) pay .{0,20}(?:when|once|until)",
    r"pa(?:y|ie)erons .{0,20}(?:qu'apres|que (?:lorsque|quand)|une fois)",
    r"erst nach|solange|sobald|einbehalt\w*|bis (?:die|der|das|es|er|sie|alles|zur)",
    r"kurze (?:ich|wir)|(?:ich|wir) kurze|trekken .{1,60} af|deduct\w*|dedui\w+",
    r"bloqu\w+|suspend\w+|tant que|jusqu\S*|des que|retenons|retenue",
    r"credit\w*|gutschrift|avoir|refund\w*|terugbetal\w+|ruckerstatt\w*|rembours\w*",
)
_PAPER = any_of(
    r"f[0-9]{4}-?[0-9]+|factuur\w*|facturen|nota",
    r"btw(?! ?-?(?:nummer|nr|id)| ?:? ?(?:nl|be|de|fr))\w*",
    r"credit\w*|pdf|betaal\w*|(?<!op onze )(?<!op mijn )(?<!op de )rekening",
    r"invoices?|vat(?! (?:number|no|id|nl|be|de|fr|ie|gb))|statement|payment|receipt",
    r"rechnung\w*|mwst|ust(?!-?id)|ust-?idnr(?![.:]* ?(?:de|at|nl|be|fr|lu))|gutschrift|beleg",
    r"factures?|tva(?! ?:? ?(?:be|fr|lu|nl))|avoir|paiement|justificatif",
)
_GOODS = any_of(
    r"geleverd|ontvangen|levering|bezorgd|kapot|defect|stuk|werkt|mist|ontbre\w+|schade|retour\w*",
    r"waar blijven|wo bleiben|where are|kwam(?:en)?|kamen|came",
    r"(?:wanneer (?:komt|komen)|wann (?:kommt|kommen)|when will)"
    r"(?! (?:de |het |mijn |onze |die |das |der |unsere? |the |my |our )?(?:factuur|nota|rechnung"
    r"|invoice|geld|bedrag|verschil|betrag|differenz|money|amount|difference|refund))",
    r"omgeruild|omruilen|geruild|(?:um|aus)?getauscht|exchanged|swapped|echange\w*",
    r"pakket|zending|lekt|lekken|waar blijft|onderweg|(?:in)?compleet|leak\w*|parcel|shipment",
    r"complete|where is|late|paket|sendung|wo bleibt|tropft|leckt|vollstandig|colis|fuit|complete?",
    r"deliver\w*|received|arrived|broken|defect\w*|damag\w*|missing|works?|returned|resolved",
    r"geliefert|erhalten|kaputt|defekt|fehlt|schaden|funktioniert|lieferung|repar\w*",
    r"livr\w+|recu\w*|casse\w*|manque\w*|marche|fonctionne|retourn\w+|panne",
)
_THE = r"(?:(?:de|het|onze|uw|jullie|the|our|your|der|die|unserer|ihrer|la|notre|votre) )?"
_BILL = r"(?:factuur|nota|invoice|bill|rechnung|facture)"
_TAX = r"(?:btw|vat|mwst|ust|tva|ust-idnr)(?!\w)"
_BILL_ITSELF = any_of(
    r"(?:nieuwe|juiste|aangepaste|gecorrigeerde|kopie|dubbele) (?:factuur|nota|betaling)",
    r"kopie ?factuur|dubbel (?:betaald|geboekt|afgeschreven)|paid twice|(?:new|corrected|copy of"
    r"|amended|duplicate) (?:the )?(?:invoice|payment)|(?:ontbreekt|mist|staat|klopt)"
    r" .{0,40}op (?:de |onze |uw )?(?:factuur|nota|f[0-9]{4})",
    r"op (?:de |onze |uw )?(?:factuur|nota|f[0-9]{4}\S*) (?:ontbreekt|mist|staat|klopt)",
    r"(?:neue|korrigierte|doppelte) rechnung|rechnungskopie|auf der rechnung|doppelt bezahlt",
    r"(?:nouvelle|copie de la) facture|facture (?:rectifiee|corrigee)|sur la facture"
    r"|paye deux fois",
    r"(?:2 ?x|2 ?keer|twee ?(?:keer|maal)|dubbel|doppelt|zweimal|twice|deux fois) .{0,30}"
    r"(?:afgeschreven|betaald|afgerekend|in rekening|abgebucht|berechnet|charged|billed|debited"
    r"|paid|preleve|debite)",
    r"(?:charged|billed|debited|preleves?|debites?|berechnet|abgebucht) .{0,20}(?:twice|double"
    r"|deux fois|doppelt|zweimal)",
    r"fehlt (?:uns |mir )?(?:noch )?die rechnung|(?:mis|missen|mist) .{0,20}(?:factuur|nota)",
    r"(?:missing|need) (?:the |an |our )?invoice|manque .{0,20}facture",
    r"(?:f[0-9]{4}\S*|factuur|nota|rechnung|facture|invoice) .{0,25}(?:opnieuw|nogmaals|again"
    r"|erneut|a nouveau|met (?:ons|mijn) btw)",
    rf"(?:op|auf|on|sur) {_THE}{_BILL} (?:ontbreekt|mist|staat|staan|klopt|fehlt|fehlen|steht"
    r"|stehen|stimmt|manque|figure)",
    rf"(?:ontbreekt|klopt|fehlt|steht|stimmt|wrong|missing|manque|figure|falsch) .{{0,30}}"
    rf"(?:op|auf|on|sur) {_THE}{_BILL}",
    rf"{_TAX}.{{0,25}}(?:ontbreekt|mist|klopt|fout|verkeerd|fehlt|stimmt|falsch|missing|wrong"
    r"|incorrect|erron\w+|fauss?e?|manque)",
    rf"(?:ontbreekt|mist|fehlt|missing|wrong|falsche?|manque) .{{0,25}}{_TAX}",
    rf"(?:copy|kopie|copie|duplicat\w*) (?:van|of|von|der|de) {_THE}{_BILL}",
    rf"{_BILL} .{{0,25}}(?:once more|noch ?mal\w*|noch einmal|encore une fois)",
    r"(?:gehaald|geincasseerd|taken|collected|eingezogen|retire) .{0,30}(?:twice|double|dubbel"
    r"|twee ?(?:keer|maal)|doppelt|zweimal|deux fois)",
    r"(?:twice|dubbel|2 ?x|2 ?keer|twee ?(?:keer|maal)|doppelt|zweimal|deux fois) .{0,30}(?:gehaald"
    r"|geincasseerd|taken|collected|eingezogen|retire)",
    r"(?:te ?veel|too much|zu viel|trop) (?:betaald|geincasseerd|berekend|afgeschreven|charged"
    r"|debited|billed|paid|collected|berechnet|abgebucht|eingezogen|gezahlt|paye|preleve|percu)\w*",
    r"(?:betaald|geincasseerd|berekend|charged|debited|billed|paid|collected|berechnet|abgebucht"
    r"|paye|preleve|facture) .{0,15}(?:te ?veel|too much|zu viel|de trop)",
)
_BILL_CAME = any_of(
    r"(?:factuur|nota|pdf|rechnung|facture|invoice) .{0,40}(?:ontvangen|gekregen|binnen|erhalten"
    r"|recue?|received)",
)
_PAID_WHEN = any_of(
    r"(?:pay\w*|paid|pai\w+|regl\w*|betaa?l\w*|(?:be)?zahl\w*) .{0,25}"
    r"(?:when|once|as soon|quand|lorsque|une fois|wanneer|als|zodra|wenn|sobald|apres|after)",
)
"""The bill waits for something else, mostly for the goods."""
_CREDITED = any_of(
    r"(?:creditnota|creditfactuur|credit note|gutschrift|note de credit|avoir) .{0,60}"
    r"(?:ontvangen|gekregen|binnen|received|arrived|erhalten|bekommen|recue?)",
    r"(?:ontvangen|received|erhalten|recue?) .{0,40}(?:creditnota|credit note|gutschrift|avoir)",
)


def is_paperwork(text: str, bills: Iterable[str] = ()) -> bool:
    """About a bill or another paper only, not about the goods that it is for.

    A payment held back, or a credit asked, follows from something wrong with the goods. `bills` are
    numbers of invoices.
    """
    folded = _folded(text, bills)
    waits = _PAID_WHEN.search(folded)
    if _BILL_ITSELF.search(folded) or (_BILL_CAME.search(folded) and not waits):
        return True
    return _PAPER.search(folded) is not None and not (
        waits or _GOODS.search(folded) or _WITHHOLDING.search(folded)
    )


def is_about_goods(text: str, bills: Iterable[str] = ()) -> bool:
    """About what was delivered or was to be, and about no bill."""
    folded = _folded(text, bills)
    return _GOODS.search(folded) is not None and _PAPER.search(folded) is None


def is_credited(text: str) -> bool:
    """A credit note has come: it ends a question about a bill, where there is one."""
    return _CREDITED.search(_folded(text)) is not None


def _folded(text: str, bills: Iterable[str] = ()) -> str:
    folded = on_one_line(text, LOOKED_AT)
    for bill in bills:
        signs = (re.escape(sign) for sign in fold(bill) if sign.isalnum())
        folded = re.sub(rf"(?<!\w){'[^a-z0-9]?'.join(signs)}(?!\w)", A_BILL, folded)
    return folded
