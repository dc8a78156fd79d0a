"""The accounts that the samples were made for, read from the samples themselves."""

import json
from pathlib import Path
from typing import TypeAlias

EVENTS = Path(__file__).parents[2] / "events"
Account: TypeAlias = dict[str, object]


def sample_accounts() -> dict[str, Account]:
    """`<provider>/<account>` to what its secret holds, so that a new provider edits no list.

    Several samples of one account add up: all their secrets, all their settings.
    """
    secrets: dict[str, dict[str, None]] = {}
    settings: dict[str, dict[str, str]] = {}
    for path in sorted(EVENTS.glob("*/*.json")):
        sample = json.loads(path.read_text("utf-8"))
        credentials = sample.get("credentials", {})
        if credentials.get("secrets"):
            name = f"{path.parent.name}/{sample.get('account', 'tuinhuis')}"
            secrets.setdefault(name, {}).update(dict.fromkeys(credentials["secrets"]))
            settings.setdefault(name, {}).update(credentials.get("settings", {}))
    return {
        name: {"secrets": list(keys), "settings": settings[name]} for name, keys in secrets.items()
    }
