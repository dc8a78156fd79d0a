"""From a journey to figures: calls before and after the goal, units, priced quantities."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from functions.aws.rows import RECEIPTS_KEPT
from infra.bench.journeys import DOOR, Invocation, Journey
from infra.bench.meter import Call
from infra.bench.prices import Load
from infra.bench.units import Units

MONTH_MINUTES = 730 * 60
MONTH_DAYS = 30.4
GB = 1e9
STANDARD_QUEUE_REQUESTS = 3
"""Each message is sent (by us, S3 or EventBridge), received and deleted (by Lambda)."""
EMPTY_POLLS_A_MINUTE = 3
RECEIPT = "RECEIPT#"


class Split:
    """The calls up to the goal (team queue, or the mail that is sent), and those after it."""

    def __init__(self, journey: Journey) -> None:
        ours = [call for run in journey.invocations for call in run.calls]
        ours = _with_sweep(ours, journey.sweep_calls)
        goal = max((n for n, call in enumerate(ours) if _is_goal(call)), default=len(ours))
        self.before = [c for n, c in enumerate(ours) if n <= goal and not _is_receipt(c)]
        self.after = [c for n, c in enumerate(ours) if n > goal or _is_receipt(c)]
        self.units_before = sum((call.units for call in self.before), Units())
        self.units_after = total_units(journey) - self.units_before


def _with_sweep(calls: list[Call], sweep: list[Call]) -> list[Call]:
    """What the sweep did for a notification lies before its sending."""
    sent = [n for n, call in enumerate(calls) if call.operation == "SendEmail"]
    if not sent:
        return calls + sweep
    outbox = next(n for n, call in enumerate(calls) if call.function == calls[sent[0]].function)
    return calls[:outbox] + sweep + calls[outbox:]


def _is_goal(call: Call) -> bool:
    return call.operation == "SendEmail" or "-team-" in call.target


def _is_receipt(call: Call) -> bool:
    return call.target.startswith(RECEIPT)


def by_service(calls: Sequence[Call]) -> dict[str, int]:
    return dict(Counter(f"{call.service} {call.operation}" for call in calls))


def total_units(journey: Journey) -> Units:
    own = (call.units for run in journey.invocations for call in run.calls)
    return sum(own, Units()) + journey.sweep_units


def quantities(journey: Journey, load: Load, parameters: Mapping[str, str]) -> dict[str, float]:
    """How much of each priced thing the journey took."""
    runs, calls, units = journey.invocations, journey.calls(), total_units(journey)
    by_door = sum(run.function == DOOR for run in runs)
    operations = Counter(call.operation for call in calls)
    by_mail = journey.script.channel == "mail"
    logged = sum(log_bytes(run, load) for run in runs)
    stored = sum(_byte_months(call, load) for call in calls)
    return {
        "api_gateway_request": by_door,
        "lambda_request": len(runs),
        "lambda_gb_second": sum(gb_seconds(run, load) for run in runs),
        "s3_put": operations["PutObject"] + by_mail,
        "s3_get": operations["GetObject"],
        "s3_gb_month": journey.stored_bytes / GB * int(parameters["InboxDays"]) / MONTH_DAYS,
        "sqs_request": STANDARD_QUEUE_REQUESTS * (len(runs) - by_door),
        "sqs_fifo_request": sum(call.target.endswith(".fifo") for call in calls),
        "dynamodb_read_unit": units.read,
        "dynamodb_write_unit": units.write,
        "dynamodb_index_write_unit": units.index_write,
        "dynamodb_stream_read": 0,
        "dynamodb_gb_month": stored / GB,
        "dynamodb_recovery_gb_month": stored / GB,
        "logs_gb": logged / GB,
        "logs_gb_month": logged
        / GB
        * load.log_compression
        * int(parameters["LogDays"])
        / MONTH_DAYS,
        "eventbridge_event": journey.script.channel == "bus",
        "ses_received": by_mail,
        "ses_sent": journey.mails_sent,
    }


def milliseconds(run: Invocation, load: Load) -> int:
    """What Lambda would bill: CPU time at the function's share of a core, and waiting for AWS."""
    slower = load.machine_factor * max(1.0, load.full_core_mb / run.memory_mb)
    return ceil(run.lambda_cpu_ms * slower + sum(load.wait[c.operation] for c in run.calls))


def gb_seconds(run: Invocation, load: Load) -> float:
    return milliseconds(run, load) / 1000 * run.memory_mb / 1024


def log_bytes(run: Invocation, load: Load) -> int:
    lines = run.log_lines + load.platform_log_lines
    return run.log_bytes + load.platform_log_bytes + lines * load.log_line_bytes


def _byte_months(call: Call, load: Load) -> float:
    """What the table and its index keep of the call, and for how long; receipts expire."""
    kept = sum(
        rows + index + (load.row_bytes if rows else 0) + (load.row_bytes if index else 0)
        for rows, index in call.written
    )
    return kept * (RECEIPTS_KEPT.days / MONTH_DAYS if _is_receipt(call) else load.storage_months)


def standing(
    sweep: Invocation, load: Load, *, queues: int, alarms: int, metrics: int
) -> dict[str, float]:
    """What a month costs in which nobody writes: the sweep, idle polling, alarms and secrets."""
    operations = Counter(call.operation for call in sweep.calls)
    units = sum((call.units for call in sweep.calls), Units())
    instance_reads = load.instances * load.accounts * MONTH_MINUTES * 60 / load.secret_seconds
    return {
        "lambda_request": MONTH_MINUTES,
        "lambda_gb_second": gb_seconds(sweep, load) * MONTH_MINUTES,
        "s3_list": operations["ListObjectsV2"] * MONTH_MINUTES,
        "sqs_request": load.pollers * EMPTY_POLLS_A_MINUTE * queues * MONTH_MINUTES,
        "dynamodb_read_unit": units.read * MONTH_MINUTES,
        "dynamodb_write_unit": units.write * MONTH_MINUTES,
        "logs_gb": log_bytes(sweep, load) * MONTH_MINUTES / GB,
        "secret_month": load.accounts,
        "secret_request": instance_reads,
        "alarm_month": alarms,
        "metric_month": metrics,
    }
