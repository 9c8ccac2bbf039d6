"""POST and GET /support/tickets/{ticket_number}/comments, GET /support/comments/{comment_id}."""

from polydesk.domain.actions import star
from tests.functional.callers import Tokens
from tests.functional.internals import act, note
from tests.functional.selectel.tickets import (
    COMMENT,
    answered,
    assert_shape,
    closed,
    commented,
    comments,
    found,
    opened,
    refusal,
    reopened,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_the_documented_sample_comments_a_ticket(world: World, client: Client) -> None:
    number = opened(client)["number"]
    world.clock.advance(minutes=1)

    comment = commented(client, number, "my second comment")

    assert comment == {
        "files": [],
        "body": "my second comment",
        "id": 100_002,
        "is_client_author": True,
        "is_client_read": True,
        "sent_at": "2026-01-05T09:01:00Z",
        "splitted_at": None,
        "splitted_to_ticket_number": None,
        "vote": None,
    }
    assert_shape(comment, COMMENT)
    assert comments(client, number)[-1] == comment
    assert answered(client.get("/support/comments/100002")) == comment


def test_comments_are_listed_oldest_first(client: Client, agent: Client) -> None:
    number = opened(client, comment_body="1")["number"]
    commented(agent, number, "2")
    closed(client, number, comment="3")
    reopened(client, number, body="4")

    assert [comment["body"] for comment in comments(client, number)] == ["1", "2", "3", "4"]
    assert [comment["is_client_author"] for comment in comments(client, number)] == [True, False, True, True]
    assert answered(client.get(f"/support/tickets/{number}/comments")).keys() == {"items"}


def test_of_more_comments_than_an_answer_can_hold_the_newest_are_listed(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    longest = "x" + "\x01" * 49_999  # seven bytes each in what a function returns
    ids = [commented(agent, number, longest)["id"] for _ in range(20)]

    listed = comments(client, number)

    assert 10 < len(listed) < 20
    assert [comment["id"] for comment in listed] == ids[-len(listed) :]
    assert found(client, number)["is_client_read"]
    assert answered(client.get(f"/support/comments/{ids[0]}"))["body"] == longest


def test_comments_of_a_ticket_are_its_own(client: Client) -> None:
    first, second = opened(client)["number"], opened(client)["number"]
    commented(client, first, "about the first")

    assert len(comments(client, first)) == 2
    assert len(comments(client, second)) == 1


def test_a_comment_is_news_of_the_ticket(world: World, client: Client) -> None:
    number = opened(client)["number"]
    world.clock.advance(minutes=1)
    commented(client, number)

    assert found(client, number)["updated_at"] == "2026-01-05T09:01:00Z"


def test_commenting_a_closed_ticket_is_a_conflict_that_says_to_reopen_it(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    ticket = closed(client, number)

    for caller in (client, agent):
        answer = caller.post(f"/support/tickets/{number}/comments", json={"body": "One more thing"})
        assert refusal(answer) == (409, "conflict", None)
        assert "reopen" in answer.json()["description"].lower()

    assert found(client, number) == ticket
    assert len(comments(client, number)) == 1


def test_the_longest_comment_is_counted_in_characters(client: Client) -> None:
    number = opened(client)["number"]

    assert commented(client, number, "\U0001f600" * 50_000)["body"] == "\U0001f600" * 50_000


def test_what_is_no_id_of_a_comment_is_not_found(client: Client) -> None:
    opened(client)

    for identifier in ("100002", "0", "-100001", "1", "abc", "99999", "100000", "1e5", "9" * 30):
        answer = client.get(f"/support/comments/{identifier}")
        assert refusal(answer) == (404, "comment_not_found", None), identifier
        vote = client.post(f"/support/comments/{identifier}/vote", json={"score": 1})
        assert refusal(vote) == (404, "comment_not_found", None), identifier


def test_a_change_without_words_is_no_comment(client: Client) -> None:
    number = opened(client)["number"]
    client.post(f"/support/tickets/{number}/vote", json={"score": 5})
    client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carl"})
    closed(client, number)

    assert len(comments(client, number)) == 1
    for identifier in (100_002, 100_003, 100_004):
        assert refusal(client.get(f"/support/comments/{identifier}")) == (404, "comment_not_found", None)


def test_private_notes_are_shown_to_nobody(client: Client, agent: Client, admin: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    identifier = note(tokens["agent"]["token"], number, "He calls every day")
    commented(agent, number, "We are on it")

    for caller in (client, agent, admin):
        assert [comment["body"] for comment in comments(caller, number)] == ["Help", "We are on it"]
        assert refusal(caller.get(f"/support/comments/{identifier}")) == (404, "comment_not_found", None)
        vote = caller.post(f"/support/comments/{identifier}/vote", json={"score": 1})
        assert refusal(vote) == (404, "comment_not_found", None)


def test_votes_and_stars_between_comments_do_not_show_among_them(client: Client, agent: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    identifier = commented(agent, number)["id"]
    client.post(f"/support/comments/{identifier}/vote", json={"score": 1})
    act(tokens["agent"]["token"], number, lambda ticket, context: star(ticket, context, 3, starred=True))

    assert [comment["id"] for comment in comments(client, number)] == [100_001, identifier]
