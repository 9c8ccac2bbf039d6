"""Comments: private messages, which no requester sees."""

from datetime import timedelta

import pytest

from tests.functional.supportbee.messages import COUNTS, comment, comments, form, reply, texts, written
from tests.functional.supportbee.supportbee_calls import JSON, history_kinds, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World

pytestmark = pytest.mark.usefixtures("ticket")


def test_a_comment_is_a_private_message_of_the_caller(api: Client, client: Client) -> None:
    response = api.post("/tickets/1/comments", json={"comment": {"content": {"text": "Seen"}}})

    assert (response.status, response.headers["Content-Type"], response.headers["ETag"]) == (201, JSON, '"2"')
    found = written(response, "comment")
    assert set(found) == {"id", "created_at", "merged", "ticket", "commenter", "content"}
    assert (found["id"], found["merged"], found["commenter"]["id"]) == (100002, False, 3)
    assert found["ticket"] == dict(zip(COUNTS, (0, 0, 1), strict=True))
    assert found["content"]["text"] == "Seen"
    assert history_kinds(1) == ["noted"]
    assert [one["body"] for one in client.get("/support/tickets/1/comments").json()["items"]] == ["Help"]


def test_a_comment_moves_the_last_activity_and_answers_nothing(world: World, api: Client) -> None:
    reply(api)
    before = stored(1)
    world.clock.advance(minutes=5)

    fields = {"comment[content_attributes][body_html]": "<p>Seen</p>"}
    found = written(api.post("/tickets/1/comments", **form(**fields)), "comment")

    assert (found["content"]["text"], found["content"]["html"]) == ("Seen", "<p>Seen</p>")
    after = stored(1)
    assert (before.is_unresponded, after.is_unresponded) == (False, False)
    assert before.last_message_at is not None
    assert after.last_message_at == before.last_message_at + timedelta(minutes=5)


def test_a_comment_on_an_unanswered_ticket_leaves_it_unanswered(api: Client) -> None:
    comment(api)

    assert stored(1).is_unresponded


def test_comments_are_listed_oldest_first(api: Client) -> None:
    comment(api, "First")
    reply(api)
    comment(api, "Second")

    response = api.get("/tickets/1/comments.json?page=2&per_page=1")
    assert texts(response.json()["comments"]) == ["First", "Second"]
    assert response.headers["ETag"] == '"4"'
    assert [one["ticket"] for one in response.json()["comments"]] == [dict(zip(COUNTS, (1, 1, 2), strict=True))] * 2


def test_a_list_longer_than_an_answer_has_the_newest_comments(api: Client) -> None:
    for one in range(60):
        comment(api, f"{one:02}" + "\N{SNOWMAN}\n" * 24_000)

    found = texts(comments(api))
    assert 10 < len(found) < 60
    assert [text[:2] for text in found] == [f"{one:02}" for one in range(60 - len(found), 60)]


def test_a_ticket_that_is_not_there(api: Client) -> None:
    assert refusal(api.get("/tickets/9/comments")) == (404, "Ticket not found.")
    body = {"comment": {"content": {"text": "Seen"}}}
    assert refusal(api.post("/tickets/9/comments", json=body)) == (404, "Ticket not found.")


def test_a_repetition_answers_as_the_first_time(api: Client) -> None:
    body = {"comment": {"content": {"text": "Seen"}}}
    first, again = (api.post("/tickets/1/comments", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert written(again, "comment") == written(first, "comment")
    assert texts(comments(api)) == ["Seen"]


def test_an_outdated_version_is_refused(api: Client) -> None:
    body = {"comment": {"content": {"text": "Seen"}}}
    assert api.post("/tickets/1/comments", json=body, headers={"If-Match": '"2"'}).status == 412
    assert comments(api) == []


@pytest.mark.parametrize("parameters", [{"CommentsPerMinute": "1"}])
def test_comments_are_counted(api: Client) -> None:
    comment(api)

    assert api.post("/tickets/1/comments", json={"comment": {"content": {"text": "Hi"}}}).status == 429
