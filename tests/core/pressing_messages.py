"""Messages with the priorities that are right: invented to measure what is pressing."""
# ruff: noqa: E501  (one message per line)

# language | priorities that are right | contacts in the last 30 days | text
MESSAGES = """
nl | high | 3 | Ik heb nu drie keer gemaild over de ontbrekende schroeven en hoor helemaal niks.
nl | high | 2 | vorige week gebeld, maandag gemaild, nu weer ik. wat is er met mijn retourgeld?
nl | high | 4 | Voor de zoveelste keer: waar blijft de vervangende poot?
nl | high | 1 | De kast had elf dagen geleden hier moeten zijn. Op mijn vorige bericht is niet gereageerd.
nl | high | 0 | In de app staat dat het bezorgd is. Er ligt hier echt niets en de buren weten ook van niks.
nl | high | 0 | Bezorgbewijs met een handtekening die niet van mij is, en geen pakket te bekennen.
nl | high normal | 0 | Jullie hebben 2x 74,90 geïncasseerd voor dezelfde bestelling
nl | high | 0 | Er is 310 euro van mijn rekening gehaald terwijl ik die bestelling geannuleerd had
nl | high | 0 | Weer een aanmaning, en de rekening is al op 9 april betaald, zie bijlage.
nl | high | 0 | Nu dreigt u met een incassobureau. Alles is op tijd voldaan, ik snap hier niets van.
nl | high | 0 | Mag ik uw teamleider? Met de afdeling kom ik er niet uit.
nl | high | 0 | Wie is bij jullie de baas, ik wil dat die mij belt
nl | high | 0 | Zaterdag wordt mijn vader 70 en het cadeau is er nog niet. Redden jullie dat?
nl | high | 0 | we vertrekken vrijdag op vakantie, lukt het de fietsdrager daarvoor te leveren?
nl | high | 0 | Woensdag komt de stukadoor, dan moeten de platen er echt zijn.
nl | normal | 0 | Ik ben aanstaande donderdag niet thuis, kan de bezorging een dag later?
nl | normal | 3 | Is deze tafel ook in eiken te krijgen?
nl | normal | 0 | Ik wil graag twee keer dezelfde stoel bijbestellen, kan dat op order 55210?
nl | normal | 0 | Kunt u mij de herinnering nog eens sturen, ik ben hem kwijt en wil graag betalen.
nl | normal | 0 | Wanneer wordt mijn pakket bezorgd?
nl | normal | 0 | pakket is keurig bezorgd maar er zit een deuk in de bak
nl | normal | 0 | Zijn jullie zaterdag open of alleen doordeweeks?
nl | normal | 0 | De manager van ons filiaal wil graag een offerte voor 12 banken.
nl | normal | 0 | Ik heb de monteur drie keer laten voordoen hoe het moet maar krijg de tijd niet ingesteld
nl | normal | 0 | Was een goed gesprek maandag, dank. Kunnen jullie de offerte aanpassen naar 30 stuks?
nl | urgent | 0 | Mijn dochter kreeg een stroomstoot van de vijverpomp
nl | urgent | 0 | er komt rook uit de accu van de maaier, wat moet ik doen??
nl | urgent | 0 | De lader wordt zo heet dat het plastic smelt. Ik durf hem niet meer in te pluggen.
nl | urgent | 0 | Ik ruik gas bij de terrasverwarmer sinds de slang is aangesloten
nl | urgent | 0 | Op mijn account staan de bestellingen en het telefoonnummer van een ander
nl | urgent | 0 | Indien u niet voor 1 juni terugbetaalt, start ik een procedure bij de rechtbank.
nl | urgent | 0 | Ons hele restaurant ligt plat, de koelcel die jullie geleverd hebben is uitgevallen
nl | urgent high | 0 | Fout adres ingevuld en hij gaat vanmiddag al de deur uit, kunnen jullie dat nog tegenhouden?
nl | urgent | 0 | morgen trouwen we en de partytent is er nog steeds niet
nl | urgent | 0 | De trampoline is doorgezakt en mijn zoontje heeft zijn arm gebroken
nl | normal | 0 | Werkt de rookmelder ook zonder wifi?
nl | normal | 0 | Is de brandveilige kluis ook geschikt voor sieraden?
nl | normal | 0 | Wat is de gasslang die ik bij deze barbecue nodig heb?
nl | normal low | 0 | ik wou de folder nog eens bekijken als die er is, op jullie gemak hoor
nl | low | 0 | Een tip voor de site: zet de maten erbij in centimeters. Verder niets nodig.
nl | low normal | 0 | schrijf me maar uit voor die aanbiedingenmails
en | high | 3 | This is my third message about the missing bolts and nobody has come back to me.
en | high | 2 | Rang on Monday, emailed on Wednesday, trying chat now. Still no answer about my refund.
en | high | 1 | My sofa is ten days overdue and my last email went unanswered.
en | high | 0 | Courier claims he handed it to me at noon. I was at work and there's no parcel.
en | high | 0 | The photo shows a green door. Ours is white. So where did my parcel go?
en | high normal | 0 | I've been charged twice for the same order
en | high | 0 | You took £85 for an order that I cancelled last week
en | high | 0 | Why do I get a final reminder for an invoice I settled three weeks ago?
en | high | 0 | Please pass me on to a supervisor, I'm getting nowhere with this.
en | high | 0 | We move in on Saturday and need the bed by then, will that work?
en | high | 0 | It's for a birthday this Sunday. Is it going to arrive in time?
en | normal | 0 | Do you deliver on Saturdays?
en | normal | 0 | Could the driver come on Thursday instead of Tuesday?
en | normal | 2 | How do I get the mower to restart after rain?
en | normal | 0 | I'm the facilities manager at a school and would like a price for 20 bins.
en | normal | 0 | I read the manual twice and still can't set the timer
en | normal | 0 | The reminder you sent is right, I forgot. Which account should I pay into?
en | urgent | 0 | The battery pack has swollen up and it's leaking
en | urgent | 0 | Plugged the heater in and the socket started sparking
en | urgent | 0 | Someone else's invoice with their address was attached to your email
en | urgent | 0 | Unless I am refunded within 7 days I will file a claim in the county court.
en | urgent | 0 | Our bakery can't open, the oven you fitted won't start and customers are waiting
en | urgent | 0 | it ships in an hour and i put the wrong address, please stop it
en | normal | 0 | Does the fire pit come with a lid?
en | normal | 0 | Is this charger safe to leave on overnight?
en | low | 0 | Just to say the bench is lovely, no reply needed
en | low | 0 | We offer SEO packages from $99 a month, interested?
de | high | 3 | Jetzt schreibe ich schon zum dritten Mal wegen der fehlenden Schrauben.
de | high | 1 | Die Lieferung ist seit zwölf Tagen überfällig und auf meine letzte Nachricht kam nichts.
de | high | 0 | Angeblich wurde das Paket gestern übergeben. Hier war niemand und es liegt auch nichts da.
de | high | 0 | Trotz Stornierung wurden 120 Euro von meinem Konto eingezogen
de | high | 0 | Schon wieder eine Mahnung, dabei habe ich am 4. überwiesen
de | high | 0 | Verbinden Sie mich bitte mit Ihrem Vorgesetzten.
de | high | 0 | Am Samstag ist die Einweihung, bis dahin brauchen wir die Bänke. Klappt das?
de | normal | 0 | Liefern Sie auch samstags?
de | normal | 0 | Ich bin am Freitag nicht da, geht auch Montag?
de | urgent | 0 | Aus dem Ladegerät kommen Funken und es riecht verbrannt
de | urgent | 0 | Ich sehe in meinem Konto die Adresse einer fremden Person
de | urgent | 0 | Sollte bis zum 15. nichts geschehen, übergebe ich die Sache meinem Rechtsanwalt.
de | urgent | 0 | Die Heizlüfter sind ausgefallen, unser Betrieb steht seit heute früh
de | normal | 0 | Ist der Grill auch mit Gas erhältlich?
fr | high | 3 | C'est la troisième fois que je vous écris pour les vis manquantes.
fr | high | 1 | Dix jours de retard pour mon canapé et aucune réponse à mon dernier message.
fr | high | 0 | Le livreur prétend me l'avoir remis en main propre. J'étais absente et je n'ai rien.
fr | high | 0 | Vous avez débité 85 euros pour une commande que j'ai annulée
fr | high | 0 | Encore un rappel de paiement alors que tout est réglé depuis le 3
fr | high | 0 | Je veux parler à votre supérieur.
fr | high | 0 | Nous emménageons samedi, le lit doit être là. C'est possible ?
fr | normal | 0 | Livrez-vous le samedi ?
fr | normal | 0 | Je ne suis pas là vendredi, peut-on reporter à lundi ?
fr | urgent | 0 | La batterie a gonflé et elle fume
fr | urgent | 0 | Je reçois les factures d'une autre cliente avec son adresse
fr | urgent | 0 | Sans remboursement sous huit jours, je saisis le tribunal.
fr | urgent | 0 | Notre cuisine de restaurant est à l'arrêt, le four livré hier est mort
fr | normal | 0 | Ce barbecue fonctionne-t-il aussi au gaz ?
nl | high | 3 | Ik blijf maar mailen over die kapotte vaas, dit is nummer vier, en er gebeurt niets
nl | high | 2 | al drie medewerkers gesproken en nog geen oplossing voor mn wasdroger
nl | high | 1 | Mijn bank zou 3 weken terug komen. Ik heb daar vorige week ook al over gemaild.
nl | high | 0 | volgens dhl heb ik getekend maar ik was op mijn werk en er is geen doos
nl | high | 0 | De bezorger zegt bij nummer 14 te hebben afgegeven. Die mensen hebben niks gekregen.
nl | high normal | 0 | bedrag van 59 euro is er dubbel afgegaan
nl | high | 0 | Bestelling is door jullie zelf geannuleerd en toch is er 129 euro afgeschreven, terugstorten graag
nl | high | 0 | Krijg ik nu een brief van een incassobureau terwijl ik in februari alles heb overgemaakt?
nl | high | 0 | ik wil nu iemand spreken die wel beslissingen mag nemen
nl | high | 0 | Kan de loungeset er vrijdag staan? Zondag geven we een tuinfeest.
nl | high | 0 | Donderdag gaan we op kamp en de tent moet dus woensdag binnen zijn
nl | normal | 0 | Kunnen jullie zondag ook bezorgen?
nl | normal | 0 | Mijn vriend is manager bij een hotel en zoekt 40 ligbedden, wat is jullie beste prijs?
nl | normal | 0 | Ik heb jullie gebeld en gemaild gekregen met een afspraak, top. Kan die een uur later?
nl | normal | 0 | Kunt u de factuur sturen? Ik heb al betaald via iDEAL.
nl | normal | 0 | Ik ben vergeten te betalen en kreeg een herinnering, kan ik het alsnog overmaken?
en | high | 3 | fourth time asking. where's my refund
en | high | 2 | I've spoken to two of your agents and filled in the form. Nothing has happened.
en | high | 1 | Table was due three weeks ago and you ignored my first email
en | high | 0 | DPD says it was handed to a resident, but nobody here has it
en | high | 0 | I returned it in March and you still debited the second instalment after I cancelled
en | high | 0 | Debt collectors wrote to me about an invoice that was cleared in April
en | high | 0 | I'd like this escalated to someone who can actually decide
en | high | 0 | Christening is on Sunday, please tell me the gown will be here by then
en | normal | 0 | Are you open on Sunday?
en | normal | 0 | I paid but got no invoice, could you email one?
en | normal | 0 | I'm away on Thursday, can DPD come Friday?
de | high | 3 | Das ist jetzt meine vierte Mail und niemand kümmert sich
de | high | 1 | Seit drei Wochen warte ich auf das Sofa, meine erste Mail blieb unbeantwortet
de | high | 0 | Laut App vor der Haustür abgelegt, da liegt aber nichts
de | high | 0 | Ein Inkassobüro schreibt mir, obwohl ich die Rechnung im März beglichen habe
de | high | 0 | Ich möchte mit jemandem sprechen, der etwas zu sagen hat
de | high | 0 | Der Umzug ist am Samstag, kommt der Schrank bis dahin?
de | normal | 0 | Ist Samstag jemand im Laden?
de | normal | 0 | Ich habe die Mahnung verlegt und möchte jetzt zahlen, wohin?
fr | high | 3 | Quatre messages et toujours aucune solution
fr | high | 1 | Mon armoire a trois semaines de retard et vous n'avez pas répondu à mon mail
fr | high | 0 | D'après le suivi, colis déposé chez le voisin. Il n'a rien reçu.
fr | high | 0 | Un huissier me réclame une facture déjà payée en mars
fr | high | 0 | Je souhaite parler à quelqu'un qui peut décider
fr | high | 0 | Le baptême est dimanche, la robe arrivera-t-elle à temps ?
fr | normal | 0 | Êtes-vous ouverts dimanche ?
nl | urgent | 0 | De kinderwagen klapte in elkaar met de baby erin, ze heeft een bult op haar hoofd
nl | urgent | 0 | vanuit de stekkerdoos komt een brandlucht en hij knettert
nl | urgent | 0 | U hebt tot 15 mei om het bedrag terug te storten, anders dagvaard ik u
nl | urgent | 0 | bij het openen van jullie mail zag ik alle adressen van andere klanten in de cc staan
nl | urgent | 0 | onze wasserij ligt eruit, machine van jullie geeft niks meer, hotels wachten op linnen
nl | urgent high | 0 | de bezorger staat over een half uur hier maar het moet naar mijn zus, kan dat nog??
en | urgent | 0 | The ladder snapped and my husband is in A&E
en | urgent | 0 | I was cc'd on an email with dozens of other customers' addresses
en | urgent | 0 | Pay within 14 days or my solicitor issues proceedings
en | urgent | 0 | Card terminal from you is dead and we can't take payments, shop full of people
de | urgent | 0 | Der Stuhl ist zusammengebrochen und mein Vater hat sich den Arm gebrochen
de | urgent | 0 | Frist bis Freitag, sonst Klage.
fr | urgent | 0 | Mon fils s'est brûlé la main avec votre friteuse
fr | urgent | 0 | Dernier délai vendredi, ensuite j'assigne votre société.
nl | normal | 0 | hoe heet mag de pizzaoven worden zonder dat hij beschadigt?
nl | normal | 0 | Zit er een veiligheidsslot op tegen kinderhanden?
en | normal | 0 | Is the sparkling water maker compatible with your gas bottles?
de | normal | 0 | Wie viel Rauch macht der Smoker?
"""
