"""How much CPU the decision of queue and priority takes, without anything around it."""

from statistics import fmean
from time import thread_time

from functions import policies
from functions.core.routing import route
from functions.core.untrusted import Json
from infra.simulate.routing import facts_of_row
from training.corpus_reader import NEVER_TRAINED, Message, read_corpus

MESSAGES = 250


def measure() -> dict[str, float]:
    """Milliseconds for a contact: reading its words, the model, and the rules.

    Every message is a new one; as many others came before them, as to a Lambda that is warm.
    """
    unseen = [message for message in read_corpus() if message.folder == NEVER_TRAINED]
    chosen = unseen[:: len(unseen) // (2 * MESSAGES)][: 2 * MESSAGES]
    for message in chosen[1::2]:
        _spent(message)
    spent = sorted(_spent(message) for message in chosen[::2])
    return {"cpu_ms": fmean(spent), "most_cpu_ms": spent[int(0.95 * len(spent))]}


def _spent(message: Message) -> float:
    row: dict[str, Json] = {
        "id": "1",
        "channel": message.channel,
        "subject": message.subject or "",
        "text": message.text,
        "customer": {},
    }
    start = thread_time()
    route(facts_of_row(row), policies.routing())
    return (thread_time() - start) * 1000
