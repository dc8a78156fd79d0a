"""An agent's correction: the case goes to the right team, and its words become an example."""

from pathlib import Path

import pytest

from functions.aws import rows, table
from functions.core.examples import Example, in_corpus_format
from functions.core.ledger import LedgerRow
from functions.core.routing import Priority, Queue
from functions.handling.cases import find_case_by_id
from infra import correct, examples
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, deliver, named
from training.corpus_reader import read_corpus

SAMPLE = "whatsapp/text"


def an_example(text: str, **fields: object) -> Example:
    made = {
        "contact_id": "whatsapp:1",
        "language": "nl",
        "queue": Queue.RETURNS,
        "priority": Priority.HIGH,
        "instead_of": Queue.ORDERS,
        "text": text,
        "agent": "femke",
        "at": "2026-03-03T10:00:00Z",
    }
    return Example.model_validate(made | fields)


def test_examples_are_what_the_training_reads(tmp_path: Path) -> None:
    made = [
        an_example("Hij is stuk\nen nu?", subject="Vraag >> over // maaier"),
        an_example("n| ## nl spam", contact_id="whatsapp:2", queue=Queue.SUPPORT),
        an_example("where is it", contact_id="whatsapp:3", language="en", queue=Queue.ORDERS),
    ]
    (tmp_path / "corrected.txt").write_text("\n".join(in_corpus_format(made)), encoding="utf-8")

    found = {message.text: message for message in read_corpus(tmp_path)}

    assert set(found) == {"Hij is stuk\nen nu?", "n| ## nl spam", "where is it"}
    broken = found["Hij is stuk\nen nu?"]
    assert (broken.language, broken.queues, broken.priorities) == ("nl", ("returns",), ("high",))
    assert broken.subject == "Vraag » over / maaier"


def test_what_nobody_can_learn_from_is_left_out() -> None:
    made = [
        an_example("hoi", queue=Queue.TRIAGE),
        an_example("hoi", language=None),
        an_example("  "),
    ]

    assert list(in_corpus_format(made)) == []


def test_of_one_text_the_latest_label_counts() -> None:
    later = an_example("hoi", queue=Queue.BILLING, at="2026-03-04T10:00:00Z", contact_id="w:2")

    assert list(in_corpus_format([later, an_example("hoi")])) == ["## nl billing", "h| hoi"]


@pytest.fixture
def contact(cloud: EmbeddedCloud, pump: Pump, application: Application) -> LedgerRow:
    """A contact on its team's queue."""
    deliver(Journey(cloud, pump, HttpFunction(application, cloud.stage)), named(SAMPLE))
    pump.run_until_idle()
    [item] = [item for team in Queue for item in cloud.work_items(team)]
    key = rows.item_key(str(item["id"]))
    row = rows.decode(LedgerRow, table.read([key])[key])
    assert row
    return row


def test_the_case_goes_to_the_right_team_with_its_history(
    contact: LedgerRow, cloud: EmbeddedCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct.main(["route", contact.item_id, "billing", "high"]) == 0

    case = find_case_by_id(contact.case_id)
    [work] = cloud.work_items("billing")
    assert case
    assert (case.queue, case.priority) == (Queue.BILLING, Priority.HIGH)
    assert "billing, high" in case.because[0].detail
    assert len(case.because) > 1
    assert work["contact_id"] == contact.item_id
    assert "moved here from" in str(work["reason"])
    assert work["priority"] == "high"


def test_its_words_are_kept_without_who_wrote_them_and_can_be_taken_out(
    contact: LedgerRow, tmp_path: Path
) -> None:
    correct.main(["route", contact.item_id, "billing"])
    out = tmp_path / "corrected.txt"

    assert examples.main(["-o", str(out)]) == 0

    [message] = read_corpus(tmp_path)
    assert message.queues == ("billing",)
    assert contact.work_item
    assert contact.sender
    assert str(contact.work_item.person) not in out.read_text()
    assert contact.sender.partition(":")[2] not in out.read_text()


def test_what_is_no_contact_is_refused(
    contact: LedgerRow, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct.main(["route", "whatsapp:nobody", "billing"]) == 1
    assert "no contact" in capsys.readouterr().err
