"""The vendor's exchanges of creating and changing a ticket, as clients expect them."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.happyfox.happyfox_calls import read as read_at_happyfox
from tests.functional.zammad.states import Json, refusal
from tests.functional.zammad.ticket_writes import AGENT, TICKETS, change, changed, history, person, version
from tools.local_desk.client import Client
from tools.local_desk.world import World

NEW_TICKET: Json = {
    "title": "__pytest__",
    "group": "Users",
    "customer_id": "guess:new@example.com",
    "article": {"body": "article body"},
}


def test_1_a_ticket_of_a_guessed_customer(zammad_agent: Client) -> None:
    response = zammad_agent.post(TICKETS, json=NEW_TICKET)

    ticket = response.json()
    number = ticket["id"]
    assert response.status == 201
    assert version(response) == 1
    assert "location" not in response.headers
    assert ticket["number"] == str(number)
    assert (ticket["state_id"], ticket["priority_id"], ticket["owner_id"], ticket["group_id"]) == (1, 2, 1, 1)
    assert (ticket["article_count"], ticket["article_ids"]) == (1, [number * 1000 + 1])
    assert ticket["ticket_time_accounting_ids"] == []
    assert (ticket["create_article_type_id"], ticket["create_article_sender_id"]) == (10, 1)
    assert "group" not in ticket
    customer = person(ticket["customer_id"])
    assert (customer.email, customer.login) == ("new@example.com", "new@example.com")
    assert (customer.firstname, customer.lastname) == ("", "")


def test_3_a_change_and_an_internal_article_are_one_update(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    before = zammad_agent.post(TICKETS, json=NEW_TICKET)
    number = before.json()["id"]

    article = {"body": "why", "internal": True}
    after = change(zammad_agent, number, title="x", state="open", priority="3 high", article=article)

    ticket = after.json()
    assert after.status == 200
    assert (ticket["title"], ticket["state_id"], ticket["priority_id"]) == ("x", 2, 3)
    assert (ticket["article_count"], ticket["article_ids"]) == (2, [number * 1000 + 1, number * 1000 + 2])
    assert version(after) == version(before) + 1
    there = read_at_happyfox(key_holder(world, tokens["happyfox"]), number)
    assert [one["message"] and one["message"]["message_type"] for one in there["updates"]] == [None, "p"]
    assert there["updates"][1]["message"]["text"] == "why"
    at_the_tickets_api = world.client({"X-Token": tokens["agent"]["token"]})
    comments = at_the_tickets_api.get(f"/support/tickets/{number}/comments").json()["items"]
    assert [comment["body"] for comment in comments] == ["article body"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"title": "t"}, "The required value 'group_id' is missing."),
        ({**NEW_TICKET, "group": "nope"}, "No lookup value found for 'group': \"nope\""),
        ({**NEW_TICKET, "article": {"subject": "s", "body": ""}}, "Need at least an 'article body' field."),
    ],
)
def test_5_what_is_missing_is_named(zammad_agent: Client, body: Json, sentence: str) -> None:
    assert refusal(zammad_agent.post(TICKETS, json=body)) == (422, sentence)


def test_13_owner_and_pending_time(zammad_agent: Client) -> None:
    number = zammad_agent.post(TICKETS, json=NEW_TICKET).json()["id"]

    owned = changed(zammad_agent, number, owner="agent@example.com")
    assert (owned["owner_id"], owned["group_id"]) == (AGENT, 1)
    assert changed(zammad_agent, number, owner_id=1)["owner_id"] == 1

    missing = "Missing required value for field 'pending_time'!"
    assert refusal(change(zammad_agent, number, state="pending reminder")) == (422, missing)
    pending = changed(zammad_agent, number, state="pending reminder", pending_time="2027-01-05T10:00:30Z")
    assert pending["pending_time"] == "2027-01-05T10:00:00.000Z"
    assert changed(zammad_agent, number, state="open")["pending_time"] is None


def test_3_has_one_update_more(zammad_agent: Client) -> None:
    number = zammad_agent.post(TICKETS, json=NEW_TICKET).json()["id"]

    changed(zammad_agent, number, title="x", state="open", priority="3 high", article={"body": "why", "internal": True})

    _, written = history(number)
    assert written.message
    assert {one.field for one in written.changes} == {"subject", "state_id", "priority_id"}
    assert (written.message.text, written.message.public) == ("why", False)
