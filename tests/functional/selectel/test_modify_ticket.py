"""PATCH /support/tickets/{ticket_number}."""

from tests.functional.selectel.tickets import TICKET, answered, assert_shape, found, opened
from tools.local_desk.client import Client
from tools.local_desk.world import World

EMAILS = ["carl@example.com", "office@example.org"]


def test_name_and_addresses_are_replaced(client: Client) -> None:
    number = opened(client, client_aliased_name="Carl", client_emails=["old@example.com"])["number"]

    ticket = answered(
        client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carla", "client_emails": EMAILS})
    )

    assert ticket["client_aliased_name"] == "Carla"
    assert ticket["client_emails"] == EMAILS
    assert_shape(ticket, TICKET)
    assert found(client, number) == ticket


def test_what_is_absent_stays(client: Client) -> None:
    number = opened(client, client_aliased_name="Carl", client_emails=EMAILS)["number"]

    renamed = answered(client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carla"}))
    assert (renamed["client_aliased_name"], renamed["client_emails"]) == ("Carla", EMAILS)

    moved = answered(client.patch(f"/support/tickets/{number}", json={"client_emails": EMAILS[:1]}))
    assert (moved["client_aliased_name"], moved["client_emails"]) == ("Carla", EMAILS[:1])


def test_null_clears_the_name(client: Client) -> None:
    number = opened(client, client_aliased_name="Carl")["number"]

    assert (
        answered(client.patch(f"/support/tickets/{number}", json={"client_aliased_name": None}))["client_aliased_name"]
        is None
    )
    assert found(client, number)["client_aliased_name"] is None


def test_no_addresses_are_an_empty_list(client: Client) -> None:
    number = opened(client, client_emails=EMAILS)["number"]

    assert answered(client.patch(f"/support/tickets/{number}", json={"client_emails": []}))["client_emails"] == []
    assert found(client, number)["client_emails"] == []


def test_a_change_shows_when_it_was_made(world: World, client: Client) -> None:
    number = opened(client)["number"]
    world.clock.advance(minutes=5)

    assert answered(client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "C"}))["updated_at"] == (
        "2026-01-05T09:05:00Z"
    )


def test_a_change_to_what_is_there_already_changes_nothing(world: World, client: Client) -> None:
    ticket = opened(client, client_aliased_name="Carl", client_emails=EMAILS)
    world.clock.advance(minutes=5)
    path = f"/support/tickets/{ticket['number']}"

    for body in ({}, {"client_aliased_name": "Carl"}, {"client_aliased_name": "Carl", "client_emails": EMAILS}):
        answer = client.patch(path, json=body)
        assert answered(answer) == ticket
        assert answer.headers["ETag"] == '"1"'


def test_staff_and_client_change_the_same_ticket_open_or_closed(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    client.post(f"/support/tickets/{number}/close")

    answered(agent.patch(f"/support/tickets/{number}", json={"client_emails": EMAILS}))
    ticket = answered(client.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carl"}))

    assert (ticket["client_aliased_name"], ticket["client_emails"], ticket["is_closed"]) == ("Carl", EMAILS, True)
