"""Which text of a mail is read, and in which charset."""

import base64
import quopri

import pytest

from functions.mail import read
from tests.mail.letters import a_mail, a_multipart

CHARSETS = [
    ("utf-8", "Één tuinset voor € 89 🌱".encode(), "Één tuinset voor € 89 🌱"),
    ("iso-8859-1", "caféset € 89 – „mooi”".encode("cp1252"), "caféset € 89 – „mooi”"),
    ("us-ascii", "ligstoel één".encode(), "ligstoel één"),
    ("us-ascii", "ligstoel één".encode("cp1252"), "ligstoel één"),
    ("utf-8", "gehele façade, één".encode("cp1252"), "gehele façade, één"),
    ("iso-8859-1", "wél gewoon UTF-8".encode(), "wél gewoon UTF-8"),
    ("windows-1252", "prijs: €".encode("cp1252"), "prijs: €"),
    ("iso-8859-15", "prijs: €".encode("iso8859-15"), "prijs: €"),
    ("gb2312", "花园镕椅".encode("gb18030"), "花园镕椅"),
    ("ks_c_5601-1987", "정원 똠".encode("cp949"), "정원 똠"),
    ("shift_jis", "庭園①".encode("cp932"), "庭園①"),
    ("iso-2022-jp", "庭園".encode("iso2022_jp"), "庭園"),
    ("us-ascii", "庭園".encode("iso2022_jp"), "庭園"),
    ("koi8-r", "Сад".encode("koi8-r"), "Сад"),
    ("windows-1251", "Сад".encode("cp1251"), "Сад"),
    ("x-unknown", "tuin één".encode(), "tuin één"),
    ("x-unknown", "tuin één".encode("cp1252"), "tuin één"),
    ("rot13", b"geen charset", "geen charset"),
    ("utf-16", "tuin één".encode("utf-16"), "tuin één"),
    ("utf-7", "tuin één".encode("utf-7"), "tuin één"),
    ("utf-7", b"+AD4 tuin \xc3\xa9+AOk-n", "> tuin \ufffd\ufffdén"),
    ("'utf-8'", "één".encode(), "één"),
    ("UTF8", "één".encode(), "één"),
]


@pytest.mark.parametrize(("declared", "data", "text"), CHARSETS)
def test_text_is_decoded_whatever_was_declared(declared: str, data: bytes, text: str) -> None:
    encoded = base64.encodebytes(data)
    raw = a_mail(
        encoded,
        content_type=f"text/plain; charset={declared}",
        headers="Content-Transfer-Encoding: base64\n",
    )

    assert read(raw).text == text


def test_characters_that_no_database_takes_are_gone() -> None:
    raw = a_mail(b"een\x00 twee\x1c +2D0-", content_type="text/plain; charset=utf-7")

    text = read(raw).text

    text.encode()
    assert "\x00" not in text
    assert "\x1c" not in text


def test_quoted_printable_is_undone() -> None:
    body = quopri.encodestring("één lange regel ".encode() * 20)

    mail = read(a_mail(body, headers="Content-Transfer-Encoding: quoted-printable\n"))

    assert mail.text.split() == ["één", "lange", "regel"] * 20


@pytest.mark.parametrize("padding", [b"", b"=", b"==", b"\n--\nVirusvrij verklaard"])
def test_damaged_base64_still_gives_its_text(padding: bytes) -> None:
    data = base64.b64encode(b"De paal is krom gebogen.").rstrip(b"=") + padding

    mail = read(a_mail(data, headers="Content-Transfer-Encoding: base64\n"))

    assert mail.text.startswith("De paal is krom gebogen.")


PLAIN = "Content-Type: text/plain\n\nGewone tekst"
HTML = "Content-Type: text/html\n\n<p>Opgemaakte <b>tek</b>st</p>"
PICTURE = 'Content-Type: image/png; name="foto.png"\nContent-Transfer-Encoding: base64\n\naGFsbG8='


def test_the_plain_alternative_is_read() -> None:
    mail = read(a_multipart(PLAIN, HTML, kind="alternative"))

    assert mail.text == "Gewone tekst"


@pytest.mark.parametrize(
    "stub", ["", " \n", "Bekijk dit bericht in een programma dat HTML kan tonen."]
)
def test_html_is_read_where_the_plain_alternative_says_nothing(stub: str) -> None:
    mail = read(a_multipart(f"Content-Type: text/plain\n\n{stub}", HTML, kind="alternative"))

    assert mail.text == "Opgemaakte tekst"


