"""POST ticket/{id}/user_reply/."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CLOSED,
    CUSTOMER,
    JSON,
    MERGED,
    NEW,
    OPEN,
    REMINDER,
    created,
    faults,
    read,
    replied,
    sentence,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_customer_replies_in_its_own_name(world: World, api: Client, client: Client) -> None:
    created(api)
    updated(api, 1, text="Try again")
    world.clock.advance(minutes=1)

    ticket = replied(api, 1, cc="a@example.com", bcc="b@example.com")

    assert ticket == read(api, 1)
    entry = ticket["updates"][-1]
    assert entry["by"] == {"type": "user", "id": CUSTOMER, "name": "Carl Client", "email": "client@example.com"}
    assert (entry["message"]["cc_list"], entry["message"]["bcc_list"]) == ("a@example.com", "b@example.com")
    assert (ticket["unresponded"], ticket["last_user_reply_at"]) == (True, "2026-01-05 09:01:00")
    comments = client.get("/support/tickets/1/comments").json()["items"]
    assert [one["is_client_author"] for one in comments] == [True, False, True]


@pytest.mark.parametrize(
    ("status", "after"), [(NEW, NEW), (OPEN, OPEN), (REMINDER, OPEN), (CLOSED, OPEN), (MERGED, OPEN)]
)
def test_a_reply_takes_up_a_ticket_that_is_completed_or_waits(api: Client, status: int, after: int) -> None:
    created(api)
    updated(api, 1, status=status)

    ticket = replied(api, 1)

    assert ticket["status"]["id"] == after
    assert (ticket["updates"][-1]["status_change"] is None) == (status == after)


def test_a_reply_in_html_gives_its_text(api: Client) -> None:
    created(api)

    message = replied(api, 1, text=None, html="<p>Any <i>news</i>?</p>")["updates"][-1]["message"]

    assert (message["text"], message["html"]) == ("Any news?", "<p>Any <i>news</i>?</p>")


def test_another_contact_can_reply_too(api: Client) -> None:
    created(api)
    colleague = created(api, user=None, name="Ivy", email="ivy@example.com")["user"]

    ticket = replied(api, 1, user=colleague["id"])

    assert ticket["updates"][-1]["by"]["name"] == "Ivy"
    assert ticket["user"]["id"] == CUSTOMER


@pytest.mark.parametrize("user", [None, 0, AGENT, ADMIN, 1, 99])
def test_the_author_is_a_contact(api: Client, user: Any) -> None:
    created(api)

    assert faults(api.post(f"{JSON}/ticket/1/user_reply/", json={"user": user, "text": "a"})).keys() == {"user"}


@pytest.mark.parametrize("field", ["staff", "status", "priority", "plaintext", "time_spent", "tags", "update_customer"])
def test_a_customer_changes_nothing_but_the_conversation(api: Client, field: str) -> None:
    created(api)

    refused = api.post(f"{JSON}/ticket/1/user_reply/", json={"user": CUSTOMER, "text": "a", field: "1"})

    assert faults(refused) == {field: ["This is not a known field."]}


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": None, "html": " "}])
def test_a_reply_needs_words(api: Client, body: dict[str, Any]) -> None:
    created(api)

    refused = api.post(f"{JSON}/ticket/1/user_reply/", json={"user": CUSTOMER, **body})

    assert faults(refused) == {"text": ["This field is required."]}
    assert len(read(api, 1)["updates"]) == 1


def test_a_ticket_that_is_not_there_is_not_found(api: Client) -> None:
    refused = api.post(f"{JSON}/ticket/1/user_reply/", json={"user": CUSTOMER, "text": "a"})

    assert sentence(refused) == (404, "Cannot find the requested object")


def test_a_reply_that_comes_again_is_made_once(api: Client) -> None:
    created(api)
    key = {"Idempotency-Key": "once"}

    for _ in range(2):
        response = api.post(f"{JSON}/ticket/1/user_reply/", json={"user": CUSTOMER, "text": "a"}, headers=key)
        assert response.status == 200

    assert len(read(api, 1)["updates"]) == 2
