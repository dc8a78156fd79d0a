"""Dutch mails as customers' programs write them, each with what its sender newly wrote."""

from typing import NamedTuple

ASKED = "Wilt u ons laten weten welke maat u zoekt?"


class DutchMail(NamedTuple):
    body: str
    own: str
    subject: str = "Re: Uw bestelling 1001"
    content_type: str = "text/plain; charset=utf-8"


def quoted(text: str = f"Beste Jan,\n\n{ASKED}\n\nTuinhuis") -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def answer(own: str, below: str) -> DutchMail:
    return DutchMail(f"{own}\n\n{below}\n", own)


def html(own: str, template: str) -> DutchMail:
    kind = "text/html; charset=utf-8"
    return DutchMail(template.format(own=own, asked=ASKED), own, content_type=kind)


INTRODUCED = {
    "gmail": "Op do 5 mrt 2026 om 13:36 schreef Tuinhuis <service@tuinhuis.example>:\n\n",
    "gmail, afgebroken": "Op do 5 mrt 2026 om 13:36 schreef Klantenservice Tuinhuis <\n"
    "service@tuinhuis.example>:\n\n",
    "gmail met jaar eerst": "2026-03-05 13:36 GMT+01:00 Tuinhuis <service@tuinhuis.example>:\n\n",
    "apple": "> Op 5 mrt 2026, om 13:36 heeft Tuinhuis <service@tuinhuis.example> het volgende "
    "geschreven:\n> \n",
    "iphone": "Verstuurd vanaf mijn iPhone\n\n> Op 5 mrt. 2026 om 13:36 heeft Tuinhuis "
    "<service@tuinhuis.example> het volgende geschreven:\n> \n> ",
    "thunderbird": "Op 05-03-2026 om 13:36 schreef Tuinhuis:\n",
    "thunderbird, oud": "Tuinhuis schreef op 05-03-2026 13:36:\n",
    "k-9": "Op 5 maart 2026 13:36:10 CET schreef Tuinhuis <service@tuinhuis.example>:\n",
    "roundcube": "Tuinhuis schreef op 2026-03-05 13:36:\n\n",
    "zimbra": "----- Op 5 mrt 2026 om 13:36 schreef Tuinhuis service@tuinhuis.example:\n\n",
    "yahoo": "Op donderdag 5 maart 2026 13:36:10 CET schreef Tuinhuis <service@tuinhuis.example>:"
    "\n\n",
    "ziggo": "Tuinhuis <service@tuinhuis.example> schreef op 5 maart 2026 om 13:36:\n\n",
    "naam alleen": "Tuinhuis schreef:\n",
}
COPIED = {
    "outlook": "Van: Tuinhuis <service@tuinhuis.example>\nVerzonden: donderdag 5 maart 2026 13:36\n"
    "Aan: Jan Smit <jan@lindehof.example>\nOnderwerp: Uw bestelling 1001\n\n",
    "outlook met streep": "________________________________\nVan: Tuinhuis "
    "<service@tuinhuis.example>\nVerzonden: donderdag 5 maart 2026 13:36\nAan: Jan Smit\n"
    "Onderwerp: Uw bestelling 1001\n\n",
    "outlook 2003": "-----Oorspronkelijk bericht-----\nVan: Tuinhuis "
    "[mailto:service@tuinhuis.example]\nVerzonden: donderdag 5 maart 2026 13:36\nAan: Jan Smit\n"
    "Onderwerp: Uw bestelling 1001\n\n",
    "outlook express": "----- Original Message -----\nFrom: Tuinhuis\nTo: Jan Smit\n"
    "Sent: Thursday, March 05, 2026 1:36 PM\nSubject: Uw bestelling\n\n",
    "vette koppen": "*Van:* Tuinhuis <service@tuinhuis.example>\n*Verzonden:* donderdag 5 maart "
    "2026 13:36\n*Aan:* Jan Smit <jan@lindehof.example>\n*Onderwerp:* Uw bestelling\n\n",
    "samsung": "-------- Oorspronkelijk bericht --------\nVan: Tuinhuis "
    "<service@tuinhuis.example>\nDatum: 05-03-2026 13:36 (GMT+01:00)\nAan: jan@lindehof.example\n"
    "Onderwerp: Uw bestelling\n\n",
    "mac mail": "Van: Tuinhuis <service@tuinhuis.example>\nDatum: donderdag 5 maart 2026 om 13:36\n"
    "Aan: Jan Smit <jan@lindehof.example>\nOnderwerp: Re: Uw bestelling\n\n",
    "outlook voor android": "Outlook voor Android downloaden<https://aka.example/1>\n"
    "________________________________\nFrom: Tuinhuis <service@tuinhuis.example>\n"
    "Sent: Thursday, March 5, 2026 1:36:02 PM\nTo: Jan Smit\nSubject: Uw bestelling\n\n",
    "met kopie en bijlage": "Van: Tuinhuis <service@tuinhuis.example>\nVerzonden: 5 maart 2026\n"
    "Aan: Jan Smit\nCC: Els Smit\nBijlagen: factuur.pdf\nOnderwerp: Factuur\n\n",
}
BELOW = {
    "mobiel": "Verstuurd vanaf mijn Samsung Galaxy-smartphone.",
    "ipad": "Verzonden vanaf mijn iPad",
    "outlook ios": "Verzonden vanuit Outlook voor iOS<https://aka.example/2>",
    "windows": "Verzonden vanuit Mail voor Windows",
    "proton": "Verzonden met Proton Mail beveiligde e-mail.",
    "mobieltje": "Verstuurd vanaf mijn mobieltje",
    "groet": "Met vriendelijke groet,\nJan Smit",
    "vriendelijke groeten": "Vriendelijke groeten,\n\nJan",
    "mvg": "Mvg Jan",
    "mvg met punten": "m.v.g.\nJan Smit\n06-12345678",
    "groetjes": "Groetjes, Els",
    "gr": "Gr Jan",
    "hoogachtend": "Hoogachtend,\n\nMr. J. Smit",
    "alvast bedankt": "Alvast bedankt,\n\nJan Smit",
    "fijne dag": "Fijne dag,\nJan",
    "bedrijf": "Met vriendelijke groet,\n\nJan Smit\nInkoper\n\nHoveniersbedrijf Lindehof B.V.\n"
    "Lindelaan 1\n1234 AB Zwolle\nT 038-1234567\nKvK 12345678\nwww.lindehof.example",
    "streepjes": "-- \nJan Smit\njan@lindehof.example",
    "lijn": "____________________\nJan Smit | Lindehof | 038-1234567",
    "disclaimer": "Met vriendelijke groet,\nJan Smit\n\nDit e-mailbericht is uitsluitend bestemd "
    "voor de geadresseerde. Gebruik door anderen is niet toegestaan.",
    "vertrouwelijk": "De informatie in dit bericht is vertrouwelijk en alleen bestemd voor de "
    "geadresseerde.",
    "milieu": "Met groet,\nJan\n\nDenk aan het milieu voordat u deze mail print.",
    "virusvrij": "Virusvrij.www.avast.example",
    "kaartje zonder groet": "Jan Smit\nHoveniersbedrijf Lindehof\njan@lindehof.example\n"
    "038-1234567",
}
OWN = (
    "De maat is 240 bij 180.\nKan hij donderdag komen?",
    "Ja, graag!",
    "Ik heb het pakket nog steeds niet. Wat nu?\n\nHet zou gisteren komen.",
)
HTML = {
    "gmail": '<div dir="ltr">{own}</div><br><div class="gmail_quote"><div class="gmail_attr">Op do '
    "5 mrt 2026 om 13:36 schreef Tuinhuis &lt;service@tuinhuis.example&gt;:<br></div><blockquote "
    'class="gmail_quote" style="border-left:1px">{asked}</blockquote></div>',
    "outlook": '<div class=WordSection1><p class=MsoNormal>{own}</p><div style="border:none;'
    'border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>Van:</b> Tuinhuis<br><b>Verzonden:</b> '
    "donderdag 5 maart 2026<br><b>Aan:</b> Jan<br><b>Onderwerp:</b> Maat</p></div><p>{asked}</p>"
    "</div>",
    "outlook op het web": '<div>{own}</div><div id="appendonsend"></div><hr><div '
    'id="divRplyFwdMsg"><b>Van:</b> Tuinhuis<br></div><div>{asked}</div>',
    "iphone": "{own}<br><br>Verstuurd vanaf mijn iPhone<br><blockquote type=cite>Op 5 mrt 2026 om "
    "13:36 heeft Tuinhuis het volgende geschreven:<br>{asked}</blockquote>",
    "thunderbird": '<p>{own}</p><div class="moz-cite-prefix">Op 05-03-2026 om 13:36 schreef '
    'Tuinhuis:<br></div><blockquote type="cite">{asked}</blockquote>',
    "handtekening": '<div>{own}</div><div class="gmail_signature"><b>Jan Smit</b><br>Lindehof'
    "<br>038-1234567</div>",
}
FULL = {
    "antwoorden tussen de regels": DutchMail(
        f"Zie hieronder.\n\n{INTRODUCED['thunderbird']}> Welke maat zoekt u?\nDe grote.\n\n"
        "> En welke kleur?\nGroen graag.\n\n> Tot ziens\n",
        "Zie hieronder.\n\n> Welke maat zoekt u?\nDe grote.\n\n> En welke kleur?\nGroen graag.",
    ),
    "antwoord onder het citaat": DutchMail(
        f"{INTRODUCED['thunderbird']}{quoted()}\n\nDe maat is 240.\n", "De maat is 240."
    ),
    "klacht met datum": DutchMail(
        "Op 3 maart schreef u dat de bank op voorraad was. Klopt dat nog?",
        "Op 3 maart schreef u dat de bank op voorraad was. Klopt dat nog?",
    ),
    "postscriptum": DutchMail(
        "Graag omruilen.\n\nGroet,\nJan\n\nPS. De bon heb ik nog.",
        "Graag omruilen.\n\nGroet,\nJan\n\nPS. De bon heb ik nog.",
    ),
    "adres in de brief": DutchMail(
        "Kunt u het sturen naar:\n\nJan Smit\nLindelaan 1\n1234 AB Zwolle",
        "Kunt u het sturen naar:\n\nJan Smit\nLindelaan 1\n1234 AB Zwolle",
    ),
    "lijstje": DutchMail(
        "Ik wil graag:\n- twee stoelen\n- een tafel\n\nKan dat?",
        "Ik wil graag:\n- twee stoelen\n- een tafel\n\nKan dat?",
    ),
    "beste winkel": DutchMail("Snel geleverd.\n\nBeste winkel ooit!", "Snel geleverd.\n\n"
                              "Beste winkel ooit!"),
}  # fmt: skip

MAILS: dict[str, DutchMail] = {
    **{
        f"citaat: {name}, {number}": answer(own, introduction + quoted())
        for name, introduction in INTRODUCED.items()
        for number, own in enumerate(OWN[:2], 1)
    },
    **{
        f"koppen: {name}, {number}": answer(own, block + f"Beste Jan,\n\n{ASKED}\n")
        for name, block in COPIED.items()
        for number, own in enumerate(OWN[:2], 1)
    },
    **{
        f"slot: {name}, {number}": answer(own, below)
        for name, below in BELOW.items()
        for number, own in enumerate(OWN[::2], 1)
    },
    **{
        f"slot en citaat: {name}": answer(OWN[0], f"{below}\n\n{INTRODUCED['gmail']}{quoted()}")
        for name, below in BELOW.items()
    },
    **{f"html: {name}": html("Donderdag komt goed uit.", form) for name, form in HTML.items()},
    **FULL,
}
