"""Two tickets at the same moment for somebody who is not known yet: both are that person's, who is created once."""

from typing import Any

import pytest

from tests.functional.zammad.ticket_writes import BASE, TICKETS, create, person
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response

Json = dict[str, Any]


def at_once(client: Client, first: Json, second: Json, **headers: str) -> tuple[Response, Response]:
    """Open two tickets, the second while the first is being written; return the answers in that order."""
    answers = list[Response]()
    bodies = [{**BASE, "customer_id": None, **one} for one in (first, second)]
    with before_the_first(
        "TransactWriteItems", lambda: answers.append(client.post(TICKETS, json=bodies[1], headers=headers))
    ):
        answers.insert(0, client.post(TICKETS, json=bodies[0], headers=headers))
    return answers[0], answers[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"customer": "guess:ann@example.com"}, {"customer": "guess:ANN@example.com"}),
        ({"customer": {"login": "ann", "firstname": "Ann"}}, {"customer": {"login": "ANN", "firstname": "Anna"}}),
        ({"customer": {"login": "ann", "email": "ann@example.com"}}, {"customer": {"login": "ann", "phone": "+44 1"}}),
        ({"customer": "guess:ann@example.com"}, {"customer": {"login": "ann@example.com", "firstname": "Ann"}}),
    ],
)
def test_both_are_tickets_of_one_person(zammad_agent: Client, first: Json, second: Json) -> None:
    answers = at_once(zammad_agent, first, second)

    assert [one.status for one in answers] == [201, 201]
    first_customer, second_customer = (one.json()["customer_id"] for one in answers)
    assert first_customer == second_customer
    assert answers[0].json()["id"] != answers[1].json()["id"]
    assert person(first_customer).active


def test_somebody_who_becomes_staff_meanwhile_has_the_ticket(zammad: Client) -> None:
    agent = {"email": "ann@example.com", "firstname": "Ann", "roles": ["Agent"]}
    with before_the_first("TransactWriteItems", lambda: zammad.post("/api/v1/users", json=agent)):
        ticket = create(zammad, customer_id="guess:ann@example.com")

    assert ticket.status == 201
    assert person(ticket.json()["customer_id"]).agent


def test_twins_under_one_key_are_one_ticket(zammad_agent: Client) -> None:
    body = {"customer": "guess:ann@example.com"}
    first, second = at_once(zammad_agent, body, body, **{"Idempotency-Key": "twins"})
    assert first.status == 201
    assert first.json() == second.json()
