"""Whose words an article inside a ticket is, and who wrote it down."""

import pytest

from polydesk.domain.person import Author
from tests.functional.callers import Tokens
from tests.functional.zammad.states import Json
from tests.functional.zammad.ticket_writes import ADMIN, AGENT, CUSTOMER, changed, created, history
from tools.local_desk.client import Client
from tools.local_desk.world import World

STAFF, OF_CUSTOMER = Author.staff(AGENT), Author.customer(AGENT)

CASES: list[tuple[Json, Author, int | None]] = [
    ({}, STAFF, None),
    ({"sender": "Agent"}, STAFF, None),
    ({"origin_by_id": AGENT}, STAFF, AGENT),
    ({"origin_by_id": ADMIN}, OF_CUSTOMER, ADMIN),
    ({"origin_by_id": CUSTOMER, "sender": "Agent"}, OF_CUSTOMER, CUSTOMER),
    ({"sender": "Customer"}, OF_CUSTOMER, CUSTOMER),
    ({"sender_id": 2, "type": "phone"}, OF_CUSTOMER, CUSTOMER),
    ({"sender": "Customer", "type": "web"}, OF_CUSTOMER, CUSTOMER),
    ({"sender": "Customer", "type": "email"}, OF_CUSTOMER, None),
    ({"sender": "Customer", "origin_by_id": ADMIN}, OF_CUSTOMER, ADMIN),
    ({"sender": "Customer", "internal": True}, OF_CUSTOMER, CUSTOMER),
]


@pytest.mark.parametrize(("article", "author", "origin"), CASES)
def test_an_article_of_an_agent(zammad_agent: Client, article: Json, author: Author, origin: int | None) -> None:
    number = created(zammad_agent, article={"body": "a", **article})["id"]
    changed(zammad_agent, number, article={"body": "b", **article})

    assert [(one.by, one.message and one.message.origin_id) for one in history(number)] == [(author, origin)] * 2


def test_a_customer_who_is_created_with_the_ticket_said_it(zammad_agent: Client) -> None:
    article = {"body": "They called", "type": "phone", "sender": "Customer"}
    ticket = created(zammad_agent, customer_id="guess:new@example.com", article=article)

    [entry] = history(ticket["id"])
    assert entry.message
    assert entry.message.origin_id == ticket["customer_id"]
    assert (ticket["create_article_sender_id"], ticket["created_by_id"]) == (2, AGENT)


def test_the_customer_has_been_in_contact(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    number = created(zammad_agent)["id"]
    world.clock.advance(minutes=1)

    ticket = changed(zammad_agent, number, article={"body": "They called", "type": "phone", "sender": "Customer"})

    assert ticket["last_contact_customer_at"] == ticket["updated_at"] > ticket["last_contact_agent_at"]
    at_the_tickets_api = world.client({"X-Token": tokens["agent"]["token"]})
    comments = at_the_tickets_api.get(f"/support/tickets/{number}/comments").json()["items"]
    assert [one["is_client_author"] for one in comments] == [False, True]


def test_an_internal_opening_is_not_for_the_customer(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    number = created(zammad_agent, article={"body": "Beware of them", "internal": True})["id"]

    customer = world.client({"X-Token": tokens["client"]["token"]})
    for path in (f"/support/tickets/{number}", f"/support/tickets/{number}/comments", "/support/tickets"):
        response = customer.get(path)
        assert response.status == 200
        assert "Beware" not in response.text
