"""Keys that only staff may send are ignored from a customer, wherever they stand; unknown parameters are refused."""

import pytest

from tests.functional.zammad.articles import ARTICLES
from tests.functional.zammad.states import Json
from tests.functional.zammad.ticket_writes import AGENT, CUSTOMER, TICKETS, answered, created, refused
from tools.local_desk.client import Client

OF_STAFF = {"owner_id": str(AGENT), "customer": "agent@example.com", "organization": "Acme"}
NEW: Json = {"title": "Broken", "group": "Users"}


def test_in_the_query_of_a_new_ticket(zammad_client: Client) -> None:
    ticket = answered(zammad_client.post(TICKETS, params=OF_STAFF, json=NEW), 201)
    assert (ticket["owner_id"], ticket["customer_id"]) == (1, CUSTOMER)


def test_in_the_query_of_a_change(zammad_client: Client) -> None:
    number = created(zammad_client)["id"]
    ticket = answered(zammad_client.put(f"{TICKETS}/{number}", params={**OF_STAFF, "title": "Other"}, json={}), 200)
    assert (ticket["owner_id"], ticket["customer_id"], ticket["title"]) == (1, CUSTOMER, "Other")


def test_in_the_query_of_an_article(zammad_client: Client) -> None:
    number = created(zammad_client)["id"]
    of_staff = {"internal": "true", "sender": "Agent", "origin_by_id": str(AGENT)}
    response = zammad_client.post(ARTICLES, params=of_staff, json={"ticket_id": number, "body": "b"})
    article = answered(response, 201)
    assert (article["internal"], article["sender"], article["origin_by_id"]) == (False, "Customer", None)


@pytest.mark.parametrize("name", ["colour", "internal"])
def test_what_is_no_key_is_refused(zammad_client: Client, name: str) -> None:
    assert refused(zammad_client.post(TICKETS, params={name: "x"}, json=NEW)) == f"Unknown parameter '{name}'"
