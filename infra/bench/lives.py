"""What an order costs from placed to delivered, and whether other open orders make it cost more."""

from collections.abc import Mapping

from infra.bench.deliveries import order_delivered, order_placed, order_script, order_shipped
from infra.bench.figures import by_service, quantities, total_units
from infra.bench.journeys import Journeys
from infra.bench.prices import bill, price_table

OPEN_ORDERS = (0, 20)
OURS = 1001
OTHERS = 1101


def measure(journeys: Journeys) -> list[dict[str, object]]:
    """The same order's life beside no other open orders, and beside some."""
    return [_one(journeys, beside) for beside in OPEN_ORDERS]


def _one(journeys: Journeys, beside: int) -> dict[str, object]:
    others = [order_placed(OTHERS + number) for number in range(beside)]
    events = (order_placed(OURS), order_shipped(OURS), order_delivered(OURS))
    life = journeys.life(order_script("placed", 0), others, events)
    parameters: Mapping[str, str] = journeys.cloud.template.parameters
    table, units, calls = price_table(), total_units(life), life.calls()
    return {
        "open_orders": beside,
        "calls": len(calls),
        "by_service": by_service(calls),
        "mails": life.mails_sent,
        "units": {"read": units.read, "write": units.write, "index_write": units.index_write},
        "usd_per_million": bill(quantities(life, table.load, parameters), table).usd,
    }
