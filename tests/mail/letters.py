"""Invented mails for the tests: one builder, with defaults that do not matter to the test."""


def a_mail(
    body: str | bytes = "Waar blijft mijn pakket?",
    *,
    subject: str = "Vraag",
    sender: str = "Jan Smit <jan@lindehof.example>",
    content_type: str = "text/plain; charset=utf-8",
    headers: str = "",
    above: str = "",
) -> bytes:
    """`above` stands on top of the sender's headers; each header line ends in a line end."""
    head = (
        f"{above}From: {sender}\nTo: service@tuinhuis.example\nSubject: {subject}\n"
        f"{headers}MIME-Version: 1.0\nContent-Type: {content_type}\n\n"
    )
    text = body.encode() if isinstance(body, str) else body
    return head.encode() + text


def a_multipart(*parts: str, kind: str = "mixed", headers: str = "") -> bytes:
    """Each part with its own headers, a blank line and its body."""
    body = "".join(f"--grens\n{part}\n" for part in parts) + "--grens--\n"
    return a_mail(body, content_type=f'multipart/{kind}; boundary="grens"', headers=headers)


def a_reply(body: str) -> bytes:
    return a_mail(body, subject="Re: Uw bestelling", headers="In-Reply-To: <1@tuinhuis.example>\n")
