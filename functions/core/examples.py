"""An agent's correction as a labelled example that the training can take in; redacted for good."""

from collections.abc import Iterable, Iterator

from pydantic import AwareDatetime

from functions.core.contacts import Channel, Contact
from functions.core.redaction import redact
from functions.core.teams import Priority, Queue
from functions.core.values import Value

LETTERS = {Priority.URGENT: "u", Priority.HIGH: "h", Priority.NORMAL: "n", Priority.LOW: "l"}


class Example(Value):
    """What a contact said, and which team and priority were right."""

    contact_id: str
    language: str | None = None
    queue: Queue
    priority: Priority
    instead_of: Queue
    channel: Channel | None = None
    subject: str = ""
    text: str
    agent: str
    at: AwareDatetime


def words_of(contact: Contact) -> tuple[str, str]:
    """Subject and text without who wrote them."""
    names = [contact.sender_name or "", contact.sender.value.partition("@")[0]]
    return redact(contact.subject or "", names), redact(contact.text, names)


def in_corpus_format(examples: Iterable[Example]) -> Iterator[str]:
    """Lines as `training/corpus` has them, sorted, each text once with the latest label.

    What is right is a team that takes contacts and a language that the corpus knows.
    """
    latest = {
        (one.language, _message(one)): one
        for one in sorted(examples, key=lambda one: (one.at, one.contact_id))
        if one.language and one.queue is not Queue.TRIAGE and _message(one)
    }
    heading = None
    ordered = sorted(latest.items(), key=lambda pair: (pair[0][0] or "", pair[1].queue, pair[0][1]))
    for (language, message), one in ordered:
        if heading != (language, one.queue):
            heading = (language, one.queue)
            yield f"## {language} {one.queue}"
        yield f"{LETTERS[one.priority]}| {message}"


def _message(example: Example) -> str:
    text = " // ".join(_line(line) for line in example.text.split("\n") if _line(line))
    subject = _line(example.subject)
    return f"{subject} >> {text}" if subject and text else text or subject


def _line(text: str) -> str:
    """The format's own signs in a text would be read as such."""
    return " ".join(text.replace(">>", "»").replace("//", "/").split())
