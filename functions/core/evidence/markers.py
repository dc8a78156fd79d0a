"""What a message says of itself: private, on behalf of somebody, a follow-up, a request to buy."""

from functions.core.language.whole_words import any_of, on_one_line

LOOKED_AT = 2_000


_PRIVATE = any_of(
    r"(?:als|voor|een|is|ook|even|maar|puur|geheel|dit keer|nu|mijn|vraag)"
    r" prive(?! ?-?(?:nummer|adres|telefoon|mail))",
    r"^prive|\(prive\)|prive ?-?(?:vraag|aankoop|bestelling|gekocht|besteld|aangeschaft)",
    r"prive (?:een|iets|heb|wil|zoek|de|het|gekocht)",
    r"voor (?:mezelf|mijzelf|thuis|bij mij thuis|privegebruik|eigen gebruik)",
    r"(?:mijn|onze|m'n) eigen (?:huis|schuur|tuin|woning|keuken|thuis"
    r"|garage|zolder|badkamer|dochter|zoon|balkon)",
    r"bij mij thuis|privately|private(?:ly)? (?:purchase|order|matter|question|bought)",
    r"(?:a|this is|it's|as a|my|is) private(?! (?:number|address|phone|mail))",
    r"personal (?:purchase|order|matter|question)",
    r"for (?:my own|myself|my home|home use|personal use|private use)",
    r"my own (?:house|home|garden|shed|kitchen|garage|purchase|order)",
    r"not (?:for|via) (?:work|the company)",
    r"privat (?:gekauft|bestellt|ein|eine|einen|habe|mochte|etwas)|(?:ist|rein|nur|ganz) privat",
    r"privat(?:e frage|kauf|bestellung|er kauf)|^privat",
    r"fur (?:mich selbst|mich privat|zu ?hause|mein eigenes|meinen eigenen|meine eigene)",
    r"bei mir zu ?hause|a titre (?:prive|personnel)",
    r"(?:achat|commande|question|usage) (?:prive|privee|personnel|personnelle)",
    r"pour (?:moi-meme|mon propre|ma propre|chez moi|la maison)|chez moi",
    r"zu hause|at home",
    r"(?:mijn|m'n|my|meine?[nrms]?|mon|ma) (?:tuin|huis|schuur|zolder|balkon|woning|tuinhuis"
    r"|garten\w*|haus|wohnung|keller|dachboden|gartenhaus|terrasse|garden|house|shed|flat"
    r"|apartment|jardin|maison|appartement|balcon|salon)",
    r"(?:this|it|that)(?: one)?(?: is|'s) (?:a )?(?:personal|private)",
    r"on a personal note|personal ?:",
    r"niet (?:voor|van|via) (?:de zaak|mijn werk|het werk)|prive ?:|privat ?:",
    r"(?:met|van|uit) (?:mijn )?eigen (?:geld|pas|bankpas|creditcard|rekening|zak|portemonnee)",
    r"voor mijn (?:vakantie|verjaardag|hobby|gezin)|mijn privepas",
    r"(?:with|from|on|out of) my own (?:card|money|account|pocket)",
    r"for my (?:holidays?|vacation|birthday|hobby|family)",
    r"(?:mit|von|aus) (?:meine[rmn]?|der) eigenen (?:karte|geld|konto|tasche)|aus eigener tasche",
    r"fur meine[n]? (?:urlaub|ferien|geburtstag|hobby|familie)",
    r"(?:ma|mon) propre (?:carte|argent|compte|poche)|de ma poche",
    r"pour (?:mes vacances|mon anniversaire|mon loisir|ma famille)",
    r"voor mijn (?:dochter|zoon|vrouw|man|kind|kinderen|moeder|vader|ouders|vriendin|vriend)",
    r"for my (?:daughter|son|wife|husband|kids|children|mother|father|parents|partner)",
    r"fur meinen? (?:tochter|sohn|frau|mann|kinder|mutter|vater|eltern)",
    r"pour (?:ma|mon|mes) (?:fille|fils|femme|mari|enfants|mere|pere|parents)",
)
_ON_BEHALF = any_of(
    r"namens|in opdracht van",
    r"(?:voor|bij|van) (?:een |onze |mijn |de |uw )?(?:klant|opdrachtgever|client|clienten)",
    r"(?:een|mijn|onze|de|die|deze|andere?) (?:klant|opdrachtgever|client|mandant)",
    r"(?:my|our|the|a|another|other|this|that) (?:client|customer)(?:'s)?"
    r"(?! (?:number|no|id|service|support|care|code))",
    r"(?:mein|unser|dies|jen|ander|ein|d)(?:e|er|en|em|es) (?:kunden?|mandant(?:en|in)?"
    r"|auftraggebers?)(?! ?-?(?:nummer|nr))",
    r"(?:mon|notre|ce|un|le|du|au|autre) (?:client|mandant|donneur d'ordre)e?(?! (?:n°|numero|no))",
    r"(?:ik|wij|we) (?:plaats|plaatsen|monteer|monteren|installeer|installeren"
    r"|verzorg|verzorgen|doe|doen|beheer|beheren)",
    r"on behalf of|for (?:our|my|a) (?:client|customer)",
    r"(?:i am|we are|i'm|we're) (?:installing|fitting)|im (?:auftrag|namen)",
    r"fur (?:unseren|meinen|einen) (?:kunden|mandanten)",
    r"(?:ich|wir) (?:montiere|montieren|installiere|installieren|baue|bauen)|au nom de",
    r"pour (?:notre|mon|un|le compte de(?: notre)?) client",
    r"(?:j'installe|nous installons|je pose)",
)
_OWN_BUSINESS = any_of(
    r"(?:voor|in|op|bij) (?:ons|mijn|onze) (?:eigen )?(?:kantoor|bedrijf|zaak|werkplaats|magazijn"
    r"|bus|bussen|praktijk|gebruik|loods|showroom|voorraad|monteurs|administratie|team)",
    r"(?:for|in|at) our (?:own )?(?:office|company|workshop|use|vans?|stock|warehouse|fitters"
    r"|practice|firm|agency|studio|team)",
    r"(?:fur|in|bei) (?:unser|mein)(?:e|en|em|er)? (?:eigene[snr]?|buro|lager|werkstatt|betrieb"
    r"|firma|monteure|kanzlei|praxis|agentur|team)",
    r"(?:pour|dans|a) (?:notre|mon) (?:propre|bureau|atelier|stock|depot|entreprise|cabinet|etude"
    r"|agence|societe|equipe)",
    r"(?:dealer|reseller|wederverkoper|verkooppunt|distributeur|distributor|stockist|partner)s?"
    r" (?:van|voor|of|for) .{1,40} (?:worden|to become)|(?:become|becoming) (?:an? )?(?:\w+ )?"
    r"(?:dealer|reseller|distributor|stockist)|(?:dealer|wederverkoper|distributeur) (?:te )?worden"
    r"|(?:handler|wiederverkaufer|vertriebspartner|fachhandler) (?:zu )?werden"
    r"|devenir (?:votre |un )?(?:revendeur|distributeur|partenaire)|dealerschap|dealership",
)
_FOLLOW_UP = any_of(
    r"nieuws|al iets|terugkoppeling|hoor graag|bericht gehad|hoe ver|laatste stand|de klacht",
    r"news|progress|chasing|heard (?:back|anything|nothing)|as (?:written|said) (?:on|by|in)",
    r"gibt es (?:etwas )?neu\w*|ruckmeldung|keine antwort|schon etwas|fortschritt",
    r"nouvelles|avancement|pas de reponse|sans reponse|ou en est|ou en sommes",
    r"nog (?:steeds|altijd|niet|niets|geen|eens)|steeds",
    r"wanneer (?:komt|komen|krijg|krijgen|hoor|horen|kan|wordt|is)",
    r"(?:hoe|wat is) (?:zit het|staat het|de status|de stand|is de stand)|stand van zaken",
    r"update|inmiddels|ondertussen|intussen|opgelost|gelukt|ontvangen|binnen(?:gekomen)?",
    r"gekomen|aangekomen|vervangen|gemaakt|gerepareerd|werkt (?:weer|nu|niet)",
    r"doet het(?: weer| nu)?",
    r"(?:had|heb|hebben|hadden) (?:ik|wij|we) .{0,40}(?:gemeld|gemaild|gebeld|gestuurd"
    r"|doorgegeven|geappt)",
    r"(?:mijn|onze|een) (?:collega|baas|chef|kok|beheerder|klusser|installateur"
    r"|directeur|inkoper|monteur|boekhouder|secretaresse|assistent|assistente)",
    r"zoals (?:gemeld|gezegd|besproken|beloofd|afgesproken)",
    r"(?:dank|bedankt|top|prima|akkoord|perfect|excuses)|vanmorgen|vanmiddag|weer|opnieuw",
    r"derde keer|tweede keer|herinnering|reactie|antwoord|hier (?:is|zijn|komt) (?:de|het|een)",
    r"zie bijlage|(?:in de|als) bijlage|foto's?|filmpje|kan (?:zo )?niet langer|onacceptabel",
    r"schandalig|wachten|al (?:weken|dagen|twee|drie|een week)|still|any (?:news|update)",
    r"update|when (?:will|can|is|does|are)|meanwhile",
    r"as (?:discussed|promised|agreed|mentioned|reported)|my colleague",
    r"our (?:chef|manager|technician|installer|bookkeeper)|received|arrived|solved|fixed",
    r"works? (?:again|now)|resolved|thanks|thank you|again|third time|second time|reminder",
    r"not acceptable|unacceptable|attached|(?:no|any) (?:reply|answer|response)|immer noch",
    r"noch (?:immer|nicht|kein|keine|nichts)|wann (?:kommt|wird|kann|bekommen)|inzwischen",
    r"wie besprochen|wie gemeldet|mein kollege|meine kollegin|unser (?:techniker|chef|monteur)",
    r"erhalten|angekommen|eingetroffen|gelost|erledigt|lauft wieder",
    r"funktioniert (?:wieder|jetzt)|danke|vielen dank|wieder|erneut|zum dritten mal|anbei",
    r"im anhang|neuigkeiten|stand|toujours|encore|quand (?:est|va|sera|arrive|pouvez|aurons)",
    r"entre-?temps|comme convenu|mon collegue|ma collegue",
    r"notre (?:technicien|chef|installateur|comptable)|bien recu|recu|resolu",
    r"marche (?:a nouveau|maintenant)|merci|a nouveau|troisieme fois|relance|ci-joint",
    r"en piece jointe|des nouvelles",
    r"excuus|sorry|ik bedoel\w*|(?:het )?ging om|vergist|my mistake|i meant|it should (?:be|read)"
    r"|verzeihung|entschuldigung|gemeint|es geht um|pardon|je voulais dire|il s'agit de",
    r"hierdoor|daardoor|because of (?:this|that|it)|deswegen|dadurch|a cause de (?:cela|ca)",
    r"(?:niet|nooit) (?:gereageerd|beantwoord|teruggebeld)|geen (?:reactie|antwoord|gehoor)",
    r"(?:mijn|onze) (?:uitvoerder|medewerkers?|collega's|personeel|technicus|loodgieter"
    r"|elektricien|schilder|concierge|accountant|winkel|keuken|team)",
    r"nobody (?:replied|answers|calls)|no one (?:replied|answers)|my (?:staff|team|manager)",
    r"our (?:staff|team|plumber|electrician|fitter|accountant|contractor|engineers?)",
    r"niemand (?:meldet|antwortet|reagiert)|(?:mein|unser)e? (?:team|mitarbeiter|installateur"
    r"|elektriker|handwerker|buchhalter|hausmeister|klempner)",
    r"personne ne (?:repond|rappelle)|(?:mon|notre) (?:equipe|plombier|electricien|artisan"
    r"|gerant|responsable)",
    r"(?:is|zijn|was|heeft|hebben|komt|wordt|kan) .{1,40} al|already|schon|bereits|deja",
    r"(?:ook|zelfs) (?:met|na|zonder) (?:de |het |een )?(?:nieuwe?|andere?)|even (?:with|after)",
    r"(?:auch|selbst|sogar) (?:mit|nach) (?:de[mrn] )?(?:neuen?|anderen?)|meme (?:avec|apres)",
    r"vervolg|follow-?up|nachtrag|suite a|over mijn (?:mail|bericht|vraag)",
    r"about my (?:mail|message)",
)
_RECURS = any_of(
    r"(?:al)?weer|opnieuw|terug(?:gekeerd|gekomen)?|nog een keer|again|once more|(?:is|are|comes?"
    r"|came|has|went) back|returned|(?:schon )?wieder|erneut|noch ?mal\w*|zuruck|von vorne?",
    r"(?:a|de) nouveau|encore|revenue?s?|recommence\w*|rebelote",
)
_SOLVED = any_of(
    r"opgelost|gelukt|verholpen|gerepareerd|vervangen|gemonteerd|geplaatst|doet het (?:weer|nu)",
    r"fixed|solved|resolved|repaired|replaced|installed|fitted|works (?:again|now)|sorted",
    r"erledigt|gelost|behoben|repariert|getauscht|eingebaut|montiert|lauft (?:wieder|jetzt)",
    r"resolu|repare|remplace|monte|installe|fonctionne (?:a nouveau|maintenant)",
    r"gevonden|teruggestort|(?:terug)?ontvangen|erhalten|received",
    r"(?:is|zijn) (?:er|binnen|aangekomen|gebracht|geleverd|bezorgd)",
    r"zat(?:en)? (?:in|tussen|onder|achter)|loopt weer|draait weer|werkt weer",
    r"found|turned up|has arrived|have arrived|refunded|runs again|moves again",
    r"gefunden|(?:ist|sind) (?:da|angekommen|gekommen)|gebracht|geliefert worden|erstattet",
    r"retrouve\w*|est arrivee?|sont arrivee?s|rembourse\w*|bien recu",
)
_ESCALATION = any_of(
    r"klacht|onacceptabel|schandalig|dit kan (?:zo )?niet|niet gereageerd|geen reactie"
    r"|verklaring|ingebrekestelling|schadevergoeding|directie|aansprakelijk\w*|gederfde",
    r"liable|liability|haftbar|haftung|dommages",
    r"complaint|unacceptable|not acceptable|disgrace|compensation|escalat\w+"
    r"|who (?:pays|will pay|is going to pay)",
    r"beschwerde|inakzeptabel|unverschamt|unzumutbar|schadenersatz|eskal\w+",
    r"reclamation|inacceptable|inadmissible|mecontent\w*|plainte|scandaleux|dedommag\w+",
)
_BUYING = any_of(
    r"(?:kunnen|kunt|konnen|can|could|pouvez|pourriez|wurden|zou|zouden)[ -]"
    r"(?:jullie|u|sie|you|vous) (?:ook |auch |also |aussi )?(?:een|an?|eine?n?|une?)"
    r" (?!nieuwe?|ander|vervang|new|replac|another|neue|ersatz|nouve|autre|kopie|copy"
    r"|monteur|technic|technik)\w+ .{0,30}"
    r"(?:leveren|aanbieden|supply|provide|offer|liefern|anbieten|fournir|proposer)",
    r"(?:can|could|pouvez|pourriez)[ -](?:you|vous) (?:also |aussi )?(?:supply|provide|offer"
    r"|fournir|proposer) (?:us )?(?:an?|une?) (?!new|replac|another|nouve|autre|copy)",
    r"welke? tarie\w+|wat is (?:het|uw|jullie) tarief|what rates?|at what rate|welche[rmn]? tarif",
    r"(?:uw|jullie|your|ihren?|euren?|votre) (?:(?:beste|best|bester|meilleur) )?(?:prijs|price"
    r"|preis|prix) (?:voor|for|fur|pour|per|par)",
    r"welke .{1,40} passen|which .{1,40} fit",
    r"(?:prijs|price|preis|prix) ?\?|(?:tegen |voor )?welke prijs|at what price",
    r"zu welchem preis|a quel prix",
    r"wat is de prijs|what is the price|was ist der preis|(?:ich suche|je cherche|ik zoek) "
    r"(?:nog |noch |encore )?(?:een|eine?n?|une?)|gibt es (?:die|den|das|auch)|looking for an?",
    r"wat kost|wat kosten|offerte|prijsopgave|verkoopt u|verkopen jullie|leveren jullie ook",
    r"heeft u ook|hebben jullie ook|bij ?bestellen|nog een bestellen",
    r"(?:kan|kunnen) (?:ik|wij|we) .{0,30}bestellen|staffelprijs|korting",
    r"how much (?:is|are|would|for)|what (?:does|do|would) .{1,40} cost|a quote|quotation",
    r"do you (?:also )?(?:sell|have|stock|carry)|discount|like to (?:order|buy)",
    r"prijs voor|price (?:for|of|list)|was kostet|was kosten|angebot|preisanfrage|verkaufen sie",
    r"haben sie auch|fuhren sie|nachbestellen|rabatt|preise? fur|combien coute",
    r"welke? .{1,40} past(?: er)?|past (?:er|dit|deze|die) .{1,30} op|which .{1,40} fits?",
    r"welche\w? .{1,40} pass(?:t|en)|quel(?:le)?s? .{1,40} convien(?:t|nent)|prix pour",
    r"we (?:are looking for|need prices)|(?:wij|ik) zoeken? een|wir suchen|nous cherchons",
    r"proposez-vous|(?:verhuren|maken|hebben|verkopen) jullie (?:ook|toevallig)|prijslijst",
    r"do you (?:also )?(?:offer|rent|make)|bieten sie (?:auch|ebenfalls)|vermieten sie",
    r"preisliste|liste de prix",
    r"(?:je|nous) (?:voudrais|voudrions|souhaite|souhaitons|aimerais|aimerions) (?:re)?commander",
    r"(?:ich|wir) (?:mochten?|wurden?|wollen?) .{0,40}bestellen",
    r"(?:ik|wij|we) (?:wil|willen|wilde|wilden|zou|zouden) .{0,40}bestellen",
    r"(?:uw|jullie|your|votre|vos|ihren?|euren?) (?:\w+ )?"
    r"(?:catalogus|catalogues?|katalog|brochure)",
    r"quel (?:est|serait) le prix|devis|vendez-vous|avez-vous (?:aussi|egalement)|remise|tarif",
)


def is_private(text: str) -> bool:
    """The sender says that it is his own matter, not his employer's."""
    return _PRIVATE.search(_folded(text)) is not None


def is_on_behalf(text: str) -> bool:
    """The sender says that he works for somebody else."""
    return _ON_BEHALF.search(_folded(text)) is not None


def is_own_business(text: str) -> bool:
    """The sender asks for his own company, not for the customer he otherwise works for."""
    return _OWN_BUSINESS.search(_folded(text)) is not None


def follows_up(text: str) -> bool:
    """It speaks of something that is known already."""
    return _FOLLOW_UP.search(_folded(text)) is not None


def recurs(text: str) -> bool:
    """Something is as it was before."""
    return _RECURS.search(_folded(text)) is not None


def asks_to_buy(text: str) -> bool:
    return _BUYING.search(_folded(text)) is not None


def is_solved(text: str) -> bool:
    """It tells that something known is put right."""
    return _SOLVED.search(_folded(text)) is not None


def escalates(text: str) -> bool:
    """A complaint about how something is handled: about what, its reader is taken to know."""
    return _ESCALATION.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return on_one_line(text, LOOKED_AT)
