"""Messages with the team that must act next: invented for these tests, in customers' tones."""
# ruff: noqa: E501  (one message per line)

# language | queue | priorities that are right | text
MESSAGES = """
nl | presales | normal | Is die hogedrukspuit ook te gebruiken met een regenton?
nl | presales | normal | Ik twijfel tussen de 120 en de 140 cm parasol voor een klein balkon, wat raden jullie aan?
nl | presales | normal | wanneer zijn de teakhouten bankjes weer op voorraad
nl | presales | normal | wat kost bezorging naar Vlieland als ik daar een tuinset wil laten brengen?
nl | presales | normal | heb nog nix besteld hoor maar kan ik bij jullie ook achteraf betalen?
nl | presales | normal | Mijn bestelling komt vrijdag, prima. Maar ik zoek er ook een bijpassende tafel bij, hebben jullie die?
nl | orders | normal | waar blijft mn pakketje joh, track en trace staat al dagen stil
nl | orders | normal | Ik heb per ongeluk mijn oude adres opgegeven, kunt u dat nog aanpassen?
nl | orders | normal | graag bestelling 10442 annuleren, heb 'm elders gevonden
nl | orders | high | Volgens PostNL is het pakket gisteren bezorgd maar wij hebben niets ontvangen en de buren ook niet.
nl | orders | normal | Kan het tuinhuisje op een andere dag geleverd worden? Wij zijn dinsdag niet thuis.
nl | orders | normal high | Van de zes stoelen zijn er maar vier gekomen. Wanneer volgt de rest?
nl | returns | normal | De schoffel brak bij het eerste gebruik af. Ik wil graag een nieuwe.
nl | returns | normal | hoe kan ik de tuinslang terugsturen? is toch te kort
nl | returns | normal | Jullie hebben mij een grijze in plaats van een groene regenton gestuurd.
nl | returns | normal | De retour is drie weken geleden bij u binnengekomen, wanneer krijg ik mijn geld terug?
nl | returns | normal | na 5 maanden zit er een barst in de bak, valt dit onder de garantie?
nl | billing | normal | Zou u mij de factuur van de grasmaaier nog eens kunnen mailen?
nl | billing | normal | mijn cadeaubon wordt niet afgetrokken bij het afrekenen
nl | billing | high normal | er is twee keer 89 euro van mijn rekening afgeschreven voor dezelfde order
nl | billing | high | Ik krijg een aanmaning, maar heb dit al op 3 maart betaald.
nl | billing | normal | Op de factuur staat het verkeerde btw-nummer van onze vereniging, graag een gecorrigeerde.
nl | support | normal | Hoe zet ik de robotmaaier terug naar de fabrieksinstellingen?
nl | support | normal | de pomp bromt wel maar geeft geen water, wat doe ik fout?
nl | support | normal | kan niet inloggen op m'n account, krijg steeds dat t wachtwoord fout is
nl | support | normal | Is de handleiding van de kas ergens te downloaden? Ik snap stap 7 niet.
nl | support | normal | Kan ik los bij u een nieuw deksel krijgen voor de composter die ik al heb?
nl | complaints | high | Dit is al de vierde keer dat ik schrijf en nog steeds geen oplossing. Ik wil een leidinggevende spreken.
nl | complaints | normal high | De bezorger gooide het pakket over het hek en schold mijn vrouw uit. Schandalig.
nl | complaints | urgent | Hierbij stel ik u in gebreke. Als u niet binnen 14 dagen betaalt schakel ik mijn advocaat in.
nl | complaints | normal high | wat een waardeloze klantenservice, nooit meer
nl | b2b | normal | Graag ontvangen wij een offerte voor 25 picknicktafels voor ons recreatiepark.
nl | b2b | normal | Wij zijn hoveniers en willen graag een zakelijk account met maandfactuur.
nl | b2b | normal | In de bijlage onze inkooporder 88121, graag orderbevestiging.
nl | privacy | normal | Verwijder alle gegevens die u van mij heeft en bevestig dat schriftelijk.
nl | privacy | low normal | ik wil die nieuwsbrief niet meer krijgen
nl | privacy | urgent | Als ik inlog zie ik de bestellingen en het adres van iemand anders!
nl | spam | low | Wij zetten uw website op de eerste pagina van Google, vraag een gratis SEO-scan aan.
nl | spam | low | Gefeliciteerd, u heeft een prijs gewonnen! Klik hier om uw bankgegevens te bevestigen.
nl | returns support | urgent | De terrasverwarmer begon te roken en de stekker is gesmolten. Wat nu?
nl | orders | urgent | Het partytent moet er morgen zijn voor de bruiloft van mijn zus, anders hoeft het niet meer!
nl | support returns | urgent | De kassa-koeling die u leverde doet niets meer, we kunnen niet open en staan met klanten voor de deur
nl | spam | low | Wij zetten uw webshop bovenaan, plan een vrijblijvend gesprek. Lisa, Bureau Topplek Marketing
en | presales | normal | Would this shed stand up to coastal winds? Haven't bought it yet.
en | presales | normal | do u ship to northern ireland and how much is it
en | presales | normal | Which of the two mowers is quieter?
en | orders | normal | Any idea when my planter turns up? It was meant to be here Monday.
en | orders | normal | please cancel order 5531, ordered the wrong one by mistake
en | orders | high | Tracking says delivered at 10:14 but there is nothing here
en | orders | normal | Please send order 1043 to my new address instead.
en | returns | normal | The bench arrived with a snapped leg, please send a replacement
en | returns | normal | i'd like to send the hose back, it's too short. how?
en | billing | normal | Need a VAT invoice for order 8812 please
en | billing | high | I keep getting payment reminders though I paid on 2 May
en | support | normal | The mower shows E4 and just beeps. How do I reset it?
en | support | normal | can't log in, reset email never arrives
en | complaints | high | Fifth email and nobody answers. I want to speak to a manager.
en | complaints | normal high | Your driver was incredibly rude and swore at my mother.
en | b2b | normal | Could you send us a quote for 40 benches for our school?
en | privacy | normal | Under GDPR I request a copy of all personal data you hold on me
en | privacy | low normal | unsubscribe me please
en | privacy | urgent | The invoice you emailed me has another customer's name and address on it
en | spam | low | We can boost your website traffic with quality backlinks, reply for a free audit
en | returns support | urgent | The heater gave me an electric shock
de | presales | normal | Ist die Gartenbank wetterfest und wie schwer ist sie?
de | presales | normal | Liefern Sie auch nach Österreich und was kostet der Versand?
de | orders | normal | Wo bleibt mein Paket? Die Sendungsverfolgung zeigt seit Tagen nichts Neues.
de | orders | normal | Bitte stornieren Sie meine Bestellung 7731.
de | orders | high | Laut DHL wurde das Paket zugestellt, ich habe aber nichts erhalten.
de | returns | normal | Ich möchte den Sonnenschirm zurückgeben, er ist zu groß.
de | returns | normal | Die Gießkanne kam mit einem Riss an, bitte um Ersatz
de | billing | normal | Könnten Sie mir die Rechnung noch einmal zuschicken?
de | billing | high normal | Der Betrag wurde doppelt abgebucht
de | support | normal | Wie verbinde ich den Mähroboter mit der App?
de | complaints | high | Ich habe jetzt zum dritten Mal geschrieben und keine Antwort bekommen. Ich will den Vorgesetzten sprechen.
de | b2b | normal | Wir bitten um ein Angebot für 30 Stühle für unser Hotel.
de | privacy | normal | Bitte löschen Sie mein Kundenkonto und alle Daten.
de | spam | low | Wir bringen Ihre Webseite bei Google auf Platz 1, unverbindliches Erstgespräch
de | returns support | urgent | Aus dem Akku kam Rauch, er ist ganz aufgebläht
fr | presales | normal | Est-ce que ce banc résiste à la pluie ? Je n'ai pas encore commandé.
fr | presales | normal | Livrez-vous en Corse et à quel prix ?
fr | orders | normal | Où en est ma commande 4412 ? Toujours rien reçu.
fr | orders | normal | Je souhaite annuler ma commande passée hier.
fr | orders | high | Le suivi indique livré mais je n'ai rien reçu
fr | returns | normal | La table est arrivée cassée, je voudrais un remplacement.
fr | returns | normal | Comment renvoyer le tuyau ? il est trop court
fr | billing | normal | Pouvez-vous m'envoyer la facture de mon achat du mois de mars ?
fr | billing | high | Je reçois une relance alors que j'ai déjà payé cette facture
fr | support | normal | Comment régler la minuterie de l'arrosage ?
fr | complaints | high | C'est le quatrième mail sans réponse. Je veux parler à un responsable.
fr | b2b | normal | Merci de nous faire parvenir un devis pour 20 parasols pour notre restaurant.
fr | privacy | normal | Veuillez supprimer mon compte et mes données personnelles.
fr | spam | low | Améliorez le référencement de votre site, notre agence vous propose un audit gratuit
fr | returns support | urgent | La lampe a fait des étincelles et ça sent le brûlé
nl | orders | normal | bestelling 88210 zou maandag komen, het is nu donderdag. hoe zit dat?
nl | returns | normal | Trui valt veel kleiner uit dan op de site stond, mag ik hem omwisselen?
nl | support | normal | Het lampje van de deurbel blijft oranje knipperen nadat ik hem heb opgehangen.
nl | billing | normal | Ik zie op mijn afschrift een bedrag van jullie dat ik niet thuis kan brengen.
nl | presales | normal | Hoeveel mensen kunnen er in de jacuzzi model Tahiti?
nl | complaints | normal high | Uw medewerkster hing gewoon op terwijl ik nog aan het praten was.
nl | privacy | normal | Kunt u mijn account met alles erop en eraan wissen?
nl | b2b | normal | Wij willen uw tuinmeubelen in onze winkel gaan verkopen. Bij wie moeten we zijn?
nl | presales | normal | Leveren jullie ook op zaterdag? Dan bestel ik hem vanavond.
nl | orders | normal | Mag het pakket naar mijn werk in plaats van naar huis?
nl | returns | normal | 1 van de 4 kussens heeft een scheur in de naad.
nl | billing | normal | De kortingscode is niet verrekend op mijn bestelling van gisteren
nl | support | normal | Ik raak de app niet in, hij zegt gebruiker onbekend
nl | complaints | normal high | Beloofd werd dat ik binnen een dag gebeld zou worden. Twee weken later nog niks. Zo ga je niet met mensen om.
nl | returns support | urgent | De stekker van de waterkoker werd gloeiend heet en er kwam een vlam uit
nl | orders | high | App zegt 'ontvangen door bewoner', maar er was hier niemand thuis en er staat ook niks
nl | spam | low | Investeer nu in onze trading app en verdien 4000 euro per week
nl | presales | low normal | Hebben jullie ook een winkel waar ik het kan bekijken?
nl | b2b | normal | Onze jaarafspraak loopt eind juni af, graag een afspraak om de condities voor volgend jaar te bespreken.
en | orders | normal | Can you swap the blue one for green before it ships?
en | returns | normal | The zip on the tent gave way on the second night. What can you do for me?
en | billing | normal | My card keeps getting refused at checkout even though there's money on it
en | complaints | normal high | I have never been treated so dismissively by a shop.
en | presales | normal | Is there a version of this table that seats eight?
en | b2b | normal | We would like to open a trade account for our garden centre.
de | orders | normal | Können Sie das Paket an meine Arbeitsadresse schicken statt nach Hause?
de | support | normal | Der Rasenmäher springt nicht mehr an, was kann ich tun?
de | returns | normal | Ich habe die falsche Größe bekommen, wie läuft der Umtausch?
de | presales | normal | Gibt es den Stuhl auch in Grün?
de | complaints | normal high | So einen unfreundlichen Mitarbeiter am Telefon habe ich noch nie erlebt.
de | privacy | low normal | Bitte keine Werbung mehr per Post
fr | orders | normal | Puis-je faire livrer le colis à mon bureau plutôt qu'à la maison ?
fr | returns | normal | Le coussin est arrivé avec une tache, que proposez-vous ?
fr | support | normal | La télécommande ne répond plus même avec des piles neuves
fr | presales | normal | Ce salon de jardin existe-t-il en gris ?
fr | billing | normal | Le code promo n'a pas été pris en compte sur ma facture
fr | complaints | normal high | Votre conseillère m'a raccroché au nez, c'est honteux.
"""
