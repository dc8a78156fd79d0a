"""An agent asks for a file that came with a mail: it lies beside the mail, and only then."""

import pytest

from functions.handling.attachments import NoAttachmentError, store_attachment
from infra import ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking

PAGE = b"<script>alert(1)</script>"


@pytest.fixture
def item_id(cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump) -> str:
    """A mail with two files, received."""
    mail = knocking.mail("jan@lindehof.example", "Foto's", "Zie bijlagen.", message_id="f1@o")
    mail.add_attachment(b"\x89PNG...", maintype="image", subtype="png", filename="poot één.png")
    mail.add_attachment(PAGE, maintype="text", subtype="html", filename="../pagina.html")
    knocking.post_mail(smtp_door.port, mail)
    pump.run_until_idle()
    return f"ses:{keys(cloud, 'mail/')[0].rpartition('/')[2]}"


def keys(cloud: EmbeddedCloud, prefix: str) -> list[str]:
    found = cloud.client("s3").list_objects_v2(Bucket=cloud.inbox, Prefix=prefix)
    return [entry["Key"] for entry in found.get("Contents", ())]


def test_nothing_is_stored_until_somebody_asks(item_id: str, cloud: EmbeddedCloud) -> None:
    assert keys(cloud, "attachments/") == []


def test_the_file_lies_beside_its_mail_and_asking_again_gives_the_same(
    item_id: str, cloud: EmbeddedCloud, pump: Pump
) -> None:
    first = store_attachment(item_id, 1)
    again = store_attachment(item_id, 1)
    pump.run_until_idle()

    assert again == first
    assert keys(cloud, "attachments/") == [first.key]
    assert first.key == f"attachments/{keys(cloud, 'mail/')[0]}/1.2"
    stored = cloud.client("s3").get_object(Bucket=cloud.inbox, Key=first.key)
    assert stored["Body"].read() == b"\x89PNG..."
    assert "filename*=UTF-8''poot%20%C3%A9%C3%A9n.png" in stored["ContentDisposition"]
    assert pump.failures == []


def test_a_stranger_s_page_is_only_ever_downloaded(item_id: str, cloud: EmbeddedCloud) -> None:
    file = store_attachment(item_id, 2)

    stored = cloud.client("s3").get_object(Bucket=cloud.inbox, Key=file.key)
    assert file.key.endswith("/1.3")
    assert stored["ContentType"] == "application/octet-stream"
    assert stored["ContentDisposition"].startswith("attachment;")
    assert "/" not in stored["ContentDisposition"].partition("''")[2]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_number_that_there_is_not_is_refused(item_id: str, number: int) -> None:
    with pytest.raises(NoAttachmentError, match="has 2 attachments"):
        store_attachment(item_id, number)


def test_what_is_no_mail_is_refused(cloud: EmbeddedCloud) -> None:
    with pytest.raises(NoAttachmentError, match="is no mail"):
        store_attachment("whatsapp:wamid.1", 1)


def test_the_ledger_still_balances_and_its_command_says_where_the_file_is(
    item_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger.main(["attachment", item_id, "1"]) == 0
    assert ledger.main(["attachment", item_id, "9"]) == 1

    assert "/1.2\n" in capsys.readouterr().out
    assert ledger.balance().balances
