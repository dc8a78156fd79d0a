"""Messages as numbers: exactly the features that the intake sees."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from scipy.sparse import csr_matrix

from functions.core.contacts import Channel, Contact, Handle
from functions.core.features import BUCKETS
from functions.core.understanding import understand, vector_of
from functions.mail.reply import new_text
from training.corpus_reader import Message

_SOME_TIME = datetime(2026, 3, 2, 10, tzinfo=UTC)


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


def matrix_of(messages: Sequence[Message]) -> csr_matrix:
    """One row per message."""
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for message in messages:
        contact = contact_of(message)
        vector = vector_of(understand(contact, message.customer), contact, message.customer)
        columns.extend(vector)
        values.extend(vector.values())
        starts.append(len(values))
    shape = (len(messages), BUCKETS)
    return csr_matrix((np.array(values), np.array(columns), np.array(starts)), shape=shape)
