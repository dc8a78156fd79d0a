"""By which words delivery reports are known, in the forms that mail servers of all ages write."""

import re
from collections.abc import Iterator

from functions.core.values import Evidence
from functions.mail.message import Mailbox
from functions.mail.mime import Part
from functions.mail.quotes import compiled

LOOKED_AT = 6000
DAEMON = re.compile(
    r"(?i)(?:mailer-?_?daemon|mail-?daemon|mdaemon|mailerdaemon|microsoftexchange[0-9a-f]{32})"
    r"(?:[+._-][^@]{0,100})?@"
)
OFFICE = re.compile(
    r"(?i)(?:post-?master|administrator|mail-?admin|mailer|mail-?router|mta|ndr-?admin|bounces?"
    r"|mail-?delivery[a-z-]{0,20}|delivery-?(?:reports?|status|notification)[a-z-]{0,20}"
    r"|undeliver[a-z]{0,10}|smtp[a-z-]{0,10})(?:[+._-][^@]{0,100})?@"
)
OFFICE_NAME = (
    r"(?i)\s*(?:mail(?:er)?[ -]daemon|mail (?:delivery|router|system|server|administrator)"
    r"|(?:e-?mail |internet mail )?delivery (?:sub)?system|postmaster|system administrator"
    r"|mail admin"
    r"|systeembeheerder|systemadministrator|message router|microsoft (?:outlook|exchange)$)"
)
# At the start of the subject: who passes a report on has a prefix in front of it.
SUBJECT = r"""(?ix)\s*(?:[*\[(]{1,3}[\w :!-]{1,30}[*\])]{1,3}\s*:?\s*)?(?:
        un-?deliver(?:able|ed)\b | delivery[ ]status[ ]notification | delivery[ ]status\s*$
        | delivery[ _](?:failure|failed|fail|error|has[ ]failed|notification|delayed|delay|problem
            |report|unsuccessful|attempt|to[ ]the[ ]following)
        | failed[ ](?:delivery|mail)\b | failure[ ](?:notice|delivery)
        | permanent[ ]delivery[ ]failure
        | mail[ ](?:delivery|failure|error|system[ ]error|could[ ]not[ ]be|returned|undelivered)
        | (?:message|e-?mail)[ ](?:delivery|could[ ]not[ ]be[ ]delivered|not[ ]delivered|delayed
            |undeliverable|was[ ]not[ ]delivered|frozen|returned|bounced|rejected|status)
        | returned[ ](?:mail|e-?mail|to[ ]sender|message|due)
        | bounced?[ ](?:mail|message|e-?mail)
        | \[?bounce\b | non[ -]?deliver | nondeliverable | notice:[ ]mail[ ]delivery
        | (?:your|the)[ ](?:message|mail|e-?mail)[ ](?:could|was|has|cannot|did|to[ ].{1,80}
            (?:could|was|cannot))[ ]?(?:not|n't)?
        | warning:[ ](?:message|could[ ]not[ ]send|delayed|mail) | delayed[ ]mail | mail[ ]delayed
        | could[ ]not[ ](?:deliver|send) | unable[ ]to[ ](?:deliver|send) | cannot[ ]deliver
        | (?:sorry,[ ])?your[ ]message[ ]could[ ]not | there[ ]was[ ]an[ ]error[ ]sending
        | error[ ](?:sending|delivering) | rejected[ ](?:mail|message|e-?mail) | user[ ]unknown
        | mail[ ]?box[ ](?:full|unavailable) | address[ ](?:unknown|rejected|not[ ]found)
        | onbestelbaar\b | niet[ ]bestel(?:baar|d)\b | (?:e-?mail|bericht)?[ ]?niet[ ]afgeleverd
        | (?:e-?mail|bericht)[ ]niet[ ](?:bezorgd|verzonden|besteld|afgeleverd)
        | bezorging[ ](?:is[ ])?(?:mislukt|vertraagd) | niet-?bezorg | aflevering[ ]mislukt
        | unzustellbar | nicht[ ]zustellbar | zustellung[ ]fehlgeschlagen | fehler[ ]bei[ ]der[ ](?:
            nachrichten)?zustellung | (?:e-?mail|nachricht|mail)[ ](?:konnte[ ])?nicht[ ]zugestellt
        | non[ _]?(?:remis|distribu|d[ée]livr) | courrier[ ]non[ ]remis | message[ ]non[ ]
        | [ée]chec[ ](?:de[ ](?:la[ ])?)?(?:remise|distribution|livraison|d.envoi)
        | no[ ]se[ ]puede[ ]entregar | no[ ]entregado | mensaje[ ]no[ ]entregado
        | error[ ]de[ ]entrega
        | mancato[ ]recapito | mancata[ ]consegna | non[ ]recapitabile | impossibile[ ]recapitare
        | niedostarczon | nie[ ]mo[żz]na[ ]dostarczy | niedor[ęe]czaln | nie[ ]dostarczono
        | n[ãa]o[ ]entregue | n[ãa]o[ ][ée][ ]poss[íi]vel[ ]entregar | falha[ ]na[ ]entrega
        | ikke[ ]lever | kan[ ]ikke[ ]leveres | ulevere | e-?mail[ ]ikke[ ]leveret
        | ej[ ]lever | kunde[ ]inte[ ]lever | gick[ ]inte[ ]att[ ]lever | olevere
        | 退信 | 系统退信 | 邮件(?:被退回|投递失败) | メール配信 | 配信(?:エラー|不能|できません)
        | 送信エラー | недоставлен | не[ ]доставлен | сообщение[ ]не
    )"""
