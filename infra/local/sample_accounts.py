"""The accounts that the samples were made for, and what their platforms' APIs know."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

EVENTS = Path(__file__).parents[2] / "events"
Account: TypeAlias = dict[str, object]


def sample_accounts(api_base: str = "") -> dict[str, Account]:
    """`<provider>/<account>` to what its secret holds, so that a new provider edits no list.

    Several samples of one account add up: all their secrets, all their settings. Where a sample
    needs its platform's API, that is `api_base` with the provider's name.
    """
    secrets: dict[str, dict[str, None]] = {}
    settings: dict[str, dict[str, str]] = {}
    for provider, sample in _samples():
        credentials = sample.get("credentials", {})
        if not credentials.get("secrets"):
            continue
        name = f"{provider}/{sample.get('account', 'tuinhuis')}"
        secrets.setdefault(name, {}).update(dict.fromkeys(credentials["secrets"]))
        settings.setdefault(name, {}).update(credentials.get("settings", {}))
        if api_base and "fetched" in sample:
            settings[name]["api_base"] = f"{api_base}/{provider}"
    return {
        name: {"secrets": list(keys), "settings": settings[name]} for name, keys in secrets.items()
    }


def first_secrets() -> dict[str, str]:
    """What signed the samples of each account."""
    accounts = sample_accounts()
    listed = {name: account["secrets"] for name, account in accounts.items()}
    return {name: str(found[0]) for name, found in listed.items() if isinstance(found, list)}


def sample_answers() -> dict[str, bytes]:
    """What the platforms' APIs answer, by path: everything that a sample has to fetch.

    Empty answers are left out: there the platform says that it knows no such thing.
    """
    return {
        urlsplit(url)._replace(scheme="", netloc="").geturl(): answer
        for provider, sample in _samples()
        if "fetched" in sample
        for url, answer in _fetched(provider, sample)
        if answer
    }


def _fetched(provider: str, sample: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    from functions.core.deliveries import Credentials, Delivery
    from functions.providers import load

    request, credentials = sample["request"], sample["credentials"]
    delivery = Delivery(
        id="sample",
        provider=provider,
        account="tuinhuis",
        shop="tuinhuis",
        received_at=datetime.fromisoformat(sample["received_at"]),
        headers=request["headers"],
        query=request.get("query", {}),
        body=request["body"].encode(),
    )
    settings = {**credentials["settings"], "api_base": f"http://127.0.0.1/{provider}"}
    account = Credentials(secrets=tuple(credentials["secrets"]), settings=settings)
    for name, asked in load(provider).fetches(delivery, account).items():
        yield asked.url, sample["fetched"][name].encode()
        if asked.login:
            yield asked.login.url, b'{"access_token":"sample-token","expires_in":600}'


def _samples() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(EVENTS.glob("*/*.json")):
        yield path.parent.name, json.loads(path.read_text("utf-8"))
