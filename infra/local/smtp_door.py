"""SES's receiving side on this machine: SMTP in, an object in the inbox bucket out."""

import random
import string
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.cloud import EmbeddedCloud
from infra.local.received_mail import SERVER, Received, ses_headers, simulated

LARGEST_MAIL = 40 * 1024 * 1024
ID_LETTERS = string.ascii_lowercase + string.digits
ID_LENGTH = 40


class MailRule(NamedTuple):
    """A receipt rule: whose mail it takes, and where in the bucket it puts it."""

    recipients: tuple[str, ...]
    prefix: str

    def takes(self, address: str) -> bool:
        """An address matches with or without a +label; a domain matches all of its addresses."""
        name, _, domain = address.lower().rpartition("@")
        plain = f"{name.partition('+')[0]}@{domain}"
        parents = "." + domain.partition(".")[2]
        return bool({address.lower(), plain, domain, parents} & set(self.recipients))


class SmtpDoor:
    """`with SmtpDoor(cloud) as door:` takes mail at `door.host` and `door.port`.

    There is no DNS here, so verdicts follow a rule: every check passes, except that a sender
    below `.forged.example` fails SPF, DKIM and DMARC. A header `X-Loket-Simulate: dmarc=fail
    spf=gray` asks for other verdicts (spf, dkim, dmarc, spam, virus) and is taken off.
    """

    def __init__(self, cloud: EmbeddedCloud, port: int = 0, host: str = "127.0.0.1") -> None:
        self.host = host
        self._controller = _Controller(_Receiver(cloud), hostname=host, port=port)

    @property
    def port(self) -> int:
        """The real one, also when any free port was asked for."""
        found: int = self._controller.server.sockets[0].getsockname()[1]
        return found

    def __enter__(self) -> "SmtpDoor":
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


class _Controller(Controller):  # type: ignore[misc]
    def factory(self) -> SMTP:
        return SMTP(
            self.handler, hostname=SERVER, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True
        )

    def _trigger_server(self) -> None:
        """The base class connects to the port it was given, which does not work for port 0."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _Receiver:
    """aiosmtpd's hooks; the names are its."""

    def __init__(self, cloud: EmbeddedCloud) -> None:
        self._cloud = cloud
        self._rules = mail_rules(cloud)

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if not any(rule.takes(address) for rule in self._rules):
            return "550 5.1.1 Requested action not taken: mailbox unavailable"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message_id = ""
        for rule in self._rules:
            mine = [address for address in envelope.rcpt_tos if rule.takes(address)]
            if mine:
                message_id = self._store(rule, mine, envelope)
        return f"250 OK {message_id}"

    def _store(self, rule: MailRule, recipients: list[str], envelope: Envelope) -> str:
        message_id = "".join(random.choices(ID_LETTERS, k=ID_LENGTH))
        head, verdicts = simulated(bytes(envelope.original_content))
        received = Received(
            (envelope.mail_from or "").strip("<>"),
            tuple(recipients),
            message_id,
            self._cloud.clock.now(),
        )
        self._cloud.client("s3").put_object(
            Bucket=self._cloud.inbox,
            Key=rule.prefix + message_id,
            Body=ses_headers(received, verdicts, head) + head,
        )
        return message_id


def mail_rules(cloud: EmbeddedCloud) -> list[MailRule]:
    """The receipt rules of resources.yaml that are switched on."""
    rules = []
    for properties in cloud.template.of_type("AWS::SES::ReceiptRule").values():
        match properties["Rule"]:
            case {
                "Enabled": True,
                "Recipients": list(names),
                "Actions": [{"S3Action": Mapping() as put}],
            }:
                recipients = tuple(str(name).lower() for name in names)
                rules.append(MailRule(recipients, str(put["ObjectKeyPrefix"])))
    return rules
