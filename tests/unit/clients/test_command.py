"""`make clients`: which desk the programs are tried on."""

from pathlib import Path

import pytest

from tools.clients import __main__ as command
from tools.clients.expecting import expect
from tools.clients.programs import run
from tools.smoke.stack import Failed


def test_a_stack_on_aws_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACK", "polydesk")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    with pytest.raises(SystemExit, match="AWS_ENDPOINT_URL is missing"):
        command.main()


def test_a_difference_is_reported_with_both_values() -> None:
    assert expect("replies", 1, 1, "one reply") == "one reply"
    with pytest.raises(Failed, match="replies: 2 instead of 1"):
        expect("replies", 2, 1)


def test_a_program_that_fails_is_reported_with_its_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "refuses"
    program.write_text("#!/bin/sh\necho not today >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr("tools.clients.programs.PROGRAMS", tmp_path)

    with pytest.raises(Failed, match="refuses now: ended with 3: not today"):
        run("refuses", ["now"], tmp_path)
