"""How to try Loket oneself: lines that can be pasted into another terminal as they are."""

import json
import shlex
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from functions import providers
from infra.local.day import whatsapp_envelope
from infra.local.house import ACCOUNT, SECRETS, SHOP_MAIL, House, Knock
from infra.local.reasons import REFUSALS
from infra.local.signers import sign

SENDER = "jan.jansen@gmail.example"
LETTER = (
    f"From: Jan Jansen <{SENDER}>\\nTo: {SHOP_MAIL}\\nSubject: Kapotte tuinstoel\\n\\n"
    "De poot van mijn tuinstoel is afgebroken. Kan ik een nieuwe krijgen?\\n"
)


def show(console: Console, house: House, zone: ZoneInfo) -> None:
    now = house.clock.now().astimezone(zone)
    console.print("Loket is up. Try it from another terminal:", style="bold")
    for title, command in (
        ("a WhatsApp message (signed; paste it again and nothing happens twice)", curl(house)),
        ("a mail", smtp(house)),
        ("the ledger, or any AWS command with the same variables", on_aws(house)),
    ):
        console.print(Text(f"# {title}", "dim"))
        console.print(Text(command), soft_wrap=True)
    console.print(Text("# the webhook address of each provider", "dim"))
    for name in providers.names():
        console.print(Text(f"{house.http_door.url}/webhooks/{name}/{ACCOUNT}"), soft_wrap=True)
    console.print(
        f"Time goes on from the end of the day: it is {now:%A %H:%M} here. Ctrl-C stops it all. "
        "What arrives is shown below.",
        style="dim",
    )


def curl(house: House) -> str:
    """A WhatsApp text; its signature is over the body alone, so it never expires."""
    sender = "31612345688"
    message = {"from": sender, "id": "wamid.TRY-1", "type": "text"}
    text = {"body": "Hallo! Waar blijft bestelling 1041? Ik heb nog niets ontvangen."}
    contact = {"wa_id": sender, "profile": {"name": "Jan"}}
    envelope = whatsapp_envelope([contact], [message | {"text": text}], [], house.clock.now())
    body = json.dumps(envelope, separators=(",", ":"))
    plain = {"content-type": "application/json"}
    headers = sign("whatsapp", SECRETS["whatsapp"], body.encode(), plain, house.clock.now())
    named = " ".join(f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items())
    url = f"{house.http_door.url}/webhooks/whatsapp/{ACCOUNT}"
    return f"curl -sS -w ' HTTP %{{http_code}}\\n' {url} {named} -d {shlex.quote(body)}"


def smtp(house: House) -> str:
    door = house.smtp_door
    return (
        f"printf '{LETTER}' | curl -sS --crlf smtp://{door.host}:{door.port} "
        f"--mail-from {SENDER} --mail-rcpt {SHOP_MAIL} -T -"
    )


def on_aws(house: House) -> str:
    variables = house.cloud.shell_environment()
    named = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items() if value)
    return f"env {named} .venv/bin/python -m infra.ledger balance"


def turned_away(knock: Knock, zone: ZoneInfo) -> Text:
    reason = f"{knock.status} {REFUSALS.get(knock.status, '')}"
    at = f"{knock.at.astimezone(zone):%H:%M}"
    return Text(f"{at}  refused at the door: {reason}: {knock.method} {knock.path}", "red")
