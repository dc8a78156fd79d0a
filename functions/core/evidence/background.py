"""Words that customers use about anything: they say nothing about which problem it is.

A fixed list, so that a decision never depends on what else is in the table. Dutch, English, German
and French together; add freely.
"""

COMMON_WORDS = """
klantnummer klantnr kundennummer kundennr debiteurnummer customernumber
erstattung follow followup gestort nachtrag refund remboursement rückerstattung terugbetaling
terugbetaald terugbetalen teruggestort terugstorten vervolg
aan aangekomen aangeven aanvraag aanvragen ab abend aber abgeholt abholen able about above
absender accord according account achat acheté achter achteraf across actually ad address adres
adresse af afin afspraak after afternoon again ago ai ainsi akkoord al all alle allebei alleen
allem allen alles almost alors already als alsnog also alstublieft alt although altijd alvast
always am among amount an and ander andere anderen anders anfang anfrage angebot angekommen angry
another anrufen anschrift ansprechpartner answer antwort any anymore anyone anything apologies
apporter appreciate april après are arrive arrived arriver arrives arrivé article artikel asap ask
asked asking assez attached attachment attend attendre attends au auch aucun aucune auf aufgabe
auftrag aufträge august augustus aujourd auquel aurait aus aussi automatisch autre autres aux
außerdem available avait avant avec avez avoir avons avril away baas back bad bald bank beaucoup
because bedankt bedrag bedrijf been beetje before begin begrijp behandeling behind bei beide
beiden beim being bekend bekommen belachelijk believe bellen below belt benieuwd bent bereikbaar
bereits bericht berichten bescheid beschwerde beschädigt besoin best beste bestel bestelbon
besteld bestelde bestellen bestelling bestellingen bestellnummer bestellt bestellung bestelnummer
besten bestätigung betaald betalen betaling beter betrag betreft better between bevor bezahlen
bezahlt bezoekers bien bientôt bij bijlage bijna bijvoorbeeld bill billing bin binnen bis bit
bitte bitten blijft blijven bon bonjour bonne bonsoir boos bought boven box boxes brand brauche
brauchen brauchst brengen broken bräuchten btw buchhaltung buiten bureau but buy bv cadeau call
called came can cannot car carton case casse cassé cassée ce cela celle celui cent ces cet cette
change changed chaque check cheers chef cher chez chose ci clear client clients close closed code
colis colleague colleagues collega collegas collègue collègues combien come comes coming commande
commandes commandé comme comment company complain complaint complaints compris compte concernant
confirm confirmation confirmer contact contactformulier contre cordialement correct cost could
count cours coût coûte customer da daar daarna daarnaast daarom dabei dafür dag dagen daher
damaged damals damen damit dan danach dank danke dankjewel dann dans daran darauf darf das dass
dat data date datum day days dazu de deal dear december deel dees defect defective defekt dein
deliver delivered deliveries delivery dem demain demande demander den denn department depuis der
deren dernier dernière derrière des deshalb dessen deutlich deux devait devant devis devoir
devrait deze dezelfde dhr dich dichtbij did didn die dienstag dient dies diese diesem diesen
dieser dieses different dimanche ding dinsdag dir dire direct directeur directie director
disappointed dit doch doe doen does doesn doet doing dois doit donc donderdag done donner
donnerstag dont door doorgeven doos dort down dozen drei drie dringend dringende du due duidelijk
durch duren during duurt dès début déjà délai déçu each early ebenfalls echt een eens eerder
eerste effet eigen eigenlijk eigentlich ein eind einde eine einem einen einer eines einfach einige
einmal either elke elle elles else email en encore end endlich enfin enige enough ensuite entre
entschuldigung enttäuscht envoi envoyer envoyé er ergens erhalten ermee erreur error ersatz erst
erste eruit erwarten es escalatie escalation eskalation est et etwa etwas eu euch euer eure eux
even ever every everything exactement exactly excuses expect expected explain expédition expédié
facture factureren factuur faire fait faites faulty faut february fehler fehlt ferner few fijn
file filiaal fin finally find fine firma first fix fixed fois follow following fonctionne font for
forgot formal formeel formele formell forward foto fotos fournisseur fout foutje frage fragen
françois frau freitag freundliche freundlichen friday from früher full funktioniert further für ga
gaan gaat gaf ganz gar garantie gasten gauw gave gebeld geben gebeuren gebeurt gebracht gebruik
gebruiken gebruikt gedaan geef geehrte geen gegaan gegen gegeven gehaald gehad geheel gehen
gehoord geht gekocht gekomen gekregen geld geldt geleden geleverd geliefert gelukt gemaakt gemacht
gemeld gemelde gemeldet genau genoeg gerade geregeld gerne geschickt gesendet gestern gestionnaire
get gets getting geven geweest gewijzigd gewoon gezien gibt ging gisteren give given glad gleich
gleiche goed goede goedemiddag goedemorgen goeden goes going gone good got graag great groet
groeten groetjes gros grund gruß grâce grüssen grüße guests gut guten gäste haal habe haben had
hadden halen hallo halve hand happen happened happy hartelijk has hat hatte hatten have having
head hear heard heb hebben hebt heeft heel heer heißt helaas helder hele helemaal helfen hello
help helpen hem hen her here herinnering herr herren het hetzelfde heure heures heute hey hier
hierbij hiermit hij hilfe him hin hinter his hoe hoeft hoelang hoffe hoi hold hoor hope hopelijk
horen hour hours how however hulp hun ich ici idea ieder iedereen iemand iets ihm ihn ihnen ihr
ihre ihrem ihren ihrer ik il ils im immediately immer impossible in inacceptable inakzeptabel
informatie information informations inkoop inmiddels innerhalb ins inside instead into intussen
invoice is isn issue ist item items its ja jaar jahr jamais januari january janvier je jede jeden
jeder jemand jetzt jeudi jij jour jours jouw juillet juin juist juli jullie july june juni jusqu
just juste kam kan kann kant kantoor kapot kapotte kaputt karton kauf kaufen keep keer kein keine
keinen keren kijken kind klaar klacht klant klanten klantenservice klantnummer klar klein kleine
klopt know kollege kollegen kollegin komen komende kommen kommt komt kon konnte kost kosten kostet
kunde kunden kundennummer kunnen kunt kurz kwam kwartaal kwijt können könnte könnten la laat
laatste lager lang lange langer langs lassen last late laten later laut le least leave leden lees
left leider lendemain les less let letzte letzten letzter leur leurs lever leverdatum leveren
levering levertijd lezen liebe lieber liefern lieferschein lieferung liegt lieu liever liggen ligt
like little livraison livrer livré livrée long longer look looking los lost lot lui lundi là
lösung ma maal maand maandag maanden maar maart machen macht madame made mag magasin magazijn
mahnung mai mail mailtje mais make maken mal malgré man manager many march marche mardi mars maten
matter mauvais may maybe me mean meanwhile mee meer mehr mein meine meinem meinen meiner meld
melden melding meldung members menge merci mercredi mes message messieurs met meteen mettre
mevrouw mich middag mieux mij mijn mijnheer min minder mir mis missen missing mist mit mittwoch
mocht moet moeten mogelijk mogen moi moins mois moment mon monat monday money monsieur montag
montageteam montant monteur month months more morgen morgenochtend morning most much muss must mvg
mw même möchte möchten möglich müssen n na naam naar nach nachdem nachricht nadat name namens ne
near need needed nein net netjes neu neue neuen neuer never new next nice nicht nichts nie niemand
niet niets nieuw nieuwe nobody noch nodig nog nogal nogmaals nom non none nooit normal nos not
nota note nothing notre nous nouveau nouvelle nouvelles november now nu number nummer numéro nun
nur nächste nächsten ob ochtend october octobre oder of off offen offer often ofzo ohne okay
oktober oké old om omdat omgeruild on onacceptabel once onder ondertussen one ongeveer onlangs
only ons ont ontevreden onze ook op open openen opgehaald opgelost ophalen oplossen oplossing
opnieuw opsturen option order ordered orders other ou oui our out outrageous over own où paar
package paid pakbon paket pakket pakketje pakketten paquet par parce parcel parler part pas passer
passé past payer payé pendant people per perhaps periode person personne persoon peu peut peuvent
peux phone photo picture piece pièce pièces plaats place plainte plaît please plus plusieurs point
possible post pour pourquoi pourrait pouvez pouvoir precies premier première prendre prettig price
prijs prima private privé prix probleem problem problemen problème prochain prochaine product
producten produit produkt promised près prévu puis puisque purchase put quand que quel quelle
quelqu quelques question qui quick quickly quite quoi rappel reactie read ready reageren really
reason received recently recevoir rechnung reclamatie redelijk reden reference refund regarde
regarding regards regelen rekening reklamation relance remains remboursement reminder remplacement
remplacé repair repaired reparatie reparatur repareren replace replaced replacement reply report
reported request respond response reste retard retour retoure retourner retourneren return
returned reçu reçue rien right rond ruf ruil ruilen réception réclamation réparation réparer
répondre réponse rückmeldung rücksendung sa sache sagen said sais salutations same samedi samen
samstag sans saturday say says scandaleux schade schaden schandalig schande schicken schickt
schnell schon schreiben se second see seem seems sehen sehr sei sein seine seit semaine semaines
send senden sending sendung sent september septembre sera serait service ses seulement several
shall ship shipped shipping should show shows si sich side sie siehe sign since sind sinds
situatie situation small so sobald sofort soit solche soll sollte sollten solution solved some
somebody someone something sommes son sondern sonntag sonst sont soon sorry souhaite sous spoed
spoedig später staan staat stand start started state statt status steeds steht stelle still stimmt
stock stond stop stoppen store straat stuk stuks stunde stunden sturen stuur stuurde stuurt stück
such suche suis suite suivi sujet sunday supplier support sur sure system ta tag tage tagen take
taken tard te team teil teile telefon telefonisch telefoon teleurgesteld tell temps ten ter termin
terug tes than thank thanks that the their them then there these they thing things think third
this those three through thuis thursday tijd tijdens time times toch today toe toen together toi
told tomorrow tonight too took tot totaal total tous tout toute toutes towards track tried trop
trouve trouver try très tu tuesday tun turn twee tweede twice two téléphone u uhr uit uiterlijk um
un unacceptable und under understand une unhappy uns unser unsere unserem unseren unserer unter
until unverschämt update upon urgent use used using uur uw va vaak valider van vanaf vanavond
vandaag vanmiddag vanmorgen vanochtend vast vendredi vendu verder verkauf verkeerd verkeerde
verkoop verkoopt verkopen verleden vermelden verpackung verpakking vers versand verschickt
verschil versendet verstehen versturen verstuurd vertrouwen vervangen vervangend vervangende
vervanging verwacht verwachten verwachting verwijderen very verzenden verzending verzonden
verärgert veut veux via viel viele vielen vielleicht vient vier vijf vind vinden vof voici voilà
voir vois volgende volgens vom von voor vooraf voorraad vor vorher vorige vos votre voudrais
voulez voulons vous vraag vraagje vraagt vragen vraiment vriendelijk vriendelijke vrijdag vroeg vu
waar waarom waarschijnlijk wacht wachten wait waiting wann wanneer want wanted war warehouse waren
warten warum was wasn wat way website wederom wednesday week weekend weeks weer weet weg wegen
weil weiter weken wel welche welke well wenig wenn went wer werd werde werden were werkdag
werkdagen werken werkt what when where whether which while who whole why wie wieder wij wil will
willen wilt winkel wir wird wirklich wish wissen with within without wo woche wochen woensdag
wollen wollte won wonder word worden wordt work worked working works worth would wrong wunsch
wurde wurden würde würden year years yes yesterday yet you your yours zaak zahlen zahlung zal
zaterdag ze zeggen zeit zeker zelf zelfde zending zes ziemlich ziet zijn zin zit zo zoals zodat
zojuist zondag zonder zou zouden zu zullen zum zur zurück zusammen zwei zweite zwischen étaient
était état été être öffnen über überhaupt
form formulier formular formulaire webform website webshop preis preise preisen prix tarif tarief
referentie kenmerk referenz zeichen référence inkooporder compensation betreffs liebes grüße
formulaire openingstijden openingsuren öffnungszeiten horaires
veel geeft geven gaf gegeven snel onderweg unterwegs locatie vestiging filiaal boutique filiale
standort branch shop shops boetiek much many give gives given gibt beaucoup
zeven acht negen tien elf twaalf twintig dertig veertig vijftig zestig honderd seven eight nine ten
twelve twenty thirty forty fifty hundred sieben neun zehn zwölf zwanzig dreißig vierzig fünfzig
hundert neuf dix douze vingt trente quarante cinquante
"""
