"""One entry of a delivery of Messenger or Instagram: events, changes, and what is neither."""

from collections.abc import Callable, Iterator

from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.untrusted import Json, as_object, unknown
from functions.providers._messages import listed, read_each
from functions.providers._meta_messaging import read_event


def read_entry(
    delivery: Delivery,
    number: int,
    entry: Json,
    read_change: Callable[[str, Json], Iterator[Item]],
) -> list[Item]:
    """Its events, then its changes; never nothing, so that a strange entry waits for a person."""

    def read_message(place: str, raw: Json) -> Iterator[Item]:
        return read_event(delivery, f"{number}.{place}", raw)

    def read_placed(place: str, raw: Json) -> Iterator[Item]:
        return read_change(f"{number}.changes.{place}", raw)

    items = read_each(delivery, listed(entry, "messaging"), read_message)
    items += read_each(delivery, _changes_of(entry), read_placed)
    for place, _ in listed(entry, "standby"):
        reason = "another app has this conversation"
        place = f"{number}.{place}"
        items.append(unknown(delivery, None, "standby", reason, place=place, recorded=True))
    reason = "the entry holds nothing that we know"
    return items or [unknown(delivery, None, "entry", reason, place=str(number))]


def _changes_of(entry: Json) -> Iterator[tuple[str, Json]]:
    """Every change of an entry with its place; some apps put field and value into the entry."""
    changes = as_object(entry).get("changes")
    if isinstance(changes, list):
        for index, change in enumerate(changes):
            yield f"{index}", change
    elif "field" in as_object(entry):
        yield "value", entry
