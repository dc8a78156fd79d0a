"""`python -m infra.simulate routing FILE -o OUT`: queue and priority, by the code of the intake.

FILE has one message per line: `id`, `channel`, `subject`, `text`, and what is known of the
`customer`; all but the id may be left out. infra/simulate/samples/routing.jsonl is such a file.
With `--policy NEW` it prints which contacts of the file would get another queue, priority or clock.
`--days 7` takes the contacts of the stage's last seven days instead of a file.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from functions import policies
from functions.core.conditions import RoutingFacts
from functions.core.contacts import Assurance, Channel, Contact, Handle
from functions.core.customers import CustomerFacts
from functions.core.gathering import gather_facts
from functions.core.language.intent import read_intent
from functions.core.routing import Routing, RoutingPolicy, route
from functions.core.untrusted import Json, as_object, clean_line, clean_text
from functions.core.wording import told
from functions.mail.reply import new_text
from infra.on_aws import on_aws
from infra.simulate._recent import recent_contacts

CHANNELS = {
    "email": Channel.EMAIL,
    "whatsapp": Channel.CHAT,
    "messenger": Channel.CHAT,
    "chat": Channel.CHAT,
    "instagram": Channel.SOCIAL,
    "sms": Channel.SMS,
    "review": Channel.REVIEW,
}
BUSINESS = {"b2b": True, "b2c": False}
SOME_TIME = datetime(2026, 3, 2, 10, tzinfo=UTC)


@on_aws
def main(arguments: list[str]) -> int:
    """0 when everything was routed; 2 for a file, policy or stage that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.simulate routing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, nargs="?", help="messages, one JSON object per line")
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--days", type=int, help="the contacts of a stage's last days instead")
    parser.add_argument("--policy", type=Path, help="another routing.toml to compare with")
    options = parser.parse_args(arguments)
    if (options.file is None) == (options.days is None):
        parser.error("name a file of messages, or --days with a number")
    try:
        other = policies.load_routing(options.policy) if options.policy else None
        asked = _asked_of(options)
    except (OSError, ValueError, policies.PolicyError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    decided = [(one, decide(one.facts, policies.routing())) for one in asked]
    lines = [json.dumps(prediction(one.id, found), ensure_ascii=False) for one, found in decided]
    if options.out:
        options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    elif other is None:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    if other is not None:
        changes = list(differences(decided, other))
        sys.stdout.write("\n".join([*changes, f"{len(changes)} of {len(asked)} change", ""]))
    return 0


class Asked(NamedTuple):
    """One contact to be routed."""

    id: Json
    facts: RoutingFacts


def _asked_of(options: argparse.Namespace) -> list[Asked]:
    if options.days is None:
        return [Asked(row["id"], facts_of_row(row)) for row in read_rows(options.file)]
    return [Asked(one.contact.id, one.facts) for one in recent_contacts(options.days)]


def decide(facts: RoutingFacts, policy: RoutingPolicy) -> Routing:
    """The local decision with the clock that applies; nobody is asked for a second opinion."""
    routing = route(facts, policy)
    sla = policies.sla().refined(routing.sla_policy, routing.queue, routing.priority, facts)
    return routing.model_copy(update={"sla_policy": sla})


def read_rows(path: Path) -> Iterator[dict[str, Json]]:
    """One JSON object per line; ValueError names the line that is none."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        if not isinstance(row, dict) or "id" not in row:
            raise ValueError(f"{path.name}, line {number}: expected an object with an id")
        yield row


def facts_of_row(row: dict[str, Json]) -> RoutingFacts:
    """What rules decide by, for one message of the samples' format."""
    contact, customer = read_contact(row), read_customer(row)
    bought = (customer.has_open_order, customer.delivered_recently, customer.has_open_return)
    return gather_facts(
        contact,
        read_intent(contact, customer),
        assurance=Assurance.CHANNEL,
        organisation_id=customer.organisation,
        private=customer.is_business is False,
        customer=customer,
        has_bought=None if None in bought else any(bought),
    )


def read_contact(row: dict[str, Json]) -> Contact:
    """The message as a provider would have handed it over: of a mail its new text."""
    channel = CHANNELS.get(str(row.get("channel")), Channel.CHAT)
    given = row.get("subject")
    subject = clean_line(given) if isinstance(given, str) else None
    whole = clean_text(str(row.get("text") or ""))
    return Contact(
        id=f"sample:{row['id']}",
        provider="sample",
        channel=channel,
        account="sample",
        shop="sample",
        sender=Handle(scheme="sample", value=str(row["id"])),
        subject=subject,
        text=new_text(whole, subject).text if channel is Channel.EMAIL else whole,
        full_text=whole,
        sent_at=SOME_TIME,
    )


def read_customer(row: dict[str, Json]) -> CustomerFacts:
    """What the shop's systems know, as the samples give it."""
    known = as_object(row.get("customer"))
    contacts = known.get("contacts_last_30d")
    organisation = known.get("organisation")
    return CustomerFacts(
        is_business=BUSINESS.get(str(known.get("kind"))),
        has_open_order=_flag(known.get("has_open_order")),
        delivered_recently=_flag(known.get("delivered_recently")),
        has_open_return=_flag(known.get("has_open_return")),
        has_overdue_invoice=_flag(known.get("has_overdue_invoice")),
        contacts_last_30d=contacts if isinstance(contacts, int) else None,
        organisation=organisation if isinstance(organisation, str) else None,
    )


def _flag(value: Json) -> bool | None:
    return value if isinstance(value, bool) else None


def prediction(contact_id: Json, routing: Routing) -> dict[str, Json]:
    """The answer, and behind it why."""
    return {
        "id": contact_id,
        "queue": routing.queue.value,
        "priority": routing.priority.value,
        "clock": routing.sla_policy,
        "unsure": routing.unsure,
        "confidence": routing.confidence,
        "language": routing.language,
        "because": [told(reason) for reason in routing.because],
    }


def differences(decided: Iterable[tuple[Asked, Routing]], other: RoutingPolicy) -> Iterator[str]:
    """A line for each contact that goes elsewhere, or gets another priority or clock."""
    for one, now in decided:
        then = decide(one.facts, other)
        changes = [
            f"{what} {before} → {after}"
            for what, before, after in (
                ("queue", now.queue, then.queue),
                ("priority", now.priority, then.priority),
                ("clock", now.sla_policy, then.sla_policy),
            )
            if before != after
        ]
        if changes:
            yield f"{one.id}: {', '.join(changes)} ({told(then.because[0])})"
