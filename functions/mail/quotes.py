"""The lines by which mail programs introduce what is answered or forwarded, in many languages."""

import re
from functools import cache

from functions.mail.html import QUOTE_MARK

MAX_INTRODUCTION = 400
MAX_LINES = 6

UNSPACED_VERBS = r"写道|寫道|작성|작성하였습니다|작성했습니다|のメッセージ|のメール"
VERBS = (
    r"wrote|writes|sent|schreef|geschreven|schrieb|geschrieben|[ée]crit|escribi[óo]|escreveu"
    r"|ha scritto|scrisse"
    r"|napisa[łl](?:\(a\)|a)?|pisze|skrev|skriver|ha escrit|kirjoitti|пишет|написал(?:\(а\)|а)?"
    r"|yazd[ıi]|đã viết|viết|napsal(?:\(a\)|a)?|napísal(?:a|\(a\))?|a scris|έγραψε|написа(?:в|ла)?"
    r"|пише|(?:je )?napisa(?:o|la)(?:/la)?(?: je)?|va escriure|skrifaði|rašė|rakstīja|kirjutas"
    r"|menulis|nadesłał(?:\(a\)|a)?|(?:ezt )?írta(?: \(időpont: .{1,60}\))?|כתב|כתבה|كتب|เขียน"
    rf"|{UNSPACED_VERBS}"
)
BEGINNINGS = (
    r"on|op|am|le|il|el|em|den|på|w dniu|dnia|dne|dňa|în|pe data de|στις|на|у|dana|в|vào|at|在|于"
    r"|(?:ma|di|wo|do|vr|za|zo|mo|mi|fr|sa"
    r"|so|mon|tue|wed|thu|fri|sat|sun"
    r"|tir|ons|pe|ke|to|la|su|tor|fre|lør|søn|man|lun|mar|mer|jeu|ven|sam|dim|sex|qua|qui|seg|ter)[a-zé]{0,9}\.?"
)
FROM = (
    r"from|reply to|от|van|von|de|da|fra|från|od|lähettäjä|odesílatel|feladó|kimden|de la|από|від"
    r"|发件人|差出人|보낸 ?사람|mittente|remitente|afzender|absender|expéditeur"
)
SENT = (
    r"sent|date|verzonden(?: op)?|verstuurd|datum|gesendet|envoy[ée]|inviato|data"
    r"|enviad[oa](?: el| em)?|fecha|sendt|dato|skickat|wysłan[oey]|发送时间|отправлено|дата"
    r"|message du|lähetetty|odesláno|odoslané|elküldve|dátum|gönderilme|tarih|gönderildi|trimis"
    r"|στάλθηκε|ημερομηνία|надіслано|日期|日時|送信日時|보낸 ?날짜|päivämäärä|date d.envoi"
)
TO = (
    r"to|aan|an|à|a|para|per|til|till|do|komu|címzett|kime|către|προς|vastaanottaja|收件人|宛先"
    r"|кому|받는 ?사람|destinatario"
)
SUBJECT = (
    r"subject|onderwerp|betreff?|objet|sujet|oggetto|asunto|assunto|emne|ämne|temat|předmět|aihe"
    r"|predmet|tárgy|konu|subiect|θέμα|主题|件名|제목|тема"
)
OTHER = (
    r"cc|bcc|kopie|copie(?: à)?|copia|importance|urgentie|prioriteit|priority|reply-to"
    r"|antwoord aan|antwort an"
    r"|bijlagen?|attachments?|anlagen?"
)
ORIGINAL = (
    r"original(?:[ -]message| appointment|-?nachricht| e-?mail)|message original|mail original"
    r"|oorspronkelijke? (?:bericht|e-?mail)|originee?le? (?:bericht|e-?mail|mail)"
    r"|urspr[üu]ngliche (?:nachricht|e-?mail|mail)|původní zpráva|pôvodná správa"
    r"|исходное сообщение|пересылаемое сообщение|вихідне повідомлення|eredeti üzenet"
    r"|opprinnelig melding|alkuperäinen viesti|orijinal mesaj|mesaj original|原始邮件"
    r"|転送メッセージ|原邮件|oprindelig besked|messaggio originario"
    r"|ursprungligt meddelande|oprindelig meddelelse|message d.origine|messaggio originale"
    r"|mensaje original"
    r"|mensagem original|wiadomość oryginalna|reply message|antwoordbericht|vorig bericht"
)
FORWARDED = (
    r"forwarded message|doorgestuurd bericht|begin doorgestuurd bericht"
    r"|weitergeleitete nachricht|message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|inizio (?:del )?messaggio inoltrato|inicio del mensaje (?:reenviado|original)"
    r"|in[íi]cio da mensagem (?:reencaminhada|encaminhada)|původní přeposlaná zpráva"
    r"|vidarebefordrat (?:brev|meddelande)|videresendt (?:besked|melding)|wiadomość przekazana"
    r"|messaggio inoltrato|mensaje reenviado|mensagem encaminhada|videresendt|vidarebefordrat"
    r"|begin forwarded message"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|d[ée]but du message (?:transf[ée]r[ée]"
    r"|r[ée]exp[ée]di[ée])|forwarded by"
)


REPLY_ABOVE = (
    r"^[-#=*_> ]{0,12}(?:please )?(?:(?:type|write|enter|add) your (?:reply|response|answer) above"
    r"|reply above (?:this|the) line|(?:typ|schrijf|plaats|zet) (?:a\.?u\.?b\.? )?(?:uw|je) "
    r"(?:antwoord|reactie) boven deze|(?:antwoord|reageer) boven deze (?:regel|lijn)"
    r"|(?:bitte )?antworten sie (?:bitte )?(?:über|oberhalb) dieser"
    r"|(?:veuillez )?r[ée]pond(?:re|ez) au-dessus de (?:cette|ce)|responda (?:por encima|acima) de"
    r"|rispondi sopra (?:questa|la)|svar[a]? (?:ovanför|over|ovenfor) denn[ae])\b.{0,60}$"
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled on first use: importing must stay cheap."""
    return re.compile(pattern, re.IGNORECASE)


def is_quoted(line: str) -> bool:
    """A `>` line; `>>> text <<<` is somebody's ornament, `>>> text >>>` a program's."""
    stripped = line.lstrip()
    if not stripped.startswith(">"):
        return False
    return not stripped.startswith(">>>") or not (
        stripped.endswith("<<<") or compiled(GROUPWISE).match(stripped.rstrip())
    )


def introduction_length(lines: list[str], at: int) -> int:
    """How many lines from `at` say who wrote when what follows; 0: none."""
    first = lines[at].strip()
    if not first or is_quoted(first):
        return 0
    if says_who_wrote(first):
        return 1
    if not begins_introduction(first):
        return 0
    joined = first
    for length in range(2, MAX_LINES + 1):
        if at + length > len(lines):
            return 0
        following = lines[at + length - 1].strip()
        if not following and goes_on_below(joined, lines, at + length):
            continue
        broken_off = following.startswith(">") and following.endswith(":")
        if (is_quoted(following) and not broken_off) or len(joined) > MAX_INTRODUCTION:
            return 0
        if not following or joined.endswith(("?", "!")) or compiled(r"[a-z]{4}\.$").search(joined):
            return 0  # a sentence that has come to its end
        if begins_introduction(following) and says_who_wrote(following):
            return 0  # the introduction proper begins further down
        joined = f"{joined} {following}"
        if says_who_wrote(joined):
            return length
    return 0


def goes_on_below(joined: str, lines: list[str], at: int) -> bool:
    """A blank line between the date and name and the address behind them."""
    following = lines[at].strip() if at < len(lines) else ""
    return following.startswith("<") and compiled(EVIDENT_TIME).search(joined) is not None


def begins_introduction(line: str) -> bool:
    """`On 9 February` or a bare date at the start of the line."""
    beginning = rf"^[\s\-–—_*]{{0,9}}(?:(?:{BEGINNINGS})\b.{{0,25}}?\d|\d{{1,4}}[./年-])"
    return compiled(beginning).match(line[:120]) is not None


def says_who_wrote(text: str) -> bool:
    """`On <date> <name> wrote:` in its many forms. It needs a date or an address."""
    text = text.translate(DIRECTION_MARKS).lstrip("-–—_*> \t").rstrip("-–—_* \t")
    if not 6 <= len(text) <= MAX_INTRODUCTION:
        return False
    ended = text.endswith((":", "："))
    if not ended and not compiled(rf"(?:wrote|{FINAL_WITHOUT_COLON})$").search(text[-40:]):
        return is_undecorated_gmail(text) or ends_in_address(text)
    evident = "@" in text or compiled(EVIDENT_TIME).search(text) is not None
    core = text.rstrip(":： ")[-90:]
    if compiled(rf"(?:{UNSPACED_VERBS})$").search(core) or compiled(QUOTING).match(text):
        return evident
    if compiled(rf"(?:\b|^|(?<=[\s>)\"]))(?:{VERBS})(?: het volgende)?$").search(core):
        return evident or compiled(r"het volgende geschreven$").search(core) is not None
    return evident and (names_after_verb(text) or (ended and gives_time_and_address(text)))


DIRECTION_MARKS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
QUOTING = (
    r"^(?:quoting|zitat von|citeren|citaat van|citando|quotando|citation de|cytowanie)\s.{2,}:$"
)
EVIDENT_TIME = r"\d{1,2}[:.h]\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}"
FINAL_WITHOUT_COLON = r"schreef|schrieb|a [ée]crit|escribió|napisał\(a\)"
GROUPWISE = r"^>>> .{3,90}\d{1,2}[:.]\d{2}.{0,8} >>>$"
PROGRAM_NAMED = r"^\[?original message processed by david\b"
NAME_THEN_DATE = (
    r"^(?:wiadomość napisana przez .{2,120}|\S.{0,80}<[^<>\s]{3,100}> kirjoitti)"
    r"\s(?:w dniu )?\d.{3,60}:$"
)
NAMED_THEN_DATED = (
    r"^\S[^:]{0,80}\s(?:schreef|schrieb|wrote|skrev|a écrit|scrisse|ha scritto|escribió|escreveu)"
    r" (?:op|am|on|den|d\.|le|il|el|em|no dia)\b.{0,30}\d{1,4}[./ -].{1,30}\d{1,2}[:.]\d{2}"
    r"(?::\d{2})?.{0,10}:$"
)
DATED_WITHOUT_COLON = (
    r"^(?:op|am|on|den|le) .{0,30}\d{1,2}[:.]\d{2}.{0,12}\s"
    r"(?:schreef|schrieb|wrote|skrev) \S.{0,80}$"
)
VERBS_BEFORE_NAME = r"(?:schreef|schrieb|skrev|wrote|scrisse|a écrit)"


def introduces_quote(line: str) -> bool:
    """`Jan wrote:`, enough where a `>` line follows."""
    text = line.strip(" \t*_")
    if len(text) > 200 or not text.endswith((":", "：")):
        return len(text) <= 200 and compiled(DATED_WITHOUT_COLON).match(text) is not None
    return compiled(rf"^\S.{{0,190}}\s(?:{VERBS})\s?[:：]$").match(text) is not None


def names_after_verb(text: str) -> bool:
    """`Op 9 februari schreef <name>:` or `<name> <address> schreef op 9 februari:`."""
    if compiled(rf"^[^<>]{{0,80}}<[^<>\s]{{3,200}}>,? {VERBS_BEFORE_NAME}\b").match(text):
        return True
    if compiled(NAMED_THEN_DATED).match(text) or compiled(NAME_THEN_DATE).match(text):
        return True
    if not compiled(rf"^(?:{BEGINNINGS}|\d)").match(text):
        return False
    named = compiled(rf"\b{VERBS_BEFORE_NAME}\s+(\S.{{0,200}})$").search(text)
    return named is not None and ("@" in named[1] or not named[1][0].islower())


def gives_time_and_address(text: str) -> bool:
    """`26.06.2026, 14:41, "Name" <address>:` without any verb, or the time behind the address."""
    if compiled(r"^.{0,100}<[^<>\s]{3,100}> ?[\[(].{0,30}\d{1,2}[:.]\d{2}.{0,12}[\])] ?:$").match(
        text
    ):
        return True
    return "@" in text and ">" in text[-4:] and bool(compiled(r"\d{1,2}[:.]\d{2}").search(text))


def ends_in_address(text: str) -> bool:
    """`Op 13-11-2015 om 18:02 schreef <name> <address>`, with nothing behind it."""
    dated = rf"^(?:{BEGINNINGS})\b.{{0,40}}\d{{1,2}}[:.]\d{{2}}.{{0,20}}\s{VERBS_BEFORE_NAME}\s"
    return text.endswith(">") and "@" in text[-200:] and bool(compiled(dated).match(text))


def is_undecorated_gmail(text: str) -> bool:
    """`2011/4/7 Name <address>`, with nothing behind it."""
    return (
        compiled(r"^\d{4}[/-]\d{1,2}[/-]\d{1,2} .{1,200}<[^<>\s]{3,200}@[^<>\s]{3,200}>$").match(
            text
        )
        is not None
    )


def label_kind(line: str) -> str | None:
    """`from`, `sent`, `to`, `subject` or `other` for a header line as mail programs copy it."""
    if ":" not in line[:80] and "：" not in line[:80]:
        return None
    found = compiled(
        rf"^[\s>*_|]{{0,12}}(?:(?P<from>{FROM})|(?P<sent>{SENT})|(?P<to>{TO})"
        rf"|(?P<subject>{SUBJECT})|(?P<other>{OTHER}))"
        r"[*_]{0,2}\s{0,3}[:：]"
    ).match(line[:80])
    return found.lastgroup if found else None


OTHER_LABEL = r"^[a-zà-ÿ][a-zà-ÿ ]{1,25}: \S"
"""What a form asks for; mail programs copy no such line."""


def is_header_block(lines: list[str], at: int) -> bool:
    """A copied header such as Outlook writes: sender with date or subject, in a few lines."""
    first = label_kind(lines[at])
    if first in (None, "other", "to"):
        return False
    kinds, other_lines, addressed = {first}, 0, "@" in lines[at][:MAX_INTRODUCTION]
    for line in lines[at + 1 : at + 12]:
        kind = label_kind(line)
        if kind:
            kinds.add(kind)
            other_lines = 0
            addressed = addressed or "@" in line[:MAX_INTRODUCTION]
        else:
            other_lines += 1
        if other_lines > 2 or (not kind and compiled(OTHER_LABEL).match(line[:80])):
            break
    kinds.discard("other")
    if "from" in kinds and kinds & {"sent", "subject"} and (addressed or len(kinds) > 2):
        return True
    if first == "from" and are_on_one_line(lines[at][:MAX_INTRODUCTION]):
        return True
    return addressed and len(kinds) >= 2 and "sent" in kinds


def are_on_one_line(line: str) -> bool:
    """`From: Bob <bob@example.com> Sent: Thursday …`."""
    found = compiled(rf"\s(?:{SENT}|{SUBJECT})\s?:\s").search(line)
    return found is not None and "@" in line[3 : found.start()]


def is_separator(line: str) -> bool:
    """`-----Original Message-----` and its translations, with something drawn around it."""
    text = line.strip()[:120]
    if text == QUOTE_MARK or compiled(REPLY_ABOVE).match(text):
        return True
    if compiled(PROGRAM_NAMED).match(text) or compiled(GROUPWISE).match(text):
        return True
    if compiled(
        rf"^[-_=*]{{2,60}}\s{{0,3}}(?:{ORIGINAL}|{FORWARDED})\s{{0,3}}[-_=*:]{{1,60}}$"
    ).match(text):
        return True
    if compiled(rf"^[-_=]{{4,20}}\s?(?:{ORIGINAL})\s?[-_=]{{4,20}}\s{{0,3}}(?:{FROM})\s?:").match(
        text
    ):
        return True  # all of it on one line
    if compiled(r"^-{3,10}\s{0,3}.{3,80}\s(?:wrote|schreef|schrieb|a écrit)\s{0,3}-{3,10}$").match(
        text
    ):
        return True
    return is_forward_separator(text)


def is_forward_separator(line: str) -> bool:
    text = line.strip()[:120]
    return (
        compiled(
            rf"^[-_=*> ]{{0,40}}(?:{FORWARDED})(?:\s{{0,3}}[-_=*:]{{1,40}}|\sby .{{1,80}})$"
        ).match(text)
        is not None
    )
