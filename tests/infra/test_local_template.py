"""How the embedded cloud reads resources.yaml."""

from pathlib import Path

import pytest

from infra.local.template import Template

RESOURCES = """
Parameters:
  Model: {Type: String, Default: ""}
Resources:
  Inbox: {Type: "AWS::S3::Bucket"}
Globals:
  Function:
    Environment:
      Variables: {MODEL: !Ref Model, BUCKET: !Ref Inbox}
"""


@pytest.mark.parametrize(("given", "model"), [({}, ""), ({"Model": "nova"}, "nova")])
def test_an_empty_parameter_stays_empty(tmp_path: Path, given: dict[str, str], model: str) -> None:
    path = tmp_path / "resources.yaml"
    path.write_text(RESOURCES)

    environment = Template(path, given).environment()

    assert environment == {"MODEL": model, "BUCKET": "Inbox"}
