"""One desk: what this API writes the others show, and the other way round."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    BILLING,
    CLOSED,
    CUSTOMER,
    NEW,
    OPEN,
    REMINDER,
    created,
    noted,
    numbers,
    page,
    read,
    replied,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.items import dump, load
from tools.local_desk.world import World


@pytest.fixture
def supportbee(world: World, tokens: Tokens) -> Client:
    """An agent who calls the SupportBee API."""
    return world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})


@pytest.fixture
def zammad(world: World, tokens: Tokens) -> Client:
    """An administrator who calls the Zammad API."""
    return world.client({"Authorization": f"Token token={tokens['admin']['token']}"})


def test_a_ticket_of_the_tickets_api_is_shown_here(world: World, client: Client, api: Client) -> None:
    body = {"summary": "It is broken", "comment_body": "Help\n<b>", "topic_key": "billing"}
    assert client.post("/support/tickets", json=body).status == 200
    world.clock.advance(minutes=1)
    assert client.post("/support/tickets/1/close", json={"comment": "Never mind", "score": None}).status == 400
    assert client.post("/support/tickets/1/close", json={"comment": "Never mind"}).status == 200

    ticket = read(api, 1)

    assert (ticket["subject"], ticket["first_message"], ticket["category"]["id"]) == (
        "It is broken",
        "Help\n<b>",
        BILLING,
    )
    assert (ticket["user"]["id"], ticket["user"]["name"]) == (CUSTOMER, "Carl Client")
    assert (ticket["status"]["id"], ticket["status"]["behavior"]) == (CLOSED, "completed")
    assert [one["message"]["text"] for one in ticket["updates"]] == ["Help\n<b>", "Never mind"]
    assert ticket["updates"][1]["status_change"]["new"] == CLOSED
    assert ticket["last_modified"] == "2026-01-05 09:01:00"


def test_the_tickets_api_shows_what_is_written_here(client: Client, api: Client) -> None:
    created(api, subject="It is broken", category=BILLING)
    updated(api, 1, html="<p>Try <b>again</b></p>")
    noted(api, 1)
    replied(api, 1)

    assert client.get("/support/tickets/1").json()["summary"] == "It is broken"
    items = client.get("/support/tickets/1/comments").json()["items"]
    assert [(one["body"], one["is_client_author"]) for one in items] == [
        ("Help", True),
        ("Try again", False),
        ("Any news?", True),
    ]
    assert [one["id"] for one in items] == [100001, 100002, 100004]
    updated(api, 1, status=CLOSED)
    assert client.get("/support/tickets/1").json()["is_closed"] is True
    assert client.post("/support/tickets/1/comments", json={"body": "a"}).status == 409
    assert client.post("/support/tickets/1/reopen", json={"body": "It is not"}).status == 200
    assert read(api, 1)["status"]["id"] == OPEN


def test_a_client_s_comment_ends_the_waiting_here(client: Client, api: Client) -> None:
    created(api)
    updated(api, 1, status=REMINDER)

    assert client.post("/support/tickets/1/comments", json={"body": "I am back"}).status == 200

    assert read(api, 1)["updates"][-1]["status_change"]["old_name"] == "pending reminder"


def test_assignments_spam_and_stars_of_supportbee_are_entries_here(supportbee: Client, api: Client) -> None:
    created(api)
    for path in ("archive", "star", "spam"):
        assert supportbee.post(f"/tickets/1/{path}.json").status == 204
    assert supportbee.post("/tickets/1/assignments.json", json={"assignment": {"user_id": AGENT}}).status == 201

    ticket = read(api, 1)

    assert numbers(page(api)) == []
    assert [one["message"] for one in ticket["updates"][1:]] == [None] * 4
    assert ticket["updates"][-1]["assignee_change"]["new_name"] == "Grace Agent"
    assert supportbee.delete("/tickets/1/spam.json").status == 204
    assert numbers(page(api)) == [1]
    updated(api, 1, assignee=None)
    assert supportbee.post("/tickets/1/assignments.json", json={"assignment": {"user_id": AGENT}}).status == 201


def test_states_of_zammad_are_the_statuses_here(zammad: Client, api: Client) -> None:
    created(api)
    assert zammad.put(f"/api/v1/ticket_states/{NEW}", json={"name": "unread"}).status == 200
    states = {one["id"]: one["name"] for one in zammad.get("/api/v1/ticket_states").json()}

    for status in (OPEN, REMINDER, CLOSED):
        assert updated(api, 1, status=status)["status"]["name"] == states[status]

    assert zammad.delete(f"/api/v1/ticket_states/{CLOSED}").status == 422
    assert zammad.put(f"/api/v1/ticket_states/{OPEN}", json={"default_create": True}).status == 200
    assert created(api)["status"]["id"] in (NEW, OPEN)


def test_what_one_key_writes_each_api_numbers_alike(client: Client, supportbee: Client, api: Client) -> None:
    assert created(api)["id"] == 1
    assert client.post("/support/tickets", json={"summary": "a", "comment_body": "b"}).json()["number"] == 2
    assert supportbee.post("/tickets/2/archive.json").status == 204

    assert numbers(page(api)) == [2, 1]
    assert [one["number"] for one in client.get("/support/tickets").json()["items"]] == [2, 1]


def test_a_subject_is_shown_in_one_form(client: Client, api: Client) -> None:
    body = {"summary": " \u3000Cafe\u0301\r\n", "comment_body": "Help", "client_aliased_name": "\tZoe\u0301 "}
    shown = client.post("/support/tickets", json=body).json()
    assert (shown["summary"], shown["client_aliased_name"]) == ("Café", "Zoé")
    created(api, subject="\xa0Cafe\u0301\n", tags="cafe\u0301, caf\xe9 ,b")

    assert [ticket["subject"] for ticket in page(api)["data"]] == ["Café", "Café"]
    assert read(api, 2)["tags"] == "café, b"


def test_a_subject_of_an_earlier_release_is_shown_as_it_is(world: World, client: Client, api: Client) -> None:
    created(api)
    old = "a\r\nBcc: x@y \u202e\u200b"
    [row] = [item for item in dump(world).values() if item.get("subject") == {"S": "It is broken"}]
    load(world, [{**row, "subject": {"S": old}}])

    assert read(api, 1)["subject"] == old
    assert client.get("/support/tickets/1").json()["summary"] == old
    assert updated(api, 1, status=CLOSED)["subject"] == old
