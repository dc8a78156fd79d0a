"""A wrong policy is told with the line on which it is wrong."""

from pathlib import Path

import pytest

from functions import policies
from functions.core.notification_policy import NotificationPolicy
from functions.core.routing import RoutingPolicy
from functions.policies import FOLDER
from functions.policies.lines import line_of
from infra import check

TEXT = """version = 1

[sla]
default = "standard"

[[rule]]
name = "one"
when = { intent = ["billing"] }
queue = "billing"

[[rule]]
name = "two"
when = { channel = ["email"], min_contacts = 3 }
queue = "orders"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("rule", 0, "queue"), 9),
        (("rule", 1, "queue"), 14),
        (("rule", 1, "when", "min_contacts"), 13),
        (("rule", 1, "when", "channel", 0), 13),
        (("rule", 1, "priority"), 11),
        (("sla", "default"), 4),
        (("version",), 1),
    ],
)
def test_the_line_of_a_key_is_found(path: tuple[int | str, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_a_key_that_stands_nowhere_has_no_line() -> None:
    assert line_of("version = 1\n", ("rule",)) is None


def test_each_mistake_of_a_file_is_told_with_its_own_line(tmp_path: Path) -> None:
    wrong = TEXT.replace('"billing"\n', '"bilingg"\n').replace("min_contacts", "min_contact")
    path = tmp_path / "routing.toml"
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(policies.PolicyError) as caught:
        policies.load(path, RoutingPolicy)

    assert "line 9," in str(caught.value)
    assert "line 13," in str(caught.value)


def test_a_policy_in_two_files_names_the_file_that_is_wrong(tmp_path: Path) -> None:
    paths = [tmp_path / "notifications.toml", tmp_path / "promises.toml"]
    for path in paths:
        path.write_text((FOLDER / path.name).read_text(encoding="utf-8"), encoding="utf-8")
    text = paths[1].read_text(encoding="utf-8")
    paths[1].write_text(text.replace("refund_days = 5", 'refund_days = "soon"'), encoding="utf-8")
    number = next(i for i, line in enumerate(text.splitlines(), 1) if "refund_days" in line)

    with pytest.raises(policies.PolicyError) as caught:
        policies.load_parts(paths, NotificationPolicy)

    assert str(caught.value).startswith(f"promises.toml, line {number}, refund_days: ")


def test_a_key_in_both_of_two_files_is_refused(tmp_path: Path) -> None:
    paths = [tmp_path / "notifications.toml", tmp_path / "promises.toml"]
    for path in paths:
        path.write_text("digest_minutes = 10\n", encoding="utf-8")

    with pytest.raises(policies.PolicyError, match=r"^promises\.toml: digest_minutes stands in"):
        policies.load_parts(paths, NotificationPolicy)


def test_the_check_looks_at_every_policy_file() -> None:
    named = {name for names in check.POLICIES for name in names.split(", ")}

    assert named == {path.name for path in FOLDER.glob("*.toml")}


def test_the_shipped_policies_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main() == 0
    assert "routing.toml: sound" in capsys.readouterr().out


def test_a_wrong_policy_stops_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "routing.toml"
    text = (FOLDER / "routing.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('queue = "b2b"', 'queue = "b2c"'), encoding="utf-8")
    monkeypatch.setitem(check.POLICIES, "routing.toml", lambda: policies.load_routing(path))

    assert check.main() == 1
    assert 'unknown "b2c"' in capsys.readouterr().out
