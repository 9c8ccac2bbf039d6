"""DELETE /tickets/{id}: an administrator deletes a ticket for good, for all APIs."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.ticket_calls import ADMIN, TICKETS, ids, opened, person_of, shown, text
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture(autouse=True)
def two(world: World, tokens: Tokens) -> None:
    opened(world, tokens, {}, {})


def test_the_answer_is_no_json(zammad: Client) -> None:
    response = zammad.delete(f"{TICKETS}/1")
    assert (response.status, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "text/html"
    assert "ETag" not in response.headers


def test_the_ticket_is_not_found_from_then_on(zammad: Client, client: Client) -> None:
    zammad.delete(f"{TICKETS}/%2301")

    assert text(zammad.get(f"{TICKETS}/1")) == (404, "Couldn't find Ticket with 'id'=1")
    assert text(zammad.delete(f"{TICKETS}/1")) == (404, "Couldn't find Ticket with 'id'=1")
    assert ids(zammad) == [2]
    assert client.get("/support/tickets/1").status == 404


def test_its_number_is_not_used_again(world: World, tokens: Tokens, zammad: Client) -> None:
    zammad.delete(f"{TICKETS}/2")
    opened(world, tokens)
    assert ids(zammad) == [1, 3]


def test_subscribers_hear_who_deleted_it(world: World, zammad: Client) -> None:
    zammad.delete(f"{TICKETS}/1")
    world.pump()

    event = world.events()[-1]
    assert (event["detail-type"], event["detail"]["number"]) == ("ticket.deleted", 1)
    assert event["detail"]["by"] == {"side": "staff", "person_id": ADMIN}


def test_an_administrator_need_not_be_an_agent(world: World, zammad: Client) -> None:
    administrator = person_of(world, "boss@example.com", ["admin"])
    assert administrator.delete(f"{TICKETS}/1").status == 200
    assert text(administrator.delete(f"{TICKETS}/1")) == (404, "Couldn't find Ticket with 'id'=1")
    assert ids(zammad) == [2]


def test_agents_and_customers_are_refused(zammad_agent: Client, zammad_client: Client) -> None:
    for caller in (zammad_agent, zammad_client):
        assert text(caller.delete(f"{TICKETS}/1")) == (403, "Not authorized (user)!")
    assert ids(zammad_agent) == [1, 2]


def test_a_version_may_be_expected(zammad: Client) -> None:
    assert zammad.delete(f"{TICKETS}/1", headers={"If-Match": '"7"'}).status == 412
    assert shown(zammad, 1)["id"] == 1
    assert zammad.delete(f"{TICKETS}/1", headers={"If-Match": '"1"'}).status == 200


@pytest.mark.parametrize("query", [{"expand": "true"}, {"full": "1", "_": "2"}])
def test_harmless_parameters_are_ignored(zammad: Client, query: dict[str, str]) -> None:
    assert zammad.delete(f"{TICKETS}/1", params=query).status == 200


def test_another_parameter_is_refused_and_nothing_deleted(zammad: Client) -> None:
    assert text(zammad.delete(f"{TICKETS}/1", params={"number": "2"})) == (422, "Unknown parameter 'number'")
    assert ids(zammad) == [1, 2]
