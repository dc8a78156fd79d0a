"""Slack's `ts`: seconds with six decimals that name a message and tell its time."""

from datetime import UTC, datetime, timedelta

LONGEST = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_ts(ts: str) -> datetime | None:
    """The time in it; None for what is no `ts`."""
    seconds, _, decimals = ts.partition(".")
    if len(ts) > LONGEST or not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    fraction = decimals.ljust(6, "0")[:6]
    micro = int(fraction) if fraction.isascii() and fraction.isdecimal() else 0
    return EPOCH + timedelta(seconds=int(seconds), microseconds=micro)
