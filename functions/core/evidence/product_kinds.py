"""Kinds of goods by the words people call them in four languages, where an article's own fails."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.topics import orders_meant, topic_of

SHORTEST_TAIL = 5
"""A word of this length at the end of a compound tells its kind: `stoel` in `bureaustoel`."""

_KINDS = """
    bed bedden boxspring boxsprings bett betten lit lits sommier
    matras matrassen mattress mattresses matratze matratzen matelas
    dekbed dekbedden duvet duvets bettdecke bettdecken couette couettes
    stoel stoelen kruk krukken chair chairs stool stools stuhl stuehle hocker sessel chaise chaises
        fauteuil fauteuils tabouret tabourets barkruk barkrukken
    tafel tafels table tables tisch tische
    kast kasten locker lockers wardrobe wardrobes cupboard cupboards schrank schraenke spind spinde
        armoire armoires vestiaire vestiaires casier casiers
    stelling stellingen schap schappen shelf shelves shelving rack racks regal regale etagere
        etageres rayonnage rayonnages
    lamp lampen lamps armatuur armaturen luminaire luminaires leuchte leuchten lampe lampes
        verlichting lighting beleuchtung eclairage
    sofa sofas couch couches canape canapes
    koelkast koelkasten koeler koeling koelvitrine koelcel fridge fridges refrigerator refrigerators
        kuehlschrank kuehlschraenke kuehlvitrine kuehltheke frigo
        frigos refrigerateur refrigerateurs
    vriezer vriezers diepvries diepvriezer freezer freezers gefrierschrank tiefkuehler gefriertruhe
        congelateur congelateurs
    koffiemachine koffieautomaat koffiezetter espressomachine espresso coffeemaker kaffeemaschine
        kaffeevollautomat kaffeeautomat cafetiere percolateur
    vaatwasser vaatwassers vaatwasmachine afwasmachine spoelmachine dishwasher dishwashers
        spuelmaschine geschirrspueler lavevaisselle
    wasmachine wasmachines waschmaschine waschmaschinen lavelinge
    droger drogers wasdroger dryer dryers trockner waeschetrockner sechelinge
    printer printers drucker imprimante imprimantes
    beeldscherm beeldschermen scherm schermen monitor monitoren monitors bildschirm bildschirme
        ecran ecrans
    laptop laptops notebook notebooks computer computers rechner ordinateur ordinateurs
    grasmaaier grasmaaiers maaier maaiers robotmaaier mower mowers lawnmower rasenmaeher maehroboter
        maeher tondeuse tondeuses
    zaag zagen saw saws saege saegen scie scies
    boormachine boormachines accuboor drill drills bohrmaschine bohrer perceuse perceuses
    fiets fietsen bike bikes bicycle bicycles fahrrad fahrraeder velo velos ebike
    tent tenten partytent tents gazebo zelt zelte pavillon tente tentes tonnelle tonnelles
    parasol parasols sonnenschirm sonnenschirme
    weegschaal weegschalen waage waagen balance balances
    kraan kranen mengkraan faucet faucets armatur wasserhahn mischbatterie robinet robinets mitigeur
    handschoen handschoenen glove gloves handschuh handschuhe gant gants
    kachel kachels heater heaters verwarmer verwarming terrasverwarmer heizung heizstrahler
        heizluefter chauffage chauffages radiateur
    airco airconditioner klimaanlage klimageraet climatiseur climatisation
    stofzuiger stofzuigers hoover staubsauger aspirateur aspirateurs
    barbecue barbecues bbq grill grills
    ladder ladders trapladder stepladder leiter leitern echelle echelles escabeau
    pomp pompen pump pumps pumpe pumpen pompe pompes
    slang slangen tuinslang hose hoses schlauch schlaeuche tuyau tuyaux
    accu accus battery batteries akku akkus batterie batterien
    magnetron magnetrons microwave microwaves mikrowelle microondes
    camera cameras kamera kameras
    tablet tablets ipad tablette tablettes
"""


def orders_described(topic: Sequence[str], orders: Sequence[KnownOrder]) -> frozenset[str]:
    """The orders whose products the words name; else the one of whose kind they speak."""
    if meant := orders_meant(topic, orders):
        return meant
    spoken = kinds_of(topic)
    if not spoken:
        return frozenset()
    found = [one.order_id for one in orders if spoken & kinds_of(topic_of(*one.titles))]
    return frozenset(found) if len(found) == 1 else frozenset()


def kinds_of(stems: Iterable[str]) -> frozenset[int]:
    """Which kinds the stems are words for, whole or as the end of a compound."""
    by_stem = _kind_by_stem()
    kinds = (_kind_of(one, by_stem) for one in stems)
    return frozenset(kind for kind in kinds if kind is not None)


def _kind_of(one: str, by_stem: Mapping[str, int]) -> int | None:
    ends = (one, *(one[start:] for start in range(1, len(one) - SHORTEST_TAIL + 1)))
    return next((by_stem[end] for end in ends if end in by_stem), None)


@cache
def _kind_by_stem() -> dict[str, int]:
    lines = "".join(
        f" {line.strip()}" if line.startswith(8 * " ") else f"\n{line.strip()}"
        for line in _KINDS.splitlines()
    ).split("\n")
    return {
        stem: kind
        for kind, words in enumerate(lines)
        for word in words.split()
        for stem in topic_of(word)
    }
