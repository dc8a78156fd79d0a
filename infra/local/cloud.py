"""AWS in this process: moto, with infra/resources.yaml applied and our secrets in it."""

import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from threading import Lock
from types import TracebackType
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.events.models import events_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends

from infra.local import events, objects, queues, sent_mail, stack, tables
from infra.local.clock import Clock
from infra.local.sent_mail import SentMail
from infra.local.template import ACCOUNT, REGION, RESOURCES, Template

LOOPBACK = "127.0.0.1"

Secret = Mapping[str, object]
"""`{"secrets": [...], "settings": {...}, "shop": "..."}`"""


class EmbeddedCloud:
    """`with EmbeddedCloud(secrets={"whatsapp/tuinhuis": {...}}) as cloud:` and AWS is there.

    Secrets are named `<provider>/<account>`. `parameters` are those of resources.yaml. With
    `serve_port` (0 for any free port) moto also answers over HTTP at `cloud.endpoint_url`, for
    the AWS CLI; this process itself does not go that way, and is faster for it.
    """

    def __init__(
        self,
        secrets: Mapping[str, Secret] | None = None,
        *,
        clock: Clock | None = None,
        stage: str = "dev",
        parameters: Mapping[str, str] | None = None,
        serve_port: int | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.stage = stage
        self.inbox = f"loket-{stage}-inbox"
        self.table = self.bus = f"loket-{stage}"
        self.template = Template(
            RESOURCES, {"Stage": stage, "InboxName": self.inbox, **(parameters or {})}
        )
        self._secrets = dict(secrets or {})
        self._serve_port = serve_port
        self._outgoing = sent_mail.Outgoing(self.clock)
        self._deduplication = queues.Deduplication(self.clock)
        self._tokens = tables.Tokens(self.clock)
        self._clients: dict[str, Any] = {}
        self._making_clients = Lock()
        self._stack = ExitStack()
        self.endpoint_url: str | None = None

    def __enter__(self) -> "EmbeddedCloud":
        with ExitStack() as entering:
            entering.enter_context(_safe_environment())
            entering.enter_context(mock_aws(config={"core": {"mock_credentials": False}}))
            entering.enter_context(tables.atomic_tables(self._tokens))
            entering.enter_context(objects.faithful_objects())
            entering.enter_context(queues.faithful_queues(self.clock, self._deduplication))
            entering.enter_context(events.whole_events())
            entering.enter_context(self._outgoing.recorded())
            entering.enter_context(self.clock.drives_everything())
            self._session = boto3.Session(region_name=REGION)
            stack.create(self.template, self._session)
            os.environ.update(self.template.environment())
            forget_cached_clients()
            entering.callback(forget_cached_clients)
            entering.callback(objects.empty, s3_backends[ACCOUNT]["aws"])
            self._serve(entering)
            self.reset()
            self._stack = entering.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def reset(self) -> None:
        """As at the start: nothing kept, nothing queued, the first secrets, the first time."""
        self.clock.reset()
        tables.empty(dynamodb_backends[ACCOUNT][REGION])
        queues.purge(sqs_backends[ACCOUNT][REGION])
        self._deduplication.forget()
        self._tokens.forget()
        objects.empty(s3_backends[ACCOUNT]["aws"])
        self._outgoing.forget()
        ses_backends[ACCOUNT][REGION].sent_messages.clear()
        self._restore_secrets()
        _forget("functions.aws.secrets")

    def _restore_secrets(self) -> None:
        """Only what was changed: to make them all anew takes longer than most tests."""
        store = secretsmanager_backends[ACCOUNT][REGION].secrets
        wanted = {f"loket/{self.stage}/{name}": name for name in self._secrets}
        values = {path: json.dumps(self._secrets[name]) for path, name in wanted.items()}
        intact = {
            held.name
            for held in dict.values(store)
            if _secret_text(held) == values.get(held.name, "")
        }
        for key in [key for key, held in dict.items(store) if held.name not in intact]:
            dict.pop(store, key)
        for path, name in wanted.items():
            if path not in intact:
                self.put_secret(name, self._secrets[name])

    def put_secret(self, name: str, secret: Secret) -> None:
        """Open or change the account `<provider>/<account>`, until the next reset."""
        client = self.client("secretsmanager")
        path, value = f"loket/{self.stage}/{name}", json.dumps(secret)
        try:
            client.create_secret(Name=path, SecretString=value)
        except client.exceptions.ResourceExistsException:
            client.put_secret_value(SecretId=path, SecretString=value)
        _forget("functions.aws.secrets")

    def put_event(self, source: str, detail_type: str, detail: Mapping[str, object]) -> str:
        """Put one event on Loket's bus as a shop without an adapter would; its id."""
        entry = {"Source": source, "DetailType": detail_type, "EventBusName": self.bus}
        answer = self.client("events").put_events(Entries=[{**entry, "Detail": json.dumps(detail)}])
        event_id: str = answer["Entries"][0]["EventId"]
        return event_id

    def messages(self, queue: str) -> list[str]:
        """Bodies in `loket-<stage>-<queue>`, in order, hidden ones too; none is received."""
        return [message.body for message in queues.waiting(self.queue(queue))]

    def work_items(self, team: str) -> list[dict[str, object]]:
        """What waits for that team, oldest first."""
        return [json.loads(body) for body in self.messages(f"team-{team}.fifo")]

    def dead_letters(self) -> dict[str, list[str]]:
        """Bodies per dead-letter queue that holds any, by the queue's name without its stage."""
        prefix = f"loket-{self.stage}-"
        names = [name.removeprefix(prefix) for name in sqs_backends[ACCOUNT][REGION].queues]
        held = {name: self.messages(name) for name in names if "-dlq" in name}
        return {name: bodies for name, bodies in held.items() if bodies}

    def queue(self, name: str) -> queues.MotoQueue:
        """moto's own queue; for the pump and for tests that look under the hood."""
        found: queues.MotoQueue = sqs_backends[ACCOUNT][REGION].queues[f"loket-{self.stage}-{name}"]
        return found

    @property
    def sent_mails(self) -> Sequence[SentMail]:
        """Every mail that SES accepted, in order."""
        return tuple(self._outgoing.mails)

    def tell_about_mail(self) -> int:
        """Publish what SES would about mail sent since the last time; how many events that was."""
        backend = events_backends[ACCOUNT][REGION]
        untold, told = self._outgoing.untold, 0
        while untold:
            mail = untold.pop(0)
            wanted = stack.reported_about(self.template, mail.configuration_set)
            for detail_type, detail in sent_mail.events(mail, wanted):
                entry = {"Source": "aws.ses", "DetailType": detail_type}
                backend.put_events([{**entry, "Detail": json.dumps(detail)}])
                told += 1
        return told

    def client(self, service: str) -> Any:
        """A boto3 client in a session of its own: who counts Loket's calls does not see these."""
        with self._making_clients:  # a session is not made for several threads
            if service not in self._clients:
                self._clients[service] = self._session.client(service)
            return self._clients[service]

    def shell_environment(self) -> dict[str, str]:
        """What another process needs to reach this cloud."""
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
        ours = {name: os.environ[name] for name in (*names, *self.template.environment())}
        return ours | ({"AWS_ENDPOINT_URL": self.endpoint_url} if self.endpoint_url else {})

    def _serve(self, entering: ExitStack) -> None:
        if self._serve_port is None:
            return
        from moto.server import ThreadedMotoServer

        _ensure_free(self._serve_port)
        server = ThreadedMotoServer(LOOPBACK, self._serve_port, verbose=False)
        server.start()
        entering.callback(server.stop)
        self.endpoint_url = "http://{}:{}".format(*server.get_host_and_port())


def _secret_text(held: Any) -> str | None:
    """What a secret of moto's holds at present; None where it was deleted or holds bytes."""
    text = held.versions[held.default_version_id].get("secret_string")
    return None if held.is_deleted() else text


def _ensure_free(port: int) -> None:
    """moto's server would wait for ever for a port that is taken."""
    with socket.create_server((LOOPBACK, port)):
        return


@contextmanager
def _safe_environment() -> Iterator[None]:
    """No real credential, profile or endpoint can be reached from inside; all comes back after."""
    safe = {
        "AWS_ACCESS_KEY_ID": "embedded",
        "AWS_SECRET_ACCESS_KEY": "embedded",
        "AWS_SESSION_TOKEN": "embedded",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    with patch.dict(os.environ, safe):
        for name in [n for n in os.environ if n.startswith(("AWS_PROFILE", "AWS_ENDPOINT_URL"))]:
            del os.environ[name]
        yield


# What Lambdas keep between two invocations, and how each forgets it.
CACHES = {
    "functions.aws.clients": "client.cache_clear",
    "functions.aws.queues": "queue_url.cache_clear",
    "functions.aws.secrets": "forget",
}


def forget_cached_clients() -> None:
    """Lambdas keep their clients; those of another cloud must not be used in this one."""
    for module in CACHES:
        _forget(module)


def _forget(module: str) -> None:
    if module in sys.modules:
        attrgetter(CACHES[module])(sys.modules[module])()
