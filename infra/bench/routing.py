"""How much CPU the decision of queue and priority takes, without anything around it."""

from statistics import median
from time import thread_time

from functions import policies
from functions.core.routing import route
from functions.core.untrusted import Json
from infra.bench.deliveries import TOPICS
from infra.simulate.routing import facts_of_row

ROUNDS = 15


def measure() -> dict[str, float]:
    """Median milliseconds for a contact: reading its words, the model, and the rules."""
    for topic in TOPICS:
        _route(topic.subject, topic.first)  # loads the model
    spent = [_spent(topic.subject, topic.first) for _ in range(ROUNDS) for topic in TOPICS]
    return {"cpu_ms": median(spent), "most_cpu_ms": max(spent)}


def _spent(subject: str, text: str) -> float:
    start = thread_time()
    _route(subject, text)
    return (thread_time() - start) * 1000


def _route(subject: str, text: str) -> None:
    row: dict[str, Json] = {
        "id": "1",
        "channel": "email",
        "subject": subject,
        "text": text,
        "customer": {},
    }
    route(facts_of_row(row), policies.routing())
