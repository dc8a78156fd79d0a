"""The notification policy: what the file says, and what a wrong one is told."""

import tomllib

import pytest
from pydantic import ValidationError

from functions import policies
from functions.core.notification_policy import Address, NotificationPolicy
from functions.core.orders import Milestone, Role
from functions.core.values import Language

FILE = policies.FOLDER / "notifications.toml"
PROMISE_KEYS = tomllib.loads((policies.FOLDER / "promises.toml").read_text())


def test_consumers_hear_of_what_concerns_them_and_businesses_by_role() -> None:
    told = policies.notifications().told

    assert set(Milestone) - told.consumer == {
        Milestone.PACKED,
        Milestone.ANNOUNCED,
        Milestone.IN_TRANSIT,
    }
    assert Milestone.REFUNDED in told.business[Role.ACCOUNTS_PAYABLE]
    assert Milestone.REFUNDED not in told.business[Role.BUYER]
    assert Milestone.DELAYED in told.business[Role.BUYER] & told.business[Role.RECEIVING]
    assert Role.OBSERVER not in told.business


def test_the_shops_speak_as_the_file_says() -> None:
    voice = policies.notifications().voice("tuinhuis")

    assert voice.support == "service@tuinhuis.example"
    assert voice.address[Language.GERMAN] is Address.FORMAL


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("stale_hours = 48", "stale_hours = 0"),
        ("stale_hours = 48", ""),
        ("stale_hours = 48", "stale_hours = 48\nstale_minutes = 3"),
        ('default_shop = "tuinhuis"', 'default_shop = "elders"'),
        ("budget_person = 3", "budget_person = 0"),
        ('carriers = { email = "ses"', 'carriers = { pigeon = "ses"'),
        ('accounts_payable = ["paid"', 'accounts_payable = ["bribed"'),
        ("closes = 21:00:00", "closes = 07:00:00"),
        ('NL = "nl"', 'NL = "fy"'),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(line: str, instead: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert line in text

    with pytest.raises(ValidationError):
        NotificationPolicy.model_validate(
            {**tomllib.loads(text.replace(line, instead, 1)), **PROMISE_KEYS}
        )