# Words that only mail servers write.
TECHNICAL = r"""(?ix)
    created[ ]automatically[ ]by[ ](?:the[ ])?(?:mail|internet)
    | following[ ]addresse?s?(?:\(es\))?[ ]had[ ](?:permanent|transient|delivery|fatal)
    | transcript[ ]of[ ](?:the[ ])?session | -{3,}[ ]?unsent[ ]message | session[ ]transcript
    | this[ ]is[ ]the[ ](?:mail[ ]system|postfix|qmail|mail[ ]delivery|courier|mail[ ]server)
    | delivery[ ](?:to[ ]the[ ]following[ ]recipients?|has[ ]failed[ ]to[ ]these)
    | (?:couldn.t|could[ ]not|cannot|unable[ ]to|wasn.t[ ]able[ ]to|not[ ]able[ ]to)[ ]deliver[ ]
      (?:your|the|this|a|following|to|mail|message|it)\b.{0,40}(?:mail|message|address|recipient|:)
    | did[ ]not[ ]reach[ ](?:some|the[ ]following|all|its|their|one)
    | (?:user|recipient|mailbox|address|account|host|domain)[ ](?:is[ ])?(?:unknown|unavailable
      |disabled|full|not[ ]found|rejected|over[ ]?quota|not[ ]exist)
    | unknown[ ](?:user|recipient|address|host|mailbox)
    | no[ ]such[ ](?:user|recipient|mailbox|address|person)
    | (?:over|exceed\w{0,5})[ ](?:the[ ]|its[ ]|disk[ ]|storage[ ]|mail[ ])?quota | quota[ ]exceeded
    | (?:remote|receiving)[ ](?:host|server|mta)[ ](?:said|returned|respon) | while[ ]talking[ ]to
    | \b[45]\d\d[ -#]{1,2}[45]\.\d{1,2}\.\d{1,3}\b | \bsmtp[;: ]{1,3}[45]\d\d\b | status:[ ][45]\.\d
    | (?:smtp|error|code|said|reply)[^\n]{0,30}\b[45][0-5]\d\b
    | \b5[0-5]\d[ -](?:user|unknown|no|requested|mailbox|invalid|sorry|address|relay|recipient
      |rejected|access)
    | this[ ]is[ ]a[ ]permanent[ ]error | permanent[ ](?:fatal|delivery)[ ](?:errors?|failure)
    | returned[ ](?:message|mail)[ ](?:follows|header|text) | message[ ]header[s]?[ ]follow
    | below[ ]this[ ]line[ ]is[ ]a[ ]copy | original[ ]message[ ](?:headers?|was[ ]received)
    """
SERVER_ONLY = r"""(?ix)
    created[ ]automatically[ ]by[ ](?:the[ ])?(?:mail|internet)
    | following[ ]addresse?s?(?:\(es\))?[ ]had[ ](?:permanent|transient|delivery|fatal)
    | transcript[ ]of[ ](?:the[ ])?session | -{3,}[ ]?unsent[ ]message | session[ ]transcript
    | this[ ]is[ ]the[ ](?:mail[ ]system|postfix|qmail|mail[ ]delivery|courier|mail[ ]server)
    | delivery[ ]to[ ]the[ ]following[ ]recipients?[ ](?:has[ ])?(?:failed|been)
    | delivery[ ]has[ ]failed[ ]to[ ]these
    | wasn.t[ ]able[ ]to[ ]deliver[ ]your[ ]message | reporting-mta: | final-recipient:
    | diagnostic-code: | (?:remote|receiving)[ ](?:host|server|mta)[ ](?:said|returned|respon)
    | \b[45]\d\d[ -#]{1,2}[45]\.\d{1,2}\.\d{1,3}\b | \bsmtp[;: ]{1,3}[45]\d\d\b
    | below[ ]this[ ]line[ ]is[ ]a[ ]copy | lines[ ]of[ ]your[ ]original[ ]message[ ]follow
    | could[ ]not[ ]be[ ]delivered[ ]to[ ](?:the[ ]following|one[ ]or[ ]more)
    | delivery[ ]attempts[ ]will[ ]continue | will[ ]continue[ ]to[ ]try[ ]to[ ]deliver
    | -{2,}[ ]?(?:non-?delivery|delivery[ ]status)[ ]report
    | could[ ]not[ ]be[ ]delivered[ ]to[ ][^\s@]{1,64}@\S
    """
