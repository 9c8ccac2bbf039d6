"""`make clients`: which desk the programs are tried on."""

import sys
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from tools.clients import __main__ as command
from tools.clients.desk import Desk, deployed_desk, served_desk
from tools.clients.expecting import expect
from tools.clients.programs import run
from tools.smoke.stack import Failed, Stack


def test_a_stack_on_aws_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACK", "polydesk")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    with pytest.raises(SystemExit, match="AWS_ENDPOINT_URL is missing"):
        command.main()


@pytest.mark.parametrize(
    ("known", "address"),
    [
        (True, "https:///v1/attachments/7?version=thumb"),
        (False, "http://127.0.0.1:4566/restapis/a/v1/_x/attachments/7"),
    ],
)
def test_an_address_without_a_host_is_looked_for_at_the_base_url(known: bool, address: str) -> None:
    with httpx.Client() as http:
        desk = Desk("http://127.0.0.1:4566/restapis/a/v1/_x", {}, http, knows_its_address=known)

        assert desk.address("https:///v1/attachments/7?version=thumb") == address


def test_a_desk_that_cannot_be_served_is_reported_with_its_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.clients.desk.SERVER", [sys.executable, "-c", "raise SystemExit('no such engine')"])

    with pytest.raises(Failed, match="could not be served: no such engine"), served_desk():
        pass


def test_tokens_that_a_run_before_has_made_are_replaced() -> None:
    sent: list[Any] = []

    class NewStack:
        base_url, is_local = "http://127.0.0.1:4566/v1", True

        def invoke(self, _: str, document: Any) -> Any:
            """Take a new token, and the rotation of one that is known."""
            known = {token["name"] for earlier in sent for token in earlier["tokens"]}
            assert {token["name"] for token in document["tokens"] if token.get("rotate")} <= known
            sent.append(document)
            return {"tokens": [{"name": token["name"], "token": str(len(sent))} for token in document["tokens"]]}

    with deployed_desk(cast(Stack, NewStack())) as desk:
        assert (desk.token("agent"), desk.knows_its_address) == ("2", False)


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


def test_a_program_that_is_not_installed_for_the_clients_is_looked_for_on_the_path(tmp_path: Path) -> None:
    assert run("printenv", ["DESK"], tmp_path, {"DESK": "here"}).strip() == "here"
