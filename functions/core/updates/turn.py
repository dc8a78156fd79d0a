"""One step under way: the records, the policy, the time, and the decisions so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.core.orders import Role
from functions.core.updates.calendar import local
from functions.core.updates.decisions import Action, Decision
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import (
    Fact,
    OrderRecord,
    OrganisationRecord,
    PersonRecord,
    Timer,
    World,
)
from functions.core.values import Evidence


@dataclass
class Turn:
    world: World
    policy: UpdatePolicy
    now: datetime
    decisions: list[Decision] = field(default_factory=list)

    def organisation_of(self, order: OrderRecord) -> OrganisationRecord | None:
        return self.world.organisations.get(order.organisation or "")

    def destination(self, order: OrderRecord) -> str:
        return order.country or self.policy.shop_country

    def country_of(self, person: PersonRecord, order: OrderRecord | None = None) -> str:
        """Where a person is; who does not say is where the order goes."""
        return person.country or (order.country if order else None) or self.policy.shop_country

    def day(self, country: str, moment: datetime | None = None) -> datetime:
        return local(self.policy.quiet_hours, country, moment or self.now)

    def suppress(
        self, fact: Fact, reason: str, person: PersonRecord | None = None, detail: str = ""
    ) -> None:
        self.decisions.append(
            Decision(
                at=self.now,
                action=Action.SUPPRESSED,
                reason=reason,
                order=fact.order,
                person=person.id if person else None,
                items=(fact,),
                because=(Evidence(kind=reason, detail=detail or fact.key),),
            )
        )

    def work_item(
        self,
        order: str | None,
        reason: str,
        queue: str = "orders",
        priority: str = "normal",
        mark: str | None = None,
    ) -> None:
        self.decisions.append(
            Decision(
                at=self.now,
                action=Action.WORK_ITEM,
                reason=reason,
                order=order,
                queue=queue,
                priority=priority,
                mark=mark or reason,
                because=(Evidence(kind=reason, detail=f"work for {queue}"),),
            )
        )

    def work_item_once(self, order: OrderRecord, mark: str, reason: str) -> None:
        if mark not in order.done:
            order.done.add(mark)
            self.work_item(order.id, reason, mark=mark)

    def schedule(self, timer: Timer, *, missed: bool = False) -> None:
        """Set or move a timer; one whose time is over rings now, if `missed` asks for it."""
        if timer.at > self.now or missed:
            at = max(timer.at, self.now)
            self.world.timers[timer.key] = timer.model_copy(update={"at": at})
        else:
            self.world.timers.pop(timer.key, None)

    def roles_of(self, order: OrderRecord, person: PersonRecord) -> Sequence[Role]:
        return order.roles.get(person.id) or person.roles

    def people_of(self, order: OrderRecord) -> Sequence[PersonRecord]:
        known = (self.world.people.get(name) for name in dict.fromkeys(order.people))
        return [person for person in known if person]
