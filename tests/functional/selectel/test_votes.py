"""POST /support/tickets/{ticket_number}/vote and /support/comments/{comment_id}/vote."""

import pytest

from tests.functional.selectel.tickets import (
    VOTE,
    answered,
    assert_shape,
    closed,
    commented,
    comments,
    found,
    opened,
    refusal,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_the_documented_sample_evaluates_a_ticket(world: World, client: Client) -> None:
    number = opened(client)["number"]
    world.clock.advance(minutes=1)

    vote = answered(client.post(f"/support/tickets/{number}/vote", json={"comment": "string", "score": 1}))

    assert vote == {"comment": "string", "created_at": "2026-01-05T09:01:00Z", "score": 1}
    assert_shape(vote, VOTE)
    assert found(client, number)["vote"] == vote
    assert answered(client.get("/support/tickets"))["items"][0]["vote"] == vote


@pytest.mark.parametrize("score", [1, 10])
def test_a_ticket_is_evaluated_from_one_to_ten_without_a_word(client: Client, score: int) -> None:
    number = opened(client)["number"]

    vote = answered(client.post(f"/support/tickets/{number}/vote", json={"score": score}))

    assert (vote["score"], vote["comment"]) == (score, None)


def test_a_later_vote_on_a_ticket_replaces_the_earlier_one(world: World, client: Client) -> None:
    number = opened(client)["number"]
    closed(client, number, score=2, comment="Slow")
    world.clock.advance(minutes=1)

    vote = answered(client.post(f"/support/tickets/{number}/vote", json={"score": 9}))

    assert vote == {"comment": None, "created_at": "2026-01-05T09:01:00Z", "score": 9}
    assert found(client, number)["vote"] == vote


def test_evaluating_neither_closes_a_ticket_nor_opens_it(client: Client) -> None:
    number = opened(client)["number"]

    client.post(f"/support/tickets/{number}/vote", json={"score": 9})
    assert found(client, number)["is_closed"] is False

    closed(client, number)
    client.post(f"/support/tickets/{number}/vote", json={"score": 1})
    assert found(client, number)["is_closed"] is True


def test_the_documented_sample_evaluates_a_comment(world: World, client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    identifier = commented(agent, number)["id"]
    world.clock.advance(minutes=1)

    vote = answered(client.post(f"/support/comments/{identifier}/vote", json={"comment": "string", "score": 1}))

    assert vote == {"comment": "string", "created_at": "2026-01-05T09:01:00Z", "score": 1}
    assert_shape(vote, VOTE)
    assert answered(client.get(f"/support/comments/{identifier}"))["vote"] == vote
    assert [comment["vote"] for comment in comments(client, number)] == [None, vote]


def test_a_later_vote_on_a_comment_replaces_the_earlier_one(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    identifier = commented(agent, number)["id"]
    client.post(f"/support/comments/{identifier}/vote", json={"score": 1, "comment": "Thanks"})

    answered(client.post(f"/support/comments/{identifier}/vote", json={"score": -1}))

    vote = comments(client, number)[-1]["vote"]
    assert (vote["score"], vote["comment"]) == (-1, None)


def test_a_client_cannot_evaluate_a_clients_words(client: Client) -> None:
    number = opened(client)["number"]
    identifier = comments(client, number)[0]["id"]

    answer = client.post(f"/support/comments/{identifier}/vote", json={"score": 1})

    assert refusal(answer) == (400, "bad_request", "path.comment_id")
    assert comments(client, number)[0]["vote"] is None


def test_staff_can_evaluate_any_comment(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    commented(agent, number)

    for comment in comments(agent, number):
        answered(agent.post(f"/support/comments/{comment['id']}/vote", json={"score": -1}))

    assert [comment["vote"]["score"] for comment in comments(agent, number)] == [-1, -1]


def test_comments_of_a_closed_ticket_can_be_evaluated(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    identifier = commented(agent, number)["id"]
    closed(client, number)

    assert answered(client.post(f"/support/comments/{identifier}/vote", json={"score": 1}))["score"] == 1
