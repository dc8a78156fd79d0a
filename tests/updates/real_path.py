"""A simulator's scenario played for real: intake, table, sweep and outbox in the embedded cloud."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from functions import intake, policies, sweep
from functions.aws import rows, table
from functions.aws.runtime import metrics
from functions.core.contacts import (
    Anchor,
    AnchorKind,
    CompanyFacts,
    Contact,
    Handle,
    Thread,
    Verdict,
    Verdicts,
)
from functions.core.contacts import Channel as By
from functions.core.deliveries import Delivery
from functions.core.errors import SendError
from functions.core.evidence.known_orders import KnownOrder
from functions.core.history import with_facts
from functions.core.notifications import Notification, SendOutcome, SendReport
from functions.core.orders import OrderLine, OrderPerson, OrderUpdate, Role
from functions.core.updates.beginning import KnownState, begin
from functions.core.updates.happenings import Intent
from functions.core.updates.policy import Channel
from functions.core.updates.reading import introduce
from functions.core.updates.records import OrganisationRecord
from functions.core.updates.standing import Address, Proof, Slice, Standing, slice_of, world_of
from functions.handling import sending, talk
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.simulate.orders import happening, policy_with
from tests.harness import items
from tests.updates.written import items_of, silent_rows

SHOP = "tuinhuis"
MANY_LOOKS = 200
FIRM = "org:N-1"
COMPANY = CompanyFacts(name="Noord", customer_number="N-1")
CARRIERS = {Channel.EMAIL: "ses", Channel.WHATSAPP: "whatsapp", Channel.SMS: "twilio"}
SENDERS = {"email": ("ses", By.EMAIL), "whatsapp": ("whatsapp", By.CHAT), "sms": ("twilio", By.SMS)}
OUTCOMES = {"blocked": "failed"}
DUE = {"STANDING", "PERSON", "NOTIFICATION", "WAITING"}
Row = dict[str, Any]


class RealPath:
    """Loket with a recorder where its providers would be."""

    def __init__(
        self, scenario: Row, cloud: EmbeddedCloud, pump: Pump, patch: pytest.MonkeyPatch
    ) -> None:
        self.scenario, self.cloud, self.pump = scenario, cloud, pump
        self.people: Mapping[str, Row] = {one["id"]: one for one in scenario["people"]}
        self.sent: list[tuple[datetime, Notification]] = []
        self.refusing: dict[Channel, SendError] = {}
        self.intents: dict[str, Intent] = {}
        self.reports_on_nothing: set[str] = set()
        """Ids of reports on messages that were never sent: no provider makes those."""
        policy = policy_with(scenario.get("policy") or {}).model_copy(update={"carriers": CARRIERS})
        patch.setattr(policies, "notifications", lambda: policy)
        patch.setattr(sending, "deliver", self._deliver)
        patch.setattr(talk, "intent_of", lambda contact, *_, **__: self.intents.get(contact.id))
        self.policy = policy

    def play(self) -> list[Row]:
        self._seed()
        for number, event in enumerate(self.scenario["events"]):
            moment = datetime.fromisoformat(event["received_at"])
            self._let_time_pass(moment, inclusive=False)
            if moment > datetime.fromisoformat(self.scenario["until"]):
                break
            self._handle(event, moment, number)
        self._let_time_pass(datetime.fromisoformat(self.scenario["until"]), inclusive=True)
        assert self.pump.failures == []
        return [*self._sent_rows(), *silent_rows(self.cloud)]

    def _deliver(self, note: Notification) -> str:
        if note.channel in self.refusing:
            raise self.refusing[note.channel]
        self.sent.append((self.cloud.clock.now(), note))
        return f"msg-{len(self.sent)}"

    def _let_time_pass(self, until: datetime, *, inclusive: bool) -> None:
        """Sweep at every moment at which something is due, as if each were a minute's beginning."""
        for _ in range(MANY_LOOKS):
            due = self._next_due()
            if due is None or due > until or (due == until and not inclusive):
                break
            self._advance(due)
            sweep.look_at_due(due)
            self.pump.run_until_idle()
        else:
            raise AssertionError("something stays due however often it is looked at")
        self._advance(until)

    def _advance(self, moment: datetime) -> None:
        if moment > self.cloud.clock.now():
            self.cloud.clock.advance_to(moment)

    def _next_due(self) -> datetime | None:
        waiting = (row for row in items(self.cloud) if "timeline" in row and row["sk"]["S"] in DUE)
        times = (datetime.fromisoformat(row["at"]["S"]) for row in waiting)
        return min(times, default=None)

    def _handle(self, event: Row, moment: datetime, number: int) -> None:
        kind = event["kind"]
        if kind == "case_resolved":
            self._resolve(event["order"], moment)
            return
        item = self._item(event)
        if item is None:
            return
        late = "-asked" if kind == "backfill" else ""
        delivery = Delivery(
            id=f"webhooks/{number}{late}",
            provider=item.provider,
            account=SHOP,
            shop=SHOP,
            received_at=moment,
            body=b"{}",
        )
        intake.handle(item, delivery)
        metrics.clear_metrics()
        self.pump.run_until_idle()

    def _resolve(self, order: str, moment: datetime) -> None:
        """Every case about the order is closed, as the desk's own event would."""
        key = rows.standing_key(f"{SHOP}#{order}")
        standing = rows.decode(Standing, table.read([key], consistent=True).get(key))
        known = standing.known if standing else None
        for pointer in known.asked if known else ():
            case_key = rows.case_key(*pointer.rsplit(" ", 1))
            case = rows.decode_case(table.read([case_key], consistent=True)[case_key])
            table.commit(talk.resolved(case, moment))

    def _item(self, event: Row) -> OrderUpdate | Contact | SendReport | None:
        if event["kind"] == "contact":
            return self._contact(event)
        if event["kind"] == "send_result":
            return self._report(event)
        return self._update(event)

    def _update(self, event: Row) -> OrderUpdate:
        told = happening(event)
        kind = event.get("of") or event["kind"]
        placed = event.get("milestone") == "placed"
        dates = event.get("promised") or {}
        lines = (OrderLine(title=f"line {name}", id=name) for name in told.lines)
        return OrderUpdate(
            id=f"cloudevents:{told.id}",
            provider="cloudevents",
            channel=By(kind),
            account=SHOP,
            shop=SHOP,
            order_id=told.order,
            order_number=told.order,
            milestone=told.milestone,
            parcel=told.parcel,
            occurred_at=told.occurred_at,
            expected_on=dates.get("delivered_by") if placed else told.new_date,
            hand_over_by=dates.get("handed_over_by"),
            window=told.window,
            attempt=told.attempt,
            last_day=told.last_day,
            pay_before=told.pay_before,
            payment=told.payment,
            paid_at=told.paid_at,
            people=tuple(self._people(told.people)) if placed else (),
            company=CompanyFacts(name="Noord", customer_number="N-1")
            if told.organisation
            else None,
            lines=tuple(lines),
            language=told.language,
            country=told.country,
            partial=told.partial,
            refund=told.refund,
            detail=told.detail,
        )

    def _people(self, names: tuple[str, ...]) -> Iterator[OrderPerson]:
        for name in names:
            person = self.people[name]
            for role in person.get("roles") or ["buyer"]:
                yield OrderPerson(
                    role=Role(role),
                    name=person.get("name"),
                    email=_handle("email", person.get("email")),
                    phone=_handle("phone", person.get("phone")),
                    language=person.get("language"),
                    whatsapp_consent=bool(person.get("whatsapp_optin")),
                    country=person.get("country"),
                    prefers=person.get("preferred_channel"),
                )

    def _contact(self, event: Row) -> Contact | None:
        person = self.people[event["person"]]
        provider, channel = SENDERS[event["channel"]]
        by_mail = event["channel"] == "email"
        sender = _handle("email", person["email"]) if by_mail else _handle("phone", person["phone"])
        if sender is None:
            return None
        item_id = f"{provider}:{event['id']}"
        self.intents[item_id] = Intent(event["intent"])
        order = event.get("order")
        return Contact(
            id=item_id,
            provider=provider,
            channel=channel,
            account=SHOP,
            shop=SHOP,
            sender=sender,
            text=f"Waar blijft mijn bestelling {order}? Wanneer wordt het pakket bezorgd?",
            subject=f"Bestelling {order}",
            sent_at=datetime.fromisoformat(event["occurred_at"]),
            thread=Thread(id=item_id),
            verdicts=Verdicts(dmarc=Verdict.PASS),
            anchors=(Anchor(kind=AnchorKind.ORDER, value=order),) if order else (),
        )

    def _report(self, event: Row) -> SendReport | None:
        about = event["about"]
        told = [note for _, note in self.sent if self._is_about(note, about)]
        if not told:
            if self.scenario.get("orders"):
                pytest.skip("it reports on a message of before our records")
            self.reports_on_nothing.add(event["id"])
            return None
        result = event["result"]
        return SendReport(
            id=f"{told[-1].provider}:{event['id']}",
            provider=told[-1].provider,
            account=SHOP,
            shop=SHOP,
            notification_id=told[-1].id,
            provider_message_id=f"report-{event['id']}",
            outcome=SendOutcome(OUTCOMES.get(result) or result),
            permanent=event.get("permanent", True),
            occurred_at=event["occurred_at"],
        )

    def _is_about(self, note: Notification, about: Row) -> bool:
        named = (about.get("order"), about.get("parcel"), about["milestone"])
        return (
            note.channel == about["channel"]
            and self._name(note) == about["person"]
            and any((i.fact.order, i.fact.parcel, i.fact.milestone) == named for i in note.items)
        )

    def _name(self, note: Notification) -> str:
        known = {_key(person): name for name, person in self.people.items()}
        return known[note.person_id or ""]

    def _seed(self) -> None:
        """What is known beforehand: addresses, preferences, orders."""
        start = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
        self.proof = Proof(at=start, source="import", reason="known before")
        for person in self.people.values():
            self._seed_addresses(person)
        for firm in self.scenario.get("organisations") or ():
            chosen = firm.get("preferences") or {}
            record = OrganisationRecord.model_validate(
                {"name": FIRM, "agency_allows": firm.get("agency_allows") or [], **chosen}
            )
            table.put(table.Write(rows.firm_key(SHOP, FIRM), record, version=1))
        for entry in self.scenario.get("orders") or ():
            self._seed_order(entry)

    def _seed_addresses(self, person: Row) -> None:
        closed = set(map(Channel, person.get("opted_out") or ()))
        heard = person.get("last_whatsapp_inbound_at")
        for scheme, mine in (("email", {Channel.EMAIL}), ("phone", set(Channel) - {Channel.EMAIL})):
            handle = _handle(scheme, person.get(scheme))
            if handle is not None and (closed & mine or heard):
                address = Address(
                    opted_out=dict.fromkeys(closed & mine, self.proof),
                    last_inbound_at=heard if scheme == "phone" else None,
                )
                table.put(table.Write(rows.address_key(SHOP, handle), address, version=1))

    def _seed_order(self, entry: Row) -> None:
        """An order of before our records, as an import would write it."""
        since = self.proof.at.isoformat()
        event = {**entry, "id": "known", "kind": "order", "milestone": "placed"}
        event |= {"received_at": since, "occurred_at": since}
        firm = FIRM if entry.get("organisation") else None
        facts = with_facts(None, self._update(event))
        order = facts.model_copy(update={"organisation_id": firm, "version": 1})
        kept = Slice(standings={order.order_id: Standing()})
        introduce(order, kept)
        told = happening({**event, "people": list(kept.people), "organisation": firm})
        state = KnownState.model_validate({**entry["state"], "told": entry["told"]})
        world = begin(world_of(kept), told, state, self.policy)
        kept.standings = slice_of(world, kept, [order.order_id], self.proof).standings
        introduce(order, kept)
        standing, key = kept.standings[order.order_id], rows.standing_key(order.key)
        timeline = table.due(standing.due, key) if standing.due else None
        table.put(table.Write(rows.order_key(order.key), order, version=1))
        table.put(table.Write(key, standing, version=1, timeline=timeline))
        handles = [handle for one in order.people for handle in (one.email, one.phone) if handle]
        known = KnownOrder(
            shop=SHOP,
            order_id=order.order_id,
            number=order.number,
            handles=tuple(handle.key for handle in handles),
        )
        anchor = Anchor(kind=AnchorKind.ORDER, value=order.order_id)
        table.put(table.Write(rows.order_reference_key(SHOP, anchor), known))

    def _sent_rows(self) -> Iterator[Row]:
        for at, note in self.sent:
            yield {
                "at": at.isoformat(),
                "action": "auto_reply" if note.kind == "auto_reply" else "sent",
                "reason": "resent" if note.resend else "urgent" if note.urgent else "told",
                "person": self._name(note),
                "channel": str(note.channel),
                "items": items_of(note),
                "tone": "human" if note.human else None,
                "roles": [str(role) for role in note.recipient.roles],
            }

    def work(self) -> list[str]:
        """What the orders team got about orders, without what customers wrote."""
        found = [i for i in self.cloud.work_items("orders") if i.get("kind") == "order"]
        return sorted(str(item["reason"]).rpartition(": order ")[0] for item in found)


def _handle(scheme: str, value: str | None) -> Handle | None:
    return Handle(scheme=scheme, value=value) if value else None


def _key(person: Row) -> str:
    scheme = "email" if person.get("email") else "phone"
    return f"{scheme}:{person[scheme]}"
