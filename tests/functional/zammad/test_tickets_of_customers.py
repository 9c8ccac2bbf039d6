"""What a customer can say of a ticket: less than an agent. Some of it is dropped, some refused."""

from typing import Any

import pytest

from polydesk.domain.channel import Channel
from polydesk.domain.person import Author
from tests.functional.zammad.states import CLOSED, NEW, OPEN, PENDING_CLOSE, REMINDER, refusal
from tests.functional.zammad.ticket_writes import (
    AGENT,
    CUSTOMER,
    change,
    changed,
    create,
    created,
    history,
    messages,
    refused,
)
from tools.local_desk.client import Client

FORBIDDEN = (403, "Not authorized")


def test_a_customer_opens_a_ticket(zammad_client: Client) -> None:
    ticket = created(zammad_client, customer_id=..., priority="1 low", state="closed", tags="vip", group="Billing")

    assert (ticket["customer_id"], ticket["created_by_id"]) == (CUSTOMER, CUSTOMER)
    assert (ticket["priority_id"], ticket["state_id"], ticket["group_id"]) == (1, CLOSED, 1)
    assert ticket["create_article_sender_id"] == 2


def test_owner_and_customer_are_dropped(zammad_client: Client) -> None:
    ticket = created(
        zammad_client,
        customer_id=AGENT,
        customer={"email": "?"},
        owner_id=AGENT,
        owner=[],
        preferences={"a": 1},
        organization="Acme",
    )
    assert (ticket["customer_id"], ticket["owner_id"]) == (CUSTOMER, 1)


def test_an_article_is_the_customers_own_and_public(zammad_client: Client) -> None:
    article = {"body": "hi", "internal": True, "sender": "Agent", "type": "email", "origin_by_id": AGENT}
    number = created(zammad_client, article=article)["id"]
    changed(zammad_client, number, article={**article, "sender_id": "x", "type": "web"})

    first, second = history(number)
    assert (first.by, second.by) == (Author.customer(CUSTOMER), Author.customer(CUSTOMER))
    assert [(one.public, one.channel, one.origin_id) for one in messages(number)] == [
        (True, Channel.NOTE, None),
        (True, Channel.WEB, None),
    ]


@pytest.mark.parametrize("state", ["open", "pending reminder", "merged", "removed"])
def test_a_new_ticket_is_new_or_closed(zammad_client: Client, state: str) -> None:
    assert refused(create(zammad_client, state=state)).startswith("Invalid value '")


def test_time_is_not_for_customers_to_book(zammad_client: Client) -> None:
    article = {"body": "hi", "time_unit": 5}
    assert refusal(create(zammad_client, article=article)) == FORBIDDEN
    number = created(zammad_client)["id"]
    assert refusal(change(zammad_client, number, article=article)) == FORBIDDEN


def test_a_customer_changes_title_and_state(zammad_client: Client) -> None:
    number = created(zammad_client)["id"]

    ticket = changed(zammad_client, number, title="x", state="closed", article={"body": "Solved"})

    assert (ticket["title"], ticket["state_id"], ticket["article_count"]) == ("x", CLOSED, 2)
    assert changed(zammad_client, number, state_id=OPEN)["state_id"] == OPEN
    assert len(history(number)) == 3


@pytest.mark.parametrize("state_id", [NEW, REMINDER, PENDING_CLOSE])
def test_other_states_are_refused(zammad_client: Client, state_id: int) -> None:
    number = created(zammad_client, state="closed")["id"]
    assert (
        refused(change(zammad_client, number, state_id=state_id)) == f"Invalid value '{state_id}' for field 'state_id'!"
    )


def test_the_present_state_is_no_change(zammad_client: Client) -> None:
    number = created(zammad_client)["id"]
    assert changed(zammad_client, number, state="new")["state_id"] == NEW
    assert len(history(number)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"group": "Billing"},
        {"group_id": 1},
        {"priority": "1 low"},
        {"priority_id": 2},
        {"pending_time": "2027-01-05"},
        {"pending_time": None},
    ],
)
def test_group_priority_and_pending_time_are_refused(zammad_client: Client, fields: dict[str, Any]) -> None:
    number = created(zammad_client)["id"]
    assert refusal(change(zammad_client, number, title="x", **fields)) == FORBIDDEN
    assert len(history(number)) == 1


def test_owner_customer_and_tags_of_a_change_are_dropped(zammad_client: Client) -> None:
    number = created(zammad_client)["id"]

    dropped = {"owner_id": AGENT, "customer": "agent@example.com", "organization_id": 5, "preferences": {}, "tags": "a"}
    ticket = changed(zammad_client, number, **dropped)

    assert (ticket["owner_id"], ticket["customer_id"]) == (1, CUSTOMER)
    assert len(history(number)) == 1


def test_an_article_takes_a_closed_ticket_up(zammad_client: Client) -> None:
    number = created(zammad_client, state="closed")["id"]
    assert changed(zammad_client, number, article={"body": "Again"})["state_id"] == OPEN


def test_tickets_of_others_are_not_found(zammad_agent: Client, zammad_client: Client) -> None:
    number = created(zammad_agent, customer_id=AGENT)["id"]
    sentence = f"Couldn't find Ticket with 'id'={number}"
    assert refusal(change(zammad_client, number, title="x")) == (404, sentence)
    assert refusal(change(zammad_client, number, group_id=1)) == (404, sentence)


def test_staff_are_a_dash(zammad_agent: Client, zammad_client: Client) -> None:
    number = created(zammad_agent, owner_id=AGENT)["id"]
    response = zammad_client.put(f"/api/v1/tickets/{number}", json={"expand": True})
    ticket = response.json()
    assert (ticket["owner"], ticket["created_by"], ticket["customer"]) == ("-", "-", "client@example.com")
