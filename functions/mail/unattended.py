"""By which words a mail without any header's help says that no person wrote it."""

# Both that nobody wrote it and that nobody reads an answer, in sentences of their own.
UNATTENDED = (
    r"(?i)(?:^|[\n.!*(] ?)(?:dit (?:is een|bericht is|e-?mail(?:bericht)? is) automatisch"
    r"|deze (?:e-?mail|mail) is automatisch"
    r"|this (?:is an|e-?mail is|message is|e-?mail was|message was) auto(?:mated|matic)\w*"
    r"|diese (?:e-?mail|nachricht) (?:wurde|ist) automatisch|dies ist eine automatisch"
    r"|ceci est un (?:message|e-?mail) automatique|ce (?:message|courriel) (?:a [ée]t[ée] )?"
    r"(?:est )?(?:g[ée]n[ée]r[ée]|envoy[ée]) automatiquement)"
    r"(?! (?:ge(?:scan|control|pr[üu]f)|scan|check))"
    r"[^\n]{0,100}\s[^\n]{0,40}(?:niet (?:op |worden )?(?:reageren|antwoorden|beantwoord)"
    r"|(?:do not|don.t|cannot|please do not) (?:be )?(?:reply|respond|replied|answer)"
    r"|nicht (?:auf diese|auf die|antworten|beantworte|zu beantworten)"
    r"|(?:ne pas|pas) (?:y )?r[ée]pondre)"
)
RECEIVED_SUBJECT = (
    r"(?i)(?:re: ?|aw: ?|antw: ?)?(?:\[[^\]]{1,40}\] ?)?(?:ontvangst\s?bevestiging"
    r"|(?:wij|we) hebben (?:uw|je) (?:bericht|e-?mail|vraag|aanvraag|mail) ontvangen"
    r"|(?:uw|je) (?:bericht|e-?mail|vraag|mail) is ontvangen"
    r"|bedankt voor (?:uw|je) (?:bericht|e-?mail|mail)"
    r"|eingangsbest[äa]tigung|empfangsbest[äa]tigung"
    r"|(?:wir haben )?ihre (?:anfrage|nachricht|e-?mail)(?: ist eingegangen| erhalten)"
    r"|we(?:.ve| have) received your (?:message|e-?mail|request)"
    r"|thank you for (?:contacting|your (?:e-?mail|message))|accus[ée] de r[ée]ception)"
)
