"""Replies: public messages of staff and of the requester after the first one."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.supportbee.messages import COUNTS, form, replies, reply, texts, written
from tests.functional.supportbee.supportbee_calls import JSON, hired, history, history_kinds, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World

pytestmark = pytest.mark.usefixtures("ticket")


def test_a_reply_is_a_public_message_of_the_caller(api: Client) -> None:
    body = {"reply": {"content": {"html": None, "text": "Unplug it"}, "attachment_ids": []}}
    response = api.post("/tickets/1/replies", json=body)

    assert (response.status, response.headers["Content-Type"], response.headers["ETag"]) == (201, JSON, '"2"')
    found = written(response, "reply")
    assert set(found) == {"id", "created_at", "summary", "merged", "cc", "bcc", "ticket", "replier", "content"}
    assert (found["id"], found["summary"], found["merged"], found["cc"], found["bcc"]) == (
        100002,
        "Unplug it",
        False,
        [],
        [],
    )
    assert found["ticket"] == dict(zip(COUNTS, (1, 1, 0), strict=True))
    assert (found["replier"]["id"], found["replier"]["agent"], found["replier"]["role"]) == (3, True, "agent")
    assert found["content"] == {
        "text": "Unplug it",
        "html": "Unplug it",
        "truncated": False,
        "attachments": [],
    }
    assert not stored(1).is_unresponded
    assert history_kinds(1) == ["replied"]


def test_the_token_may_be_in_the_query_or_in_the_body(world: World, tokens: Tokens) -> None:
    token = tokens["agent"]["token"]
    body = {"reply": {"content": {"text": "Hi"}}}
    nobody = world.client()

    assert nobody.post(f"/tickets/1/replies?auth_token={token}", json=body).status == 201
    assert nobody.post("/tickets/1/replies", json={**body, "auth_token": token}).status == 201
    assert refusal(nobody.post("/tickets/1/replies", json=body)) == (401, "A valid token is required.")


def test_a_form_is_a_reply(api: Client) -> None:
    fields = {
        "reply[content_attributes][body_html]": "<p>Seen</p>",
        "reply[attachment_ids][]": "",
        "reply[cc][]": "Bo <bo@example.com>",
    }
    found = written(api.post("/tickets/1/replies.json", **form(**fields)), "reply")

    assert (found["content"]["text"], found["content"]["html"]) == ("Seen", "<p>Seen</p>")
    assert [(one["id"], one["name"], one["email"]) for one in found["cc"]] == [(None, "Bo", "bo@example.com")]


def test_recipients_are_kept_with_the_message_and_shown(api: Client) -> None:
    found = reply(api, cc='"Lee, Bo" <bo@example.com>, cy@example.com', bcc=["Di <di@example.com>"])

    assert [(one["name"], one["email"]) for one in found["cc"]] == [
        ("Lee, Bo", "bo@example.com"),
        ("cy@example.com", "cy@example.com"),
    ]
    assert [one["email"] for one in found["bcc"]] == ["di@example.com"]
    message = history(1)[-1].message
    assert message is not None
    assert (message.cc, message.bcc) == ('"Lee, Bo" <bo@example.com>, cy@example.com', "Di <di@example.com>")


def test_a_closed_ticket_stays_closed(api: Client, client: Client) -> None:
    client.post("/support/tickets/1/close")

    reply(api)

    assert stored(1).closed_at is not None
    assert history_kinds(1) == ["closed", "replied"]


def test_neither_archive_nor_assignee_changes(api: Client) -> None:
    api.post("/tickets/1/archive")

    reply(api)

    assert (stored(1).archived, stored(1).assignee) == (True, None)


def test_replies_are_listed_oldest_first_without_the_opening_and_without_comments(
    api: Client, client: Client, ticket: int
) -> None:
    reply(api, "First")
    api.post(f"/tickets/{ticket}/comments", json={"comment": {"content": {"text": "Secret"}}})
    client.post("/support/tickets/1/comments", json={"body": "Second"})

    response = api.get("/tickets/1/replies.json")
    found = response.json()["replies"]
    assert texts(found) == ["First", "Second"]
    assert [one["replier"]["agent"] for one in found] == [True, False]
    assert [one["ticket"] for one in found] == [dict(zip(COUNTS, (2, 1, 1), strict=True))] * 2
    assert response.headers["ETag"] == '"4"'


def test_a_ticket_without_replies_has_an_empty_list(api: Client) -> None:
    assert replies(api) == []


@pytest.mark.parametrize("suffix", ["", ".json", "/"])
def test_a_reply_is_shown(api: Client, suffix: str) -> None:
    found = reply(api)

    response = api.get(f"/tickets/1/replies/{found['id']}{suffix}")
    assert response.json() == {"reply": found}
    assert response.headers["ETag"] == '"2"'


def test_what_is_no_reply_of_the_ticket_is_not_found(api: Client, client: Client) -> None:
    api.post("/tickets/1/comments", json={"comment": {"content": {"text": "Secret"}}})
    client.post("/support/tickets", json={"summary": "Other", "comment_body": "Help"})
    reply(api, number=2)

    for reply_id in (100001, 100002, 100003, 200002, 2, 0, "x", "100002.xml"):
        assert refusal(api.get(f"/tickets/1/replies/{reply_id}")) == (404, "Reply not found."), reply_id
    assert refusal(api.get("/tickets/9/replies/900002")) == (404, "Ticket not found.")
    assert refusal(api.get("/tickets/9/replies")) == (404, "Ticket not found.")


def test_an_outdated_version_is_refused(api: Client) -> None:
    body = {"reply": {"content": {"text": "Hi"}}}
    assert api.post("/tickets/1/replies", json=body, headers={"If-Match": '"2"'}).status == 412
    assert api.post("/tickets/1/replies", json=body, headers={"If-Match": '"1"'}).status == 201
    assert texts(replies(api)) == ["Hi"]


def test_a_repetition_answers_as_the_first_time(api: Client) -> None:
    body = {"reply": {"content": {"text": "Hi"}}}
    first = api.post("/tickets/1/replies", json=body, headers={"Idempotency-Key": "k"})
    reply(api, "Later")
    fields = {"reply[content][text]": "Hi"}
    again = form(**fields)
    again["headers"] = {**again["headers"], "Idempotency-Key": "k"}

    assert written(api.post("/tickets/1/replies.json", **again), "reply") == written(first, "reply")
    assert texts(replies(api)) == ["Hi", "Later"]


@pytest.mark.parametrize("parameters", [{"CommentsPerMinute": "1"}])
def test_replies_are_counted(api: Client) -> None:
    reply(api)

    response = api.post("/tickets/1/replies", json={"reply": {"content": {"text": "Hi"}}})
    assert response.status == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_an_administrator_replies_on_behalf_of_an_agent(world: World, other_api: Client) -> None:
    hired(world, "other@example.com", "Olga Other")
    person = hired(world, "third@example.com", "Theo Third")

    by_email = reply(other_api, on_behalf_of={"email": "Other@example.com"})
    by_id = reply(other_api, on_behalf_of={"id": str(person), "email": ""})
    assert [one["replier"]["name"] for one in (by_email, by_id)] == ["Olga Other", "Theo Third"]
    assert [one["replier"]["name"] for one in replies(other_api)] == ["Olga Other", "Theo Third"]


def test_others_reply_on_behalf_of_nobody_but_themselves(world: World, api: Client) -> None:
    person = hired(world, "other@example.com")
    body = {"content": {"text": "Hi"}, "on_behalf_of": {"id": person}}

    assert refusal(api.post("/tickets/1/replies", json={"reply": body}))[0] == 403
    assert replies(api) == []
    for own in ({"id": 3}, {"email": "AGENT@example.com"}, {"id": "3", "email": None}):
        assert reply(api, on_behalf_of=own)["replier"]["id"] == 3


@pytest.mark.parametrize("who", [{"id": 99}, {"id": 4}, {"email": "client@example.com"}, {"email": "no@example.com"}])
def test_nobody_but_an_active_agent_can_have_written(other_api: Client, who: dict[str, object]) -> None:
    body = {"content": {"text": "Hi"}, "on_behalf_of": who}

    assert refusal(other_api.post("/tickets/1/replies", json={"reply": body})) == (
        400,
        "Validation failed: reply.on_behalf_of: there is no active agent with this id or e-mail address.",
    )
    assert replies(other_api) == []
