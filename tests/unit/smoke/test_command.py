"""`make smoke`: its lines, its exit code, and what it does without a stack."""

from typing import Any

import pytest

from tools.smoke import __main__ as command
from tools.smoke.stack import Failed


class FakeStack:
    """A stack that nothing calls."""

    base_url = "https://desk.example/v1"
    is_local = False

    def __init__(self, *_: object) -> None:
        """Take any name."""

    def invoke(self, _logical_id: str, _event: object) -> Any:
        """Answer the tokens of a run."""
        return {"tokens": []}


@pytest.fixture(autouse=True)
def no_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the stack and its checks."""
    monkeypatch.setattr(command, "Stack", FakeStack)
    monkeypatch.setenv("STACK", "polydesk")


def test_without_a_name_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STACK")
    with pytest.raises(SystemExit, match="make smoke STACK=polydesk"):
        command.main()


@pytest.mark.parametrize(("passes", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_whether_all_checks_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], passes: bool, code: int
) -> None:
    def check(_: object) -> str:
        if not passes:
            raise Failed("403 instead of 404")
        return "404"

    monkeypatch.setattr(command, "CHECKS", {"Unknown path": check})
    with pytest.raises(SystemExit) as ended:
        command.main()

    assert ended.value.code == code
    assert capsys.readouterr().out.splitlines()[-1] == f"{1 + passes} passed, {1 - passes} failed"


def test_it_says_why_it_cannot_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Failed("OpsSetUpDesk: no access")

    monkeypatch.setattr(FakeStack, "invoke", refuse)
    with pytest.raises(SystemExit, match="cannot go on: OpsSetUpDesk: no access"):
        command.main()
