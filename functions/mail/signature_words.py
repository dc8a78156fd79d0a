"""Words that close a letter, that programs add below it, and that lawyers have added."""

import re

DEVICES = (
    r"iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|htc|nokia|motorola"
    r"|oneplus|pixel|fairphone|wiko|oppo|honor|lumia|kindle|macbook|imac|apple watch|treo|verizon"
    r"|telefoo?n|telefono|telefone|telem[óo]vel|phone|smartphone|mobiel(?:tje)?|mobile|tablet"
    r"|handy|toestel|device|apparaat|celular|m[óo]vil|cellulare|dispositivo|puhelim\w*"
    r"|outlook|mail|yahoo|mailbox|gmail|typeapp|bluemail|mailbird|edison|fastmail|k-9|aquamail"
    r"|thunderbird|zoho|tutanota|superhuman|airmail|mailspring|em client|canary|boxer|hey"
    r"|proton ?mail|windows|sparrow|acompli|t[ée]l[ée]phone|portable|mobil|ger[äa]t|xperia|spark"
)
SENT = (
    r"sent|send|versendet|versandt|verstuurd|verzonden|gestuurd|gesendet|envoy[ée]e?|enviad[oa]|inviat[oa]|skickat"
    r"|sendt|wys[łl]an[eoy]|von mein|lähetetty|odesláno|trimis|отправлено|getypt|geschreven"
)
FOOTERS = (
    rf"^(?:{SENT})\b[^,;?]{{0,50}}\b(?:{DEVICES})(?![a-z]{{3}})[^,;?]{{0,40}}$",
    r"^get outlook for \w+|^outlook voor \w+ downloaden|^(?:download|haal) outlook voor "
    r"|^outlook f[üu]r \w+ (?:herunter|laden)|^scarica outlook per|^baixar o outlook para"
    r"|^pobierz (?:aplikację )?outlook|^hent outlook til|^skaffa outlook för|^hämta outlook för"
    r"|^t[ée]l[ée]charger outlook|^obtenir outlook|^obtener outlook|^obter o outlook"
    r"|^holen sie sich outlook"
    r"|^(?:get|verkrijg|krijg|download|haal|holen sie sich|hol dir|obtenez|t[ée]l[ée]chargez"
    r"|obt[ée]n|ottieni|scarica|baixe|pobierz|hent|h[äa]mta|skaffa) [\w .-]{2,30} "
    r"(?:for|voor|f[üu]r|pour|para|per|dla|til|f[öo]r) "
    r"(?:android|ios|iphone|ipad|windows|mac|mobile?)$",
    rf"^(?:vanuit|vanaf|from|von|desde|depuis|da) (?:mijn|my|meinem|mi|mon) (?:{DEVICES})$"
    r"|^sent from (?:my|a) [^,?]{2,30}, [^?]{0,40}(?:phone|typos|brevity|errors)\.?$"
    r"|^(?:onderweg|unterwegs|mobiel) (?:verzonden|verstuurd|gesendet|getypt)\b.{0,60}$"
    r"|^sent on the (?:go|move)\.?$|^von .{2,30} gesendet\.?$",
    r"^via (?:mobile|mobiel|mijn telefoon)$|^diese nachricht wurde von meinem .{1,60} gesendet\.?$"
    r"|^von meinem .{1,50} (?:gesendet|gesandt|verschickt)\.?$|^sent wirelessly .{1,60}$"
    r"|^envoy[ée] sans fil .{1,80}$|^lähetetty .{1,40}$",
    r"^отправлено (?:с|из) .{1,50}$|^从我的.{1,20}发送$|^发自我的.{1,20}$|^.{1,20}から送信$"
    r"|^나의 .{1,20}에서 보냄$|^.{1,30} gönderildi$|^надіслано з .{1,40}$",
    rf"^(?:{SENT})\b[^,;?]{{0,50}}\b(?:{DEVICES})[,;.] ?"
    r"(?:excuse|sorry|pardon|entschuldig)\w*\b.{0,60}$"
    r"|^(?:excuse|pardon|sorry for|please excuse) (?:any |my |the )?(?:brevity|typos|typing)\b"
    r".{0,60}$"
    r"|^excuses? voor (?:eventuele )?(?:type?fouten|typefouten|de beknoptheid)\b.{0,60}$",
    r"^(?:virus-?free|virusvrij|virenfrei|garanti sans virus|libre de virus|privo di virus)\b"
    r".{0,40}$",
)
LINKED_FOOTER = (
    rf"^(?:{SENT}) (?:from|via|with|using|by|met|vanuit|vanaf|via de|von|mit|über|de|depuis|avec"
    r"|desde|con|da|do|dal|från|med|fra|z|ze)\b.{1,40}$"
)
SCANNER_LINK = (
    r"(?i)^\s{0,3}<?https?://(?:www\.)?(?:avast|avg)\.com/[^\s<>]{0,60}sig[^\s<>]{0,160}>?\s*$"
)
LINK = r"[<\[(]\s?https?://[^\s<>\])]{1,200}\s?[>\])]"

