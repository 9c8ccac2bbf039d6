"""People and tokens of the smoke test."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.jobs.set_up_document import read_document
from tools.smoke.callers import REVOKE, callers, declaration, retirement
from tools.smoke.stack import Failed

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class FakeStack:
    """A stack whose set-up function answers two tokens and a key."""

    base_url = "https://desk.example/v1"
    is_local = False

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def invoke(self, logical_id: str, event: object) -> Any:
        """Remember the document."""
        assert logical_id == "OpsSetUpDesk"
        self.sent.append(event)
        return {"tokens": [{"name": "smoke staff", "token": "t", "person_id": 2}]}


def test_tokens_end_by_themselves_after_a_quarter_of_an_hour() -> None:
    assert {token["expires_at"] for token in declaration(NOW)["tokens"]} == {"2026-01-05T09:15:00+00:00"}


@pytest.mark.parametrize("document", [declaration(NOW), REVOKE, retirement()])
def test_the_set_up_function_takes_the_documents(document: dict[str, Any]) -> None:
    read_document(document)


def test_tokens_are_revoked_and_people_inactive_even_after_a_failure() -> None:
    stack = FakeStack()
    with pytest.raises(KeyboardInterrupt), callers(stack):  # type: ignore[arg-type]
        raise KeyboardInterrupt

    first, _, last = stack.sent
    assert first == REVOKE
    assert all(token["revoked"] for token in last["tokens"])
    assert {person["active"] for person in last["people"]} == {False}


def test_a_check_without_a_ticket_says_so() -> None:
    stack = FakeStack()
    with callers(stack) as caller, pytest.raises(Failed, match="there is no ticket"):  # type: ignore[arg-type]
        _ = caller.number
