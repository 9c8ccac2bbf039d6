"""GET /support/tickets/{ticket_number}."""

from tests.functional.selectel.tickets import TICKET, answered, assert_shape, found, opened, refusal
from tools.local_desk.client import Client


def test_a_ticket_is_found_by_its_number(client: Client) -> None:
    opened(client, summary="first")
    ticket = opened(client, summary="second")

    answer = client.get("/support/tickets/2")

    assert answered(answer) == ticket
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert_shape(answer.json(), TICKET)


def test_staff_see_the_same_ticket(client: Client, agent: Client) -> None:
    ticket = opened(client)

    assert found(agent, ticket["number"]) == ticket


def test_what_is_no_number_of_a_ticket_is_not_found(client: Client) -> None:
    opened(client)

    for number in ("2", "0", "-1", "+1", "abc", "1.0", "1e3", "0x1", "１", "%20", "%00", "1,2", "9" * 15, "9" * 40):
        assert refusal(client.get(f"/support/tickets/{number}")) == (404, "ticket_not_found", None), number
