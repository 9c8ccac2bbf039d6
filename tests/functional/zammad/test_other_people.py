"""A customer is told of other people, staff or customers, what they are called, and nothing by which to reach them."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.articles import ARTICLES, listed, written
from tests.functional.zammad.ticket_calls import person_of
from tests.functional.zammad.ticket_writes import TICKETS, created, person
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADDRESSES = ("other@example.com", "+4930123", "boss@example.com", "agent@example.com")


@pytest.fixture
def number(world: World, tokens: Tokens, zammad: Client, zammad_agent: Client) -> int:
    """The number of a ticket with words of another customer, and of an administrator who is no agent."""
    other = person_of(world, "other@example.com", ["ticket.customer"]).get("/api/v1/users/me").json()["id"]
    boss = person_of(world, "boss@example.com", ["admin.user"]).get("/api/v1/users/me").json()["id"]
    assert zammad.put(f"/api/v1/users/{other}", json={"phone": "+4930123"}).status == 200
    opened: int = created(zammad_agent)["id"]
    for origin in (other, boss):
        written(zammad_agent, opened, "they said", type="phone", origin_by_id=origin)
    return opened


@pytest.mark.parametrize("query", [{}, {"expand": "true"}, {"full": "true"}])
def test_a_customer_is_told_no_address_of_others(zammad_client: Client, number: int, query: dict[str, str]) -> None:
    paths = [TICKETS, f"{TICKETS}/{number}", f"{ARTICLES}/by_ticket/{number}"]
    for path in [*paths, *(f"{ARTICLES}/{number * 1000 + n}" for n in (1, 2, 3))]:
        response = zammad_client.get(path, params=query)
        assert response.status == 200, response
        assert [one for one in ADDRESSES if one in response.text] == []


def test_a_customer_is_told_their_names(zammad_client: Client, number: int) -> None:
    _, *said = listed(zammad_client, number)
    assert [(one["from"], one["origin_by"]) for one in said] == [("Some Body", "-")] * 2


def test_staff_see_the_addresses_of_customers(zammad_agent: Client, number: int) -> None:
    _, *said = listed(zammad_agent, number)
    assert [(one["from"], one["origin_by"]) for one in said] == [
        ("Some Body <other@example.com>", "other@example.com"),
        ("Some Body", "boss@example.com"),
    ]


def test_a_customer_sees_the_own_address(zammad_client: Client, number: int) -> None:
    one = written(zammad_client, number, "mine", type="web")
    assert (one["from"], one["created_by"]) == ("Carl Client <client@example.com>", "client@example.com")
    shown = zammad_client.get(f"{TICKETS}/{number}?full=true").json()["assets"]["User"]
    own = person(one["created_by_id"])
    assert shown[str(own.id)]["email"] == own.email
