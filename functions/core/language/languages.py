"""Which language a text is in, from its function words and the shape of its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from functions.core.language.phrases import tokenise

OTHER = "other"
_MOST_WORDS = 400
_WORDS_REMEMBERED = 4096
_LEAST_SCORE = 0.9
_WORD, _SHAPE = 1.0, 0.25
_CLOSE = 0.6
"""The part of the best score from which another language is likely too."""

# Words that hardly occur in the other three; those that two languages share are left out or
# stand with both, and then decide nothing between them.
_WORDS: Mapping[str, str] = {
    "nl": """de het een en ik je jij u jullie wij ze hij dat dit deze die niet geen nog wel
        ook maar of als dan met voor van naar bij op aan uit om te er hier daar is zijn
        was waren heb hebt heeft hebben had wordt worden kan kun kunt kunnen moet wil
        wilt zou zal mag mijn uw onze ons wat waar wanneer hoe welke waarom graag
        bedankt hallo hoi goedemiddag goedemorgen dag groet groeten alvast svp aub
        alsjeblieft alstublieft ff effe nu nou al altijd nooit niks niets iets iemand
        door over onder tegen tot sinds want omdat dus toch heel erg veel meer weer
        terug bestelling besteld pakket geld factuur bezorgd geleverd ontvangen gekregen
        kapot werkt retour ruilen vandaag morgen gisteren week keer mn m'n zn z'n ie da
        nie wa dank prijs maat hee hey joh hoor bon nieuwe andere sturen stuur komt
        krijg krijgen hebt doet gaat staat ligt""",
    "en": """the a an and i you he she it we they my your our his her its this that these
        those is are was were be been am do does did don't doesn't didn't have has had
        haven't hasn't not no yes can could can't couldn't will would won't should may
        must to of in on at for with from by about into out up off what where when how
        which why who please thanks thank hello hi hey dear regards just still already
        never nothing something anyone but or if then than so as too very more again
        back there here i'm i've it's im ive dont wont got get need want bought ordered
        order parcel delivery delivered received broken works working refund return
        money invoice today tomorrow yesterday morning any some only last first send
        sent u pls plz come comes coming taken twice wrong stuck step""",
    "de": """wegen ihrer ihrem ihren seit unsere unserer unseren steht stehen wurden mochten
        hatten konnten vom beim ob mal ja nein doch der die das ein eine einen einem
        einer und ich du sie er es wir ihr ihnen mir mich uns nicht kein keine noch auch
        aber oder wenn dann mit fur von zu zum zur nach bei auf an aus um am im in ist
        sind war waren habe hast hat haben hatte wird werden kann konnen konnte muss
        will mochte wurde soll darf mein meine meinen ihre unser was wo wann wie welche
        warum bitte danke hallo guten tag gruss grusse freundlichen heute morgen gestern
        schon immer nie nichts etwas jemand durch uber unter gegen bis seit weil denn
        also doch sehr viel mehr wieder zuruck bestellung bestellt paket geld rechnung
        geliefert erhalten bekommen kaputt funktioniert kommt geht passt gibt dass den
        dem des hatte hatten gern gerne moin servus""",
    "fr": """le la les un une des du de et je tu il elle nous vous ils mon ma mes votre vos
        notre nos ce cet cette ces ne pas plus jamais rien non oui est sont etait suis
        etes ai as avez avons ont avait peut peux pouvez pourriez puis veux voudrais
        dois faut sera serait que qui quoi ou quand comment quel quelle quels quelles
        pourquoi combien svp bonjour bonsoir coucou salut merci cordialement avec pour
        par sur dans chez sans sous en au aux mais donc car si encore toujours deja
        aussi tres trop peu bien mal commande colis argent facture livraison livre recu
        casse marche aujourd'hui demain hier fait faire on se sa son leur y""",
    # Neighbours that would otherwise pass for one of ours: Spanish, Italian, Portuguese, Polish.
    OTHER: """el los las una mi pedido donde esta todavia ha no por favor gracias hola que cuando
        llegado como tengo il gli che non sono ordine dove grazie ciao ho mio della nao meu minha
        encomenda onde obrigado ola gdzie jest moja dzien dobry prosze paczka nie czy zamowienie""",
}
_SHAPES: Mapping[str, str] = {
    "nl": "ij aa oo uu ee sch cht ui oe lijk heid tje gen eu aar ing zou mij",
    "en": "th wh ght ould ing tion ck sh ough ly 's n't ea",
    "de": "sch ung cht ich ei keit heit tz pf lich eit fur uss ier",
    "fr": "tion eau ais ait eux ez oi que ment ille eur aux qu oir",
}


def language_of(text: str) -> str:
    """`nl`, `en`, `de` or `fr`; `other` where nothing, or too little, speaks for one of them."""
    return (likely_languages(text) or (OTHER,))[0]


def likely_languages(text: str) -> tuple[str, ...]:
    """The language of a text and those that come close, the likeliest first; none: `other`."""
    words = [word for sentence in tokenise(text) for word in sentence.words][:_MOST_WORDS]
    scores = _scores(words)
    ranked = sorted(scores, key=lambda language: -scores[language])
    best = scores[ranked[0]]
    if ranked[0] == OTHER or best < max(_LEAST_SCORE, 0.12 * len(words)):
        return ()
    return tuple(code for code in ranked if scores[code] >= _CLOSE * best and code != OTHER)


def _scores(words: Iterable[str]) -> dict[str, float]:
    scores = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        for language, value in _worth(word):
            scores[language] += value
    return scores


@lru_cache(_WORDS_REMEMBERED)
def _worth(word: str) -> Sequence[tuple[str, float]]:
    """A function word counts in full, shared between its languages; other words by their shape."""
    languages = _languages_by_word().get(word)
    if languages:
        return [(language, _WORD / len(languages)) for language in languages]
    if len(word) < 3 or not word.isalpha():
        return []
    return [
        (language, _SHAPE * min(2, sum(shape in word for shape in shapes.split())))
        for language, shapes in _SHAPES.items()
    ]


@cache
def _languages_by_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for language, words in _WORDS.items():
        for word in set(words.split()):
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}
