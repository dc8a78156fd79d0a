"""Messages as numbers: exactly the features that the intake sees."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from functions.core.contacts import Channel, Contact, Handle
from functions.core.language.understanding import Understanding, understand, vector_of
from functions.mail.reply import new_text
from training.corpus_reader import Message

_SOME_TIME = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Read(NamedTuple):
    """A message as the intake has read it."""

    message: Message
    contact: Contact
    understood: Understanding
    vector: dict[int, float]


def read(message: Message) -> Read:
    contact = contact_of(message)
    understood = understand(contact, message.customer)
    return Read(message, contact, understood, vector_of(understood, contact, message.customer))


def contact_of(message: Message) -> Contact:
    """The message as a provider would have handed it over: of a mail its new text."""
    is_mail = message.channel is Channel.EMAIL
    return Contact(
        id="corpus:1",
        provider="corpus",
        channel=message.channel,
        account="corpus",
        shop="corpus",
        sender=Handle(scheme="corpus", value="1"),
        subject=message.subject,
        text=new_text(message.text, message.subject).text if is_mail else message.text,
        sent_at=_SOME_TIME,
    )


def matrix_of(vectors: Sequence[dict[int, float]]) -> tuple[csr_matrix, NDArray[np.int64]]:
    """One row per message and one column per feature, and the key of each column."""
    keys = np.array(sorted({key for vector in vectors for key in vector}))
    columns = np.searchsorted(keys, [key for vector in vectors for key in vector])
    values = np.array([value for vector in vectors for value in vector.values()])
    starts = np.cumsum([0, *(len(vector) for vector in vectors)])
    return csr_matrix((values, columns, starts), shape=(len(vectors), len(keys))), keys