def test_several_inline_texts_are_joined_around_their_pictures() -> None:
    mail = read(a_multipart(PLAIN, PICTURE, "Content-Type: text/plain\n\nEn dit stond eronder"))

    assert mail.text.split("\n") == ["Gewone tekst", "En dit stond eronder"]
    assert [(file.name, file.content_type, file.size) for file in mail.attachments] == [
        ("foto.png", "image/png", 5)
    ]


def test_text_files_are_attachments_and_attached_mails_are_not_opened() -> None:
    letter = "Content-Type: message/rfc822\n\nSubject: binnenin\n\nDit blijft dicht"
    notes = 'Content-Type: text/plain\nContent-Disposition: attachment; filename="maten.txt"\n\n240'

    mail = read(a_multipart(PLAIN, letter, notes))

    assert mail.text == "Gewone tekst"
    assert [file.content_type for file in mail.attachments] == ["message/rfc822", "text/plain"]


NAMES = [
    ('filename="maten tuin.pdf"', "maten tuin.pdf"),
    ("filename=maten.pdf", "maten.pdf"),
    ("filename*=utf-8''caf%C3%A9set.pdf", "caféset.pdf"),
    ("filename*0*=utf-8''caf%C3%A9; filename*1=\"set.pdf\"", "caféset.pdf"),
    ('filename="=?utf-8?q?caf=C3=A9set=2Epdf?="', "caféset.pdf"),
    ('filename="tuin \\"groot\\".pdf"', 'tuin "groot".pdf'),
    ("", None),
]


@pytest.mark.parametrize(("parameter", "name"), NAMES)
def test_attachment_names_are_decoded(parameter: str, name: str | None) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameter}\n\nx"

    mail = read(a_multipart(PLAIN, part))

    assert mail.attachments[0].name == name


HTML_BODIES = [
    ("<p>een<b>dui</b>delijk</p><p>twee</p>", "eenduidelijk\n\ntwee"),
    ("een<br>twee<br/>drie", "een\ntwee\ndrie"),
    ("<ul><li>stoel</li><li>tafel</li></ul>", "- stoel\n- tafel"),
    ("<style>p {color: red}</style><p>rood</p>", "rood"),
    ("<title>Nee</title><script>x < y</script>ja", "ja"),
    ("<!-- stil --><p>&eacute;&eacute;n &amp; &#8364;&nbsp;5</p>", "één & € 5"),
    ("<table><tr><td>maat</td><td>L</td></tr></table>", "maat L"),
    ("2 < 3 en 5 > 4", "2 < 3 en 5 > 4"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("<style>niet gesloten <p>toch tekst</p>", "niet gesloten\n\ntoch tekst"),
    ("&#99999999999999999999; niets", "\ufffd; niets"),
]


@pytest.mark.parametrize(("source", "text"), HTML_BODIES)
def test_html_becomes_readable_text(source: str, text: str) -> None:
    assert read(a_mail(source, content_type="text/html; charset=utf-8")).text == text


def test_a_missing_boundary_is_guessed() -> None:
    body = "--grens\nContent-Type: text/plain\n\nWel te lezen\n--grens--\n"

    assert read(a_mail(body, content_type="multipart/mixed")).text == "Wel te lezen"


def test_a_boundary_that_never_comes_leaves_the_text() -> None:
    assert read(a_mail("Gewoon", content_type="multipart/mixed; boundary=x")).text == "Gewoon"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "first", ["", "\n\n", "From jan@lindehof.example Thu Mar  5 13:36:00 2026\n"]
)
def test_line_ends_and_leading_noise_do_not_matter(line_end: str, first: str) -> None:
    raw = (first + a_mail("een\ntwee").decode()).replace("\n", line_end).encode()

    mail = read(raw)

    assert (mail.text, mail.subject) == ("een\ntwee", "Vraag")


def test_plain_words_that_are_declared_as_base64_are_read_as_they_stand() -> None:
    headers = "Content-Transfer-Encoding: base64\n"

    assert read(a_mail("Waar blijft mijn pakket toch", headers=headers)).text.startswith("Waar bl")


def test_a_named_text_shown_in_place_is_the_text_where_there_is_no_other() -> None:
    named = "Content-Type: text/plain\nContent-Disposition: inline; filename=bericht.txt\n\nHoi."

    mail = read(a_multipart(named))

    assert mail.text == "Hoi."
    assert [file.name for file in mail.attachments] == ["bericht.txt"]
