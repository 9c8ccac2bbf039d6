"""is_client_read and is_client_author: who wrote, and whether the client has fetched what staff wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from polydesk import clock
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.selectel.tickets import answered, closed, commented, comments, found, opened, page, reopened
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_clients_own_words_are_read_from_the_start(client: Client) -> None:
    ticket = opened(client)
    comment = commented(client, ticket["number"])

    assert ticket["is_client_read"] is True
    assert comment["is_client_read"] is True
    assert found(client, ticket["number"])["is_client_read"] is True


def test_staffs_words_are_unread_until_the_client_has_fetched_the_comments(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    identifier = commented(agent, number)["id"]

    assert found(client, number)["is_client_read"] is False
    assert found(agent, number)["is_client_read"] is False
    assert answered(client.get(f"/support/comments/{identifier}"))["is_client_read"] is False
    assert page(client)["items"][0]["is_client_read"] is False

    comments(client, number)

    assert found(client, number)["is_client_read"] is True
    assert found(agent, number)["is_client_read"] is True
    assert answered(client.get(f"/support/comments/{identifier}"))["is_client_read"] is True
    assert [comment["is_client_read"] for comment in comments(agent, number)] == [True, True]
    assert page(agent)["items"][0]["is_client_read"] is True


def test_staff_who_fetch_the_comments_do_not_read_them_for_the_client(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    commented(agent, number)

    comments(agent, number)

    assert found(client, number)["is_client_read"] is False


def test_a_ticket_is_unread_again_with_each_new_word_of_staff(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    commented(agent, number)
    comments(client, number)
    commented(agent, number)

    assert found(client, number)["is_client_read"] is False
    assert [comment["is_client_read"] for comment in comments(client, number)] == [True, True, False]
    assert [comment["is_client_read"] for comment in comments(client, number)] == [True, True, True]


def test_answering_is_not_reading(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    commented(agent, number)
    commented(client, number)

    assert found(client, number)["is_client_read"] is False


def shown_authors(caller: Client, number: int) -> set[bool]:
    """Return what the ticket and the list say about the ticket's author."""
    listed = {ticket["number"]: ticket for ticket in page(caller)["items"]}
    return {found(caller, number)["is_client_author"], listed[number]["is_client_author"]}


def test_the_author_of_a_ticket_is_the_side_with_the_newest_public_message(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = opened(client)["number"]
    steps: list[tuple[Callable[[], object], bool]] = [
        (lambda: comments(client, number), True),
        (lambda: note(tokens["agent"]["token"], number), True),
        (lambda: commented(agent, number), False),
        (lambda: comments(client, number), False),
        (lambda: commented(client, number), True),
        (lambda: closed(agent, number, comment="Done"), False),
        (lambda: reopened(client, number), True),
        (lambda: closed(agent, number, comment="Easy one", score=10), True),
        (lambda: reopened(agent, number), False),
    ]
    for act, by_client in steps:
        world.clock.advance(minutes=1)
        act()

        assert shown_authors(client, number) == shown_authors(agent, number) == {by_client}


def test_reading_is_no_change_of_the_ticket(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    commented(agent, number)
    before = client.get(f"/support/tickets/{number}")

    comments(client, number)

    after = client.get(f"/support/tickets/{number}")
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.json() == {**before.json(), "is_client_read": True}


def test_a_private_note_leaves_nothing_to_read(client: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    note(tokens["agent"]["token"], number)

    assert found(client, number)["is_client_read"] is True


def test_words_with_which_staff_close_a_ticket_are_to_be_read(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    closed(agent, number, comment="Done")

    assert found(client, number)["is_client_read"] is False


def test_a_vote_of_staff_leaves_nothing_to_read(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    closed(agent, number, comment="Easy one", score=10)

    assert found(client, number)["is_client_read"] is True


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "TransactionConflictException", "Message": "no"}}, "UpdateItem"),
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "no"}}, "UpdateItem"),
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "UpdateItem"),
        ConnectTimeoutError(endpoint_url="https://dynamodb.example"),
    ],
    ids=str,
)
def test_comments_are_shown_though_it_cannot_be_noted_that_they_were(
    client: Client, agent: Client, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    number = opened(client)["number"]
    commented(agent, number, "Read me")
    attempts: list[float] = []

    def refuse(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation != "UpdateItem":
            return proceed()
        attempts.append(clock.monotonic())
        raise error

    with intercepted(refuse):
        assert [comment["body"] for comment in comments(client, number)][-1] == "Read me"

    assert attempts[-1] - attempts[0] < 0.5  # nobody waits for it
    assert "comments could not be marked as read" in caplog.text
    assert found(client, number)["is_client_read"] is False
    comments(client, number)
    assert found(client, number)["is_client_read"] is True
