"""POST /support/tickets/{ticket_number}/close and /reopen."""

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens
from tests.functional.selectel.tickets import (
    TICKET,
    answered,
    assert_shape,
    closed,
    comments,
    found,
    numbers,
    opened,
    page,
    refusal,
    reopened,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_the_documented_sample_closes_and_evaluates_a_ticket(world: World, client: Client) -> None:
    number = opened(client)["number"]
    world.clock.advance(minutes=1)

    ticket = closed(client, number, comment="string", score=1)

    assert_shape(ticket, TICKET)
    assert ticket["vote"] == {"comment": "string", "created_at": "2026-01-05T09:01:00Z", "score": 1}
    assert (ticket["is_closed"], ticket["is_resolved"]) == (True, True)
    assert ticket["status"] == {"en": "Closed", "ru": "Закрыт"}
    assert ticket["closed_at"] == ticket["updated_at"] == "2026-01-05T09:01:00Z"
    assert found(client, number) == ticket
    assert [comment["body"] for comment in comments(client, number)] == ["Help"]


@pytest.mark.parametrize("content", [b"", b"  ", b"{}"])
def test_a_ticket_is_closed_without_a_word(client: Client, content: bytes) -> None:
    number = opened(client)["number"]

    answer = client.post(f"/support/tickets/{number}/close", content=content)

    assert answered(answer)["is_closed"] is True
    assert answer.json()["vote"] is None
    assert len(comments(client, number)) == 1


def test_a_score_alone_is_a_vote_without_words(client: Client) -> None:
    number = opened(client)["number"]

    vote = closed(client, number, score=10)["vote"]

    assert (vote["score"], vote["comment"]) == (10, None)


def test_a_comment_alone_joins_the_thread(client: Client) -> None:
    number = opened(client)["number"]

    assert closed(client, number, comment="It works now")["vote"] is None

    last = comments(client, number)[-1]
    assert (last["body"], last["is_client_author"]) == ("It works now", True)


def test_staff_close_tickets_too(client: Client, agent: Client) -> None:
    number = opened(client)["number"]

    assert closed(agent, number, comment="Done")["is_closed"] is True
    assert comments(client, number)[-1]["is_client_author"] is False


def test_closing_a_closed_ticket_is_a_conflict_that_changes_nothing(client: Client) -> None:
    number = opened(client)["number"]
    ticket = closed(client, number, score=3)

    answer = client.post(f"/support/tickets/{number}/close", json={"score": 9, "comment": "again"})

    assert refusal(answer) == (409, "conflict", None)
    assert found(client, number) == ticket
    assert len(comments(client, number)) == 1


def test_reopening_takes_a_ticket_up_again_and_says_why(world: World, client: Client) -> None:
    number = opened(client)["number"]
    closed(client, number, score=2)
    world.clock.advance(minutes=1)

    ticket = reopened(client, number, body="string")

    assert_shape(ticket, TICKET)
    assert (ticket["is_closed"], ticket["is_resolved"], ticket["closed_at"]) == (False, False, None)
    assert ticket["status"] == {"en": "Open", "ru": "Открыт"}
    assert ticket["updated_at"] == "2026-01-05T09:01:00Z"
    assert ticket["vote"]["score"] == 2
    assert found(client, number) == ticket
    assert [comment["body"] for comment in comments(client, number)] == ["Help", "string"]


def test_reopening_an_open_ticket_is_a_conflict_and_its_words_are_not_posted(client: Client) -> None:
    ticket = opened(client)

    answer = client.post(f"/support/tickets/{ticket['number']}/reopen", json={"body": "Why?"})

    assert refusal(answer) == (409, "conflict", None)
    assert found(client, ticket["number"]) == ticket
    assert len(comments(client, ticket["number"])) == 1


def test_a_ticket_is_closed_and_reopened_as_often_as_one_likes(world: World, client: Client, agent: Client) -> None:
    number = opened(client)["number"]

    for caller in (client, agent, client):
        world.clock.advance(minutes=1)
        assert closed(caller, number)["closed_at"] == world.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert reopened(caller, number)["closed_at"] is None

    assert [one["is_client_author"] for one in comments(client, number)] == [True, True, False, True]


def test_words_that_reopen_a_ticket_are_counted_in_characters(client: Client) -> None:
    number = opened(client)["number"]
    closed(client, number)

    reopened(client, number, body="я" * 50_000)

    assert comments(client, number)[-1]["body"] == "я" * 50_000


def test_tickets_open_and_close_at_once_with_the_kind_of_their_state(
    world: World, tokens: Tokens, client: Client
) -> None:
    first, second = opened(client)["number"], opened(client)["number"]
    closed(client, first)
    kinds = {"new": 1, "open": 2, "closed": 5}

    def become(state_id: int, kind: str) -> None:
        zammad = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})
        answer = zammad.put(f"/api/v1/ticket_states/{state_id}", json={"state_type_id": kinds[kind]})
        assert answer.status == 200, answer
        desk.reset()

    become(4, "open")
    ticket = found(client, first)
    assert (ticket["is_closed"], ticket["is_resolved"], ticket["closed_at"]) == (False, False, None)
    assert numbers(page(client, only_opened=1)) == [second, first]
    assert numbers(page(client, only_closed=1)) == []

    become(4, "closed")
    assert found(client, first)["closed_at"] == "2026-01-05T09:00:00Z"
    assert numbers(page(client, only_closed=1)) == [first]
