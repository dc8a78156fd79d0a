"""Reads the labelled messages of `training/corpus`; the format is in docs/routing.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

from functions.core.contacts import Channel
from functions.core.customers import CustomerFacts

CORPUS = Path(__file__).parent / "corpus"
OTHERS, NEVER_TRAINED = "others", "never_trained"
"""Folders with messages of other writers, whose files stay whole: a file tells scenes of its own,
sometimes in several languages."""
UNTOUCHED_PERCENT = 20
"""Of the messages outside those folders this part is never trained on, chosen by their text."""
PRIORITIES = {"u": "urgent", "h": "high", "n": "normal", "l": "low"}
_LINE = re.compile(r"(?P<priorities>[uhnl]+)(?P<queues>(?: \w+)*)\| ?(?P<message>.+)")


class Message(NamedTuple):
    """One labelled message; the first of the queues and priorities is the best one."""

    language: str
    queues: tuple[str, ...]
    priorities: tuple[str, ...]
    subject: str | None
    text: str
    channel: Channel
    customer: CustomerFacts
    group: str
    """Messages of one group are kept on the same side of every split."""

    folder: str

    @property
    def writer(self) -> str:
        """Who wrote it: of the folders of others the first part of the file's name says so."""
        apart = self.folder in (OTHERS, NEVER_TRAINED)
        return self.group.partition("_")[0] if apart else "first"

    @property
    def untouched(self) -> bool:
        """Never trained or tuned on."""
        if self.folder in (OTHERS, NEVER_TRAINED):
            return self.folder == NEVER_TRAINED
        return crc32(self.group.encode()) % 100 < UNTOUCHED_PERCENT


def read_corpus(folder: Path = CORPUS) -> list[Message]:
    """All messages, in the order of their files; ValueError names a line that is wrong."""
    return [message for path in sorted(folder.rglob("*.txt")) for message in _read(path)]


def _read(path: Path) -> Iterator[Message]:
    language = queue = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            language, queue = line[3:].split()
        elif line.strip():
            found = _LINE.fullmatch(line)
            if not found:
                raise ValueError(f"{path.name}, line {number}: {line}")
            yield _message(path, language, queue, found)


def _message(path: Path, language: str, queue: str, found: re.Match[str]) -> Message:
    subject, _, text = found["message"].rpartition(" >> ")
    queues = (queue, *found["queues"].split())
    priorities = tuple(PRIORITIES[letter] for letter in found["priorities"])
    chance = Random(crc32(found["message"].encode()))
    return Message(
        language=language,
        queues=queues,
        priorities=priorities,
        subject=subject or None,
        text=text.replace(" // ", "\n"),
        channel=_channel(subject, text, chance),
        customer=some_customer(queue, chance),
        group=path.stem if path.parent.name in (OTHERS, NEVER_TRAINED) else found["message"],
        folder=path.parent.name,
    )


def _channel(subject: str, text: str, chance: Random) -> Channel:
    if "★" in text:
        return Channel.REVIEW
    if subject or text[0].isupper() or chance.random() < 0.2:
        return Channel.EMAIL if chance.random() < 0.9 else Channel.SMS
    return Channel.CHAT if chance.random() < 0.92 else Channel.SOCIAL


# Per queue how often a sender is known (private, business), has an open order, a recent
# delivery, an open return: loosely, since what a customer has is no proof of what he asks.
_FACTS = {
    "presales": (0.35, 0.03, 0.15, 0.35, 0.05),
    "orders": (0.62, 0.18, 0.85, 0.35, 0.12),
    "returns": (0.65, 0.08, 0.15, 0.80, 0.25),
    "billing": (0.62, 0.15, 0.30, 0.45, 0.12),
    "support": (0.65, 0.08, 0.12, 0.55, 0.12),
    "complaints": (0.55, 0.10, 0.30, 0.45, 0.15),
    "b2b": (0.03, 0.70, 0.15, 0.40, 0.08),
    "privacy": (0.65, 0.05, 0.12, 0.25, 0.05),
    "spam": (0.04, 0.01, 0.02, 0.03, 0.01),
}


def some_customer(queue: str, chance: Random) -> CustomerFacts:
    """Facts such as a sender of this queue may well have."""
    private, business, has_order, delivered, has_return = _FACTS[queue]
    kind = chance.random()
    is_business = True if kind < business else False if kind < business + private else None
    if is_business is None:
        return CustomerFacts(
            has_open_order=False,
            delivered_recently=False,
            has_open_return=False,
            has_overdue_invoice=False,
            contacts_last_30d=0,
        )
    return CustomerFacts(
        is_business=is_business,
        has_open_order=chance.random() < has_order,
        delivered_recently=chance.random() < delivered,
        has_open_return=chance.random() < has_return,
        has_overdue_invoice=chance.random() < 0.04,
        contacts_last_30d=chance.choice((0, 0, 0, 0, 1, 1, 2, 2)),
        organisation="an organisation" if is_business else None,
    )
