"""Words by which four languages say that something presses; `functions.core.language.pressing` joins them.

They stand apart from the lexicons since the learned model does not see them.
"""
# ruff: noqa: E501  (a phrase list per meaning reads best as prose)

from collections.abc import Mapping
from enum import StrEnum, auto


class P(StrEnum):
    """One thing said about how pressing it is."""

    WROTE = auto()
    """An earlier contact of the customer's own; each word is another one."""
    CALL_ME = auto()
    AGAIN = auto()
    EARLIER = auto()
    LATE = auto()
    OVER_A_WEEK = auto()
    CLAIM = auto()
    REPORT = auto()
    NOT_HERE = auto()
    ELSEWHERE = auto()
    TAKEN = auto()
    CANCELLED = auto()
    REMINDER = auto()
    PAID = auto()
    NOT_PAID = auto()
    BOSS = auto()
    ASKS_FOR = auto()
    OWN_BOSS = auto()
    DAY = auto()
    NEEDED = auto()
    NOT_IN = auto()
    NO_REPLY = auto()
    TIP = auto()
    FOR_NOTHING = auto()
    DANGER = auto()
    STANDSTILL = auto()
    LEAK = auto()
    LEGAL = auto()
    TERM = auto()


NL = {
    P.WROTE: "gebeld, gemaild, gemailt, geappt, geschreven, gechat, aangeschreven, langsgeweest, ingesproken",
    P.CALL_ME: "word|worden|wilt|wil|graag|kan|kunt|kun .. gebeld|teruggebeld|gemaild",
    P.AGAIN: "weer, opnieuw, nog steeds, nog altijd, niets, niks, geen, nu",
    P.EARLIER: "vorige|laatste|eerdere|mijn mail|bericht|mails|berichten|e-mail, 2e|tweede keer|mail|bericht|keer, tweede keer, twee keer gemaild|gebeld|geappt, nogmaals, al eerder, eerder gemeld|gemaild|gebeld|geschreven|gevraagd",
    P.LATE: "te laat, geleden, vertraagd, vertraging, wacht, wachten, had moeten, hadden moeten, zou, zouden, over tijd, achter",
    P.OVER_A_WEEK: "ruim een week, meer dan een week, al weken, langer dan een week",
    P.CLAIM: "bezorgd, afgeleverd, geleverd, afgegeven, overhandigd, handtekening, bezorgbewijs, getekend, bezorgfoto, ontvangen door, in de brievenbus, aangenomen door, in ontvangst genomen",
    P.REPORT: "volgens, app, status, staat, track*, zegt, beweert, zogenaamd, zou .. zijn, foto, mail, melding, chauffeur, bezorger, handtekening, bezorgbewijs, jullie",
    P.NOT_HERE: "niets .. ontvangen|gekregen|gezien|hier|te zien|te bekennen|binnen, niks .. ontvangen|gekregen|gezien|hier|te zien|binnen, ligt|staat|lag .. niets|niks, geen pakket*|pakje|doos, niet ontvangen|gekregen|aangenomen, weten .. van niks|niets, nergens .. pakket|pakje|te vinden|te bekennen, was .. niemand .. thuis, niemand .. gezien, niet bij mij|ons, nooit ontvangen|gekregen|gezien",
    P.ELSEWHERE: "niet van mij, niet onze|mijn voordeur|deur|huis|handtekening|straat, niet mijn|onze, ken|kennen .. niet, woont|wonen .. niemand|niet, heet|bestaat .. niet",
    P.TAKEN: "afgeschreven, geincasseerd, afgeboekt, afgehaald, ingehouden, van mijn rekening|creditcard, van m'n rekening, bedrag .. gehaald, euro .. gehaald",
    P.CANCELLED: "geannuleerd, annulering, geannulleerd, opgezegd, stopgezet",
    P.REMINDER: "aanmaning*, herinnering*, betalingsherinnering*, betaalherinnering*, incasso*, incassobureau, deurwaarder, sommatie",
    P.PAID: "betaald, voldaan, overgemaakt, afgelost, op .. rekening .. sinds, betaalbewijs, bewijs van betaling",
    P.NOT_PAID: "niet betaald, nog .. betalen, vergeten, wil .. betalen, graag betalen, nog niet .. betaald|voldaan, later betaald|betalen",
    P.BOSS: "baas, teamleider, leidinggevende, manager, chef, directeur, directie, bedrijfsleider, verantwoordelijke, leiding, iemand .. gezag|niveau|verstand|beslis*|beslissing*, iemand die .. weet|mag, eindverantwoordelijke",
    P.ASKS_FOR: "mag|wil|kan|graag, spreken, bellen, belt, doorverbind*, bij jullie, uw, jullie, escaleer*",
    P.OWN_BOSS: "onze|ons|mijn manager|directeur|chef|baas|leidinggevende|directie, manager|directeur|chef van|bij, ben .. manager|directeur|chef|leidinggevende, namens .. directie|manager",
    P.DAY: "maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, weekend, morgen, overmorgen",
    P.NEEDED: "op tijd, redden, lukt|gaat het|dat|hij, lukt, moet|moeten .. er|binnen|klaar|hier .. zijn|staan|liggen, nodig, voor die tijd, daarvoor, daarvoor .. leveren, uiterlijk, vertrek*, jarig, verjaardag, verhuiz*, trouw*, feest, *feest, bruiloft, vakantie, opening, cadeau, anders .. te laat|niet meer nodig",
    P.NOT_IN: "niet .. thuis|aanwezig|bereikbaar, niet kan|kunnen ontvangen, liever .. op|een, andere dag, dag later, dag eerder, open .. of|op, verzetten, verplaats*, open",
    P.NO_REPLY: "hoef* .. niet .. reageren|antwoord*|te antwoorden, geen reactie .. nodig, geen antwoord .. nodig, verder niets nodig, hoeft .. niets .. te doen, ter info*",
    P.DANGER: "rook|vlammen|vonken .. uit, komt|kwam|komen|kwamen rook|vlammen|vonken, ruik|ruikt|ruiken .. gas, vloog|vliegt .. in brand, stroomstoot*, schok gekregen, onder stroom",
    P.LEGAL: "dagvaard*, rechtbank, kantonrechter, advocaat, juridisch*, rechter, ingebreke*, in gebreke, gerechtelijk*",
    P.TERM: "tot|voor|uiterlijk|vanaf #, binnen .. dagen|week|weken, tot|voor|uiterlijk maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag, laatste termijn|kans, termijn van",
    P.STANDSTILL: "wasserij|keuken|zaak|restaurant|bakkerij|praktijk|salon|kantine|bedrijf|winkel|lunchroom|ijssalon .. plat|stil|eruit|ligt stil|staat stil, kunnen .. niet open",
    P.LEAK: "factuur|facturen|gegevens|adres|telefoonnummer|iban|retourlabel|pakbon .. van een|ene|iemand|andere|andermans .. ander|anders|andere|klant|persoon|mevrouw|meneer, andermans gegevens|factuur|facturen|adres|bestellingen",
    P.FOR_NOTHING: "voor niets|niks, dank je de koekoek",
    P.TIP: "een tip, tip voor, tipje, suggestie, ideetje, een idee voor",
}
EN = {
    P.WROTE: "called, rang, phoned, emailed, mailed, wrote, written, texted, messaged, chased, tweeted, dm'd",
    P.CALL_ME: "like|want|can|could|please|you .. called|emailed|phoned, you called|emailed|wrote|phoned",
    P.AGAIN: "again, still, nothing, no, nobody, now, yet",
    P.EARLIER: "last|previous|earlier|first|my email|message|mail|emails|messages|call, second time, second message|email|attempt, asked before|already, twice emailed|called|asked|written, once again, chasing",
    P.LATE: "late, overdue, ago, delayed, waiting, waited, should have, was due, were due, supposed, meant to",
    P.OVER_A_WEEK: "over|than a week, weeks late, for weeks",
    P.CLAIM: "delivered, handed, handed it, left it, left with|in|at|by, signed, proof of delivery, photo, picture, posted through",
    P.REPORT: "says, said, claims, claimed, app, tracking, status, according, apparently, shows, marked, photo, picture, courier, driver, signed, email",
    P.NOT_HERE: "nothing .. here|arrived|outside|there|received|came, no parcel|package|box|sign, never arrived|received|came|got, not here|received|arrived|there, haven't|havent|didn't|didnt|not .. received|got|had|seen|get|receive, isn't here|there, nobody|no one .. home|in|here|seen, where did .. go",
    P.ELSEWHERE: "isn't|not ours|mine|my|our, ours is, mine is, don't have a|an, no such, don't know, doesn't live, no one called",
    P.TAKEN: "charged, taken, took, debited, billed, money .. gone, left my account",
    P.CANCELLED: "cancelled, canceled, cancellation",
    P.REMINDER: "reminder*, collections, collection letter|agency, debt, bailiff*, final notice|demand, dunning, overdue notice",
    P.PAID: "paid, settled, cleared, transferred, proof of payment, payment went",
    P.NOT_PAID: "not paid|settled, haven't|havent|didn't .. paid|pay, forgot*, will pay, pay it|into, to pay, unpaid",
    P.BOSS: "manager, supervisor, boss, director, someone senior, somebody senior, person in charge, team leader, higher up, someone in charge, head office, someone|somebody|person .. decide|authority|responsible|senior",
    P.ASKS_FOR: "speak, talk, want, pass, put, escalate*, let me, get me, your, connect, transfer, call me, please",
    P.OWN_BOSS: "i'm|im|am|as|our|my|the .. manager|director|supervisor at|of|for|from, our|my manager|director|supervisor|boss, manager|director at|of",
    P.DAY: "monday, tuesday, wednesday, thursday, friday, saturday, sunday, weekend, tomorrow",
    P.NEEDED: "need*, in time, make it, by then, must, deadline, birthday, wedding, move in, moving, fly, flying, party, will that work, before then, no later, christening, opening, guests",
    P.NOT_IN: "not home|in|there, won't be .. home|in|there, away, out .. on, rather, instead of, reschedul*, another day, different day, open on, do you deliver|open",
    P.NO_REPLY: "no reply needed|necessary, no need to reply|respond|answer|do, don't need .. reply|answer, no action needed, just to say|let you know, fyi",
    P.DANGER: "smoke .. coming|pouring|from|out, started|is|was|began smoking|sparking, sparks .. from|out|flew, smell .. gas|burning, caught fire, burst into flames, electric shock, got a shock, a e, in hospital, taken to hospital, broke|broken .. arm|leg|wrist|hand",
    P.LEGAL: "solicitor*, court, proceedings, sue, legal action, lawyer*, small claims, tribunal",
    P.TERM: "within .. days|week|weeks, by|before|until #, by|before|until monday|tuesday|wednesday|thursday|friday, deadline, final notice, last chance, seven|fourteen days",
    P.STANDSTILL: "take payments|orders, bakery|restaurant|kitchen|cafe|salon|shop|clinic|practice|business|workshop|canteen .. can't open|closed|standstill, at a standstill, had to close, can't open|serve|trade",
    P.LEAK: "someone|somebody else's invoice|address|details|data|orders|iban|account, other customers|customers' addresses|emails|names|details, another customer's invoice|address|details|data|orders|name, other people's invoices|details|data|addresses",
    P.FOR_NOTHING: "for nothing",
    P.TIP: "a tip, suggestion, an idea for, just an idea",
}
DE = {
    P.WROTE: "angerufen, gemailt, geschrieben, gechattet, kontaktiert, telefoniert, angeschrieben",
    P.CALL_ME: "werden|mochte|bitte .. angerufen|kontaktiert, sie .. geschrieben|angerufen",
    P.AGAIN: "wieder, erneut, immer noch, nichts, keine, jetzt, nochmal",
    P.EARLIER: "letzte|letzten|vorige|erste|meine nachricht|mail|anfrage|e-mail, zweite mal|nachricht|mail|anfrage, zum zweiten mal, nochmals, bereits geschrieben|gemeldet|gefragt, schon einmal",
    P.LATE: "zu spat, uberfallig, verspatet, verspatung, vor, warte, warten, sollte, sollten, hatte .. sollen",
    P.OVER_A_WEEK: "uber|mehr als eine|einer woche, seit wochen, langer als eine woche",
    P.CLAIM: "zugestellt, ubergeben, abgegeben, geliefert, ausgeliefert, unterschrift, unterschrieben, abgelegt, angenommen, zustellfoto, entgegengenommen",
    P.REPORT: "laut, angeblich, app, status, sendungsverfolgung, steht, sagt, behauptet, foto, unterschrift, mail, fahrer, zusteller, bote",
    P.NOT_HERE: "nichts .. erhalten|bekommen|da|angekommen|gekommen|gesehen, kein paket|packchen, nicht erhalten|bekommen|angekommen|angenommen, liegt|steht .. nichts|kein, niemand .. da|zu|hause|gesehen, niemand da, nie erhalten|angekommen|bekommen",
    P.ELSEWHERE: "nicht meine|unsere, nicht unser|mein, gibt .. keinen|keine|hier .. nicht, kenne|kennen .. nicht, wohnt .. niemand|nicht",
    P.TAKEN: "abgebucht, eingezogen, abgezogen, belastet, berechnet, geld .. weg",
    P.CANCELLED: "storniert, stornierung, gekundigt, widerrufen",
    P.REMINDER: "mahnung*, zahlungserinnerung*, inkasso*, gerichtsvollzieher",
    P.PAID: "bezahlt, uberwiesen, beglichen, gezahlt, kontoauszug, zahlungsbeleg",
    P.NOT_PAID: "nicht bezahlt|uberwiesen|beglichen, vergessen, noch zahlen|bezahlen|uberweisen, zahle .. gern*",
    P.BOSS: "vorgesetzt*, chef, leiter, leiterin, geschaftsleitung, geschaftsfuhr*, teamleiter*, abteilungsleiter*, verantwortlich*, jemand* .. sagen|entscheid*|verantwort*|befug*",
    P.ASKS_FOR: "sprechen, will, mochte, verbinden, weiterleiten, ihr, ihrem, ihren, bitte, anrufen",
    P.OWN_BOSS: "unser|mein|unsere|meine chef|leiter|geschaftsfuhrer|geschaftsleitung, bin .. leiter|geschaftsfuhrer|chef, leiter der|des",
    P.DAY: "montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonnabend, sonntag, wochenende, morgen, ubermorgen",
    P.NEEDED: "brauche*, rechtzeitig, bis dahin, klappt, muss, mussen, geburtstag, einweihung, umzug, umziehen, feier, hochzeit, urlaub, fliegen, abreise, eroffnung, schaffen sie",
    P.NOT_IN: "nicht da|zu hause|zuhause|anwesend, lieber, anderen tag, verschieben, statt, geht auch, samstags, montags, liefern sie, geoffnet",
    P.NO_REPLY: "keine antwort notig|erforderlich, mussen nicht antworten, nur zur info*, brauchen nichts .. tun",
    P.DANGER: "kommt|kam|kommen|kamen rauch|qualm|funken|flammen, rauch|qualm|funken|flammen .. kommt|kam|kommen|kamen|aus, qualmt, qualmte, riecht .. gas, stromschlag*, feuer gefangen, in brand, im krankenhaus, arm|bein|hand|finger .. gebrochen|verbrannt",
    P.LEGAL: "klage, verklage*, anwalt*, rechtsanwalt*, gericht*, mahnbescheid, rechtliche* schritte*",
    P.TERM: "frist*, bis zum #, bis montag|dienstag|mittwoch|donnerstag|freitag, binnen|innerhalb .. tagen|woche, bis #",
    P.STANDSTILL: "betrieb|kuche|laden|salon|werkstatt|praxis|restaurant|backerei|kantine .. steht|still|stillstand|geschlossen|lahm",
    P.LEAK: "rechnung*|daten|adresse|iban|retourenschein|lieferschein|bestellungen .. einer|eines|von anderen|andern|fremden|anderer, fremde|fremder daten|rechnung*|adresse*",
    P.FOR_NOTHING: "fur nichts|garnichts, fur gar nichts",
    P.TIP: "ein tipp, vorschlag fur, kleine anregung, anregung, eine idee fur",
}
FR = {
    P.WROTE: "appele, ecrit, telephone, envoye, relance, contacte, laisse",
    P.CALL_ME: "etre appele|contacte|rappele, vous .. appele|ecrit|relance|envoye",
    P.AGAIN: "encore, toujours, rien, aucune, aucun, maintenant, nouveau",
    P.EARLIER: "dernier|precedent|premier|mon message|mail|courriel|mails|messages, deuxieme|seconde fois|mail|message|demande, deja ecrit|appele|demande|signale, a nouveau",
    P.LATE: "retard, depuis, attend*, aurait du, devait, devaient, il y a",
    P.OVER_A_WEEK: "plus d'une semaine, plus d une semaine, depuis des semaines",
    P.CLAIM: "livre, livree, remis, depose, deposee, signe, signature, preuve de livraison, photo, distribue, main propre",
    P.REPORT: "suivi, selon, pretend*, affirme, indique, dit, statut, photo, signe, livreur, transporteur, appli, application, mail",
    P.NOT_HERE: "rien .. recu|ici|trouve|vu|eu, n'ai rien, n ai rien, ai rien, pas .. recu|vu|la, aucun colis|paquet, jamais recu|arrive, personne .. maison|chez|la, etais absent*",
    P.ELSEWHERE: "pas la mienne|notre|ma|mon|la notre|chez moi|chez nous, ne connais|connaissons pas, aucun voisin, pas de|d' .. ici|chez",
    P.TAKEN: "debite, debitee, preleve, prelevee, prelevement*, facture deux, encaisse, argent .. parti",
    P.CANCELLED: "annule, annulee, annulation, resilie, resiliee",
    P.REMINDER: "relance*, rappel*, mise en demeure, huissier, recouvrement",
    P.PAID: "paye, payee, regle, reglee, acquitte*, virement, reglee*, solde, preuve de paiement",
    P.NOT_PAID: "pas .. paye|regle, oublie, vais payer|regler, pour payer|regler",
    P.BOSS: "responsable, superieur*, directeur, direction, chef, manager, quelqu'un .. decid*|responsable|competent*",
    P.ASKS_FOR: "parler, passez, veux, voudrais, transmettre, votre, vos, contacter, appeler",
    P.OWN_BOSS: "notre|mon directeur|responsable|direction|chef, suis .. responsable|directeur|directrice, responsable|directeur des|du|de l",
    P.DAY: "lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, week-end, weekend, demain",
    P.NEEDED: "besoin, a temps, doit|doivent .. etre|arriver, d'ici la, d'ici, anniversaire, mariage, emmenag*, demenag*, fete, possible, vacances, partons, avant, il me|nous faut, ouverture",
    P.NOT_IN: "pas la|chez moi|chez nous|disponible|a la maison, absent*, plutot, reporter, decaler, un autre jour, le samedi, ouvert*, livrez-vous, livrez",
    P.NO_REPLY: "pas besoin de repondre|reponse, inutile de repondre, pour info*",
    P.DANGER: "fumee|flammes|etincelles .. sort|sortent|sortie, sort|sortait|sortent .. fumee|flammes|etincelles, fume|fumait, sent .. gaz|brule, pris feu, choc electrique, coup de jus, electrocut*, brule .. main|doigt|bras, s'est brule, s'est blesse*, a l'hopital, aux urgences",
    P.LEGAL: "assign*, tribunal, avocat*, justice, poursui*, mise en demeure, porter plainte",
    P.TERM: "dernier delai, sous .. jours, avant|jusqu'au|au lundi|mardi|mercredi|jeudi|vendredi, avant le #, dans les # jours, d'ici, delai de",
    P.STANDSTILL: "cuisine|restaurant|atelier|salon|boulangerie|entreprise|magasin|cabinet|production .. arret|bloque*|ferme*",
    P.LEAK: "facture*|donnees|adresse|coordonnees|iban|bon de retour|commandes .. d' une|un|d'une|d'un autre|autres, une|un autre client|cliente|personne .. adresse|facture|coordonnees|donnees",
    P.FOR_NOTHING: "pour rien",
    P.TIP: "une suggestion, une idee pour, un conseil pour vous",
}
BY_LANGUAGE: Mapping[str, Mapping[P, str]] = {"nl": NL, "en": EN, "de": DE, "fr": FR}
NUMBERS = {
    word: value
    for words in (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
        "eine zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn",
        "une deux trois quatre cinq six sept huit neuf dix _ douze treize quatorze",
    )
    for value, word in enumerate(words.split(), start=1)
}
ATTEMPTS = frozenset(
    word
    for words in (
        "mails emails berichten telefoontjes gesprekken medewerkers collega's",
        "messages calls agents advisers colleagues",
        "nachrichten anrufe mitarbeiter mitarbeitern",
        "appels courriels conseillers interlocuteurs",
    )
    for word in words.split()
)
"""Two people spoken to, or two messages, are two contacts."""
DAYS = frozenset(["dag", "dagen", "day", "days", "tag", "tage", "tagen", "jour", "jours"])
WEEKS = frozenset(["week", "weken", "weeks", "woche", "wochen", "semaine", "semaines", "wk", "wkn"])