CLEAR_CLOSINGS = (
    r"gro[eu]t|gr[üu](?:ß|ss)|regards|wishes|m\.?v\.?g|mfg|hilsen|hilsn|h[äa]lsn|mvh|saludo|salut"
    r"|pozdr|cordialement|cumprimentos|sincerely|hoogachtend|powa[żz]aniem"
)
CLOSINGS = (
    r"met (?:de )?(?:vriendelijke|hartelijke|beste|vriendelijk|sportieve|zonnige|collegiale"
    r"|warme|groene) ?groet(?:en|jes)?|vriendelijke groet(?:en)?|met (?:vr\. ?)?groet(?:en)?"
    r"|hartelijke groet(?:en)?|beste groet(?:en)?|(?:veel |de )?(?:lieve )?groet(?:en|jes)?"
    r"|m\.?v\.?g\.?|vr\.? ?gr(?:oet(?:en)?|\.)?|gr\.?|vriendelijk groetend|met hoogachting|liefs"
    r"|hoogachtend|met dank en groet|(?:alvast )?bedankt en groet(?:en|jes)?|dank en groet(?:en)?"
    r"|b\.?v\.?d\.?|(?:nog )?(?:een )?(?:fijne|prettige) dag(?: verder| nog| gewenst)?"
    r"|(?:kind|best|warm|warmest|many|with kind|with best|with warm)(?:est)? (?:regards|wishes)"
    r"|regards|(?:many )?thanks (?:and|&) (?:kind |best )?regards|respectfully|warmly"
    r"|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?"
    r"|cheers|best|all the best|kr|rgds|br"
    r"|mit (?:freundlichen|freundlichem|besten|vielen|lieben|herzlichen|sonnigen) "
    r"gr[üu](?:ß|ss)(?:en)?"
    r"|(?:viele|beste|liebe|freundliche|herzliche|sch[öo]ne|lieben|besten|freundlichen) "
    r"gr[üu](?:ß|ss)e?"
    r"|gru(?:ß|ss)|gr[üu](?:ß|ss)e|m\.?f\.?g\.?|lg|vg|hochachtungsvoll|freundlichst"
    r"|(?:bien )?cordialement|bien [àa] (?:vous|toi)|sinc[èe]res salutations|(?:meilleures "
    r"|bonnes |mes )?salutations(?: distingu[ée]es| les meilleures)?|cdlt|amicalement"
    r"|respectueusement|(?:bonne|belle) (?:journ[ée]e|soir[ée]e)"
    r"|(?:un )?(?:cordial |atento )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo"
    r"|cordialmente|(?:cordiali|distinti|cari|tanti|i migliori) saluti|saluti|un saluto"
    r"|atenciosamente|(?:com os )?(?:melhores |meus |os )*cumprimentos|abra[çc]os?|att\.?"
    r"|(?:serdecznie )?pozdrawiam(?: serdecznie)?|z powa[żz]aniem|z wyrazami szacunku"
    r"|(?:med )?(?:v[äa]nliga?|b[äa]sta|varma|hj[äa]rtliga) h[äa]lsning(?:ar)?|h[äa]lsningar"
    r"|v[äa]nligen"
    r"|(?:med )?(?:vennlig|venlig|k[æa]rlig|bedste|mange|de bedste) (?:hilsen|hilsner)|mvh|hilsen"
    r"|ystävällisin terveisin|terveisin|s pozdravem|cu stimă|üdvözlettel"
)
THANKS = (
    r"thanks(?: again| so much| a lot)?|thank you(?: very much)?|many thanks|thx"
    r"|bedankt|dank(?: u| je)?(?: wel)?|alvast bedankt|hartelijk dank|danke|danke sch[öo]n"
    r"|vielen dank|merci|merci d.avance|merci beaucoup|gracias|muchas gracias|grazie(?: mille)?"
    r"|obrigad[oa]|dzi[ęe]kuj[ęe]|tak|mange tak|tack|tack p[åa] f[öo]rhand"
)
DISCLAIMERS = (
    r"^[*\s]{0,5}(?:disclaimer|vertrouwelijkheid|confidentialit[ey]|haftungsausschluss"
    r"|confidentiality notice|avis de confidentialit[ée]|aviso (?:legal|de privacidad)"
    r"|klauzula poufno[śs]ci)\b"
    r"|^(?:dit|deze|the|this|diese|ce|cet|questo|questa|este|esta|niniejsza|ta|denne|detta"
    r"|le|la|de|der inhalt|aan dit|any|if you) "
    r"(?:e-?mail\w*|bericht|message|mail\w*|nachricht|courriel|messaggio|mensaje|correo|mensagem"
    r"|wiadomo[śs][ćc]|e-?post(?:meddelande)?|meddelande|besked|dieser e-?mail|content|inhoud"
    r"|information|informatie|informazioni|communication|transmission|document|are not the)\b"
    r".{0,160}\b(?:bestemd|vertrouwelijk|confidential|intended|vertraulich|confidentie|poufn"
    r"|privileged|destin|riservat|confidencial|fortrolig|konfidenti|avsedd|geen rechten|adresat"
    r"|viruse?s|virussen|viren|modtager)"
    r"|^(?:denk aan het milieu|please consider the environment|d[ée]nk aan de natuur"
    r"|please think before you print|(?:s.il vous pla[îi]t )?pensez [àa] l.environnement"
    r"|bitte (?:denken|pr[üu]fen) sie .{0,40}umwelt)"
)
POSTSCRIPT = r"^(?:p\.?\s?s\.?|n\.?b\.?)(?:\b|[:.])"

PARTICLE = r"(?:van|von|de|der|den|da|di|du|la|le|ten|ter|en|and|und|et|&|y|e|o\.?g\.?|fam\.?)"
NAME = re.compile(
    rf"(?:(?:[A-ZÀ-ÖØ-ÞŁŚŻ][\w.'’-]{{0,24}}|{PARTICLE}),?(?:\s|$)){{2,6}}(?:\([\w .]{{1,20}}\))?$"
)
"""Two to six words in capitals; compared in the case they are written in."""
ONLY_CONTACT = (
    r"^(?:(?:e-?mail|mail|web|website|www|tel|telefoon|phone|mob|mobile|mobiel|cell|fax|t|m|e|f|p|w"
    r"|skype|tél)[.:]{0,2}\s{0,3})?"
    r"(?:[^\s@<>]{1,64}@[^\s@<>]{1,190}|(?:https?://|www\.)\S{3,200}|[+(]?\d[\d\s().+/-]{7,24})$"
)