# Words that people write as well, of a parcel for instance.
PLAIN = r"""(?ix)
    undeliver | (?:not|n.t)[ ](?:be[ ]|been[ ])?(?:delivered|reached|sent)
    | delivery[ ](?:fail|error|delay)
    | returned[ ]to[ ](?:sender|you) | failed[ ](?:to|permanently|recipient) | not[ ]exist | mailbox
    | recipient | rejected | refused | bounce[ds]? | returned | delayed | blocked
    | niet[ ](?:\w+[ ]){0,3}(?:bezorg|afgelever|besteld|verzonden) | bezorging | onbestelbaar
    | nicht[ ](?:\w+[ ]){0,3}(?:zugestellt|ermittelt|gefunden) | zustellung | unzustellbar
    | pas[ ](?:pu[ ])?(?:\w+[ ]){0,2}(?:remis|livr|distribu|d[ée]livr|achemin) | [ée]chec
    | non[ ](?:\w+[ ]){0,3}(?:recapitar|consegnar|recapitat|consegnat) | impossibile
    | no[ ](?:\w+[ ]){0,3}entreg | n[ãa]o[ ](?:\w+[ ]){0,3}entreg | nie[ ](?:\w+[ ]){0,3}dostarcz
    | ikke[ ](?:\w+[ ]){0,3}lever | inte[ ](?:\w+[ ]){0,3}lever | destinata[ir]i
    | 配信|送信でき|宛先|退信|退回|投递|无法|доставлен|배달|전송
    """
RETURNED = (
    r"(?im)^[> \t]{0,4}(?:received: ?(?:from|by|\(qmail)|return-path: ?<|message-id: ?<"
    r"|-{3,}.{0,20}(?:this is a copy|original message|returned|unsent|header))"
)


def bounce_marks(
    root: Part, sender: Mailbox | None, subject: str, text: str, *, unanswerable: bool
) -> Iterator[Evidence]:
    """Nothing for a person's mail, also where he tells of a bounce or passes one on.

    `unanswerable`: it came with an empty return path or says that it was sent automatically.
    """
    official = is_from_mail_server(sender)
    if sender and DAEMON.match(sender.address):
        yield Evidence(kind="sender", detail="a mail server's own address")
    elif official or unanswerable or not sender:
        if tells_of_bounce(subject, text) or (
            official and (has_returned_mail(root) or mentions_bounce(subject, text))
        ):
            yield Evidence(kind="content", detail="what mail servers write of undelivered mail")
    elif compiled(SUBJECT).match(subject[:200]) and is_written_by_server(text):
        yield Evidence(kind="subject", detail="the words of a delivery report")


def is_from_mail_server(sender: Mailbox | None) -> bool:
    """Its name or address is the office of one; people send such mail from nowhere else."""
    address, name = (sender.address, sender.name or "") if sender else ("", "")
    return bool(OFFICE.match(address) or compiled(OFFICE_NAME).match(name))


def tells_of_bounce(subject: str, text: str) -> bool:
    return compiled(SUBJECT).match(subject[:200]) is not None or is_technical(text)


def is_written_by_server(text: str) -> bool:
    """Stronger than technical words, which a person may quote in a complaint about a parcel."""
    words = " ".join(text[:LOOKED_AT].split())
    return (
        compiled(SERVER_ONLY).search(words) is not None
        or compiled(RETURNED).search(text[:LOOKED_AT]) is not None
    )


def is_technical(text: str) -> bool:
    return compiled(TECHNICAL).search(" ".join(text[:LOOKED_AT].split())) is not None


def mentions_bounce(subject: str, text: str) -> bool:
    words = " ".join(text[:1500].split())
    return compiled(PLAIN).search(f"{subject[:200]} {words}") is not None


def has_returned_mail(root: Part) -> bool:
    return any(
        part.content_type in ("message/rfc822", "text/rfc822-headers", "message/global")
        for part in root.children
    )
