"""The files for `sam local`."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tools.sam_local.files import write, write_template
from tools.sample_events import NAMES

TOKENS: dict[str, dict[str, Any]] = {
    "admin": {"token": "of-admin"},
    "agent": {"token": "of-agent"},
    "client": {"token": "of-client"},
    "happyfox": {"api_key": "key", "auth_code": "code"},
}


def test_every_event_is_written_with_credentials_in_place_of_placeholders(tmp_path: Path) -> None:
    write(tmp_path, "http://127.0.0.1:4566", TOKENS)
    texts = {name: (tmp_path / "events" / f"{name}.json").read_text(encoding="utf-8") for name in NAMES}

    assert [name for name, text in texts.items() if any(f"<{token}>" in text for token in TOKENS)] == []
    assert json.loads(texts["selectel/create_ticket"])["headers"]["X-Token"] == "of-client"
    pair = base64.b64encode(b"key:code").decode()
    assert json.loads(texts["happyfox/create_ticket"])["headers"]["Authorization"] == f"Basic {pair}"


def test_the_variables_lead_all_functions_to_the_local_aws(tmp_path: Path) -> None:
    write(tmp_path, "http://127.0.0.1:4566", TOKENS)
    written = json.loads((tmp_path / "env.json").read_text(encoding="utf-8"))

    assert written["Parameters"]["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert written["Parameters"]["TABLE_NAME"] == "polydesk-Table"


@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_containers_have_the_architecture_of_this_machine(tmp_path: Path, architecture: str) -> None:
    (tmp_path / "template.yaml").write_text("Architectures:\n- arm64\nName: farm640\n", encoding="utf-8")

    written = write_template(tmp_path, architecture)

    assert written.read_text(encoding="utf-8") == f"Architectures:\n- {architecture}\nName: farm640\n"
    assert written.parent == tmp_path
