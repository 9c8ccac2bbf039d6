"""A ticket that is opened while its customer is deleted keeps the customer, or is refused, in every API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens, caller, set_up
from tests.functional.happyfox.happyfox_calls import JSON, key_holder
from tests.functional.zammad.states import refusal, zammad_caller
from tests.functional.zammad.user_calls import IN_USE, USERS
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

ADDRESS = "eve@example.com"

DECLARED: dict[str, Any] = {
    "people": [{"email": ADDRESS, "name": "Eve"}],
    "tokens": [{"name": "eve", "person": ADDRESS}],
}


@dataclass(frozen=True)
class Desk:
    """A customer without tickets, who has a token, and everybody who can open a ticket for her."""

    person_id: int
    own: Client
    own_zammad: Client
    happyfox: Client
    supportbee: Client
    zammad: Client

    def delete(self) -> Response:
        """Delete the customer."""
        return self.zammad.delete(f"{USERS}/{self.person_id}")

    def owners(self) -> list[int]:
        """The customers of all tickets."""
        resources = shared_resources()
        numbers = range(1, resources.tickets.last_number() + 1)
        return [ticket.customer_id for ticket in map(resources.tickets.get, numbers) if ticket]


@pytest.fixture
def desk(world: World, tokens: Tokens) -> Desk:
    eve, admin = set_up(world, DECLARED)["eve"], tokens["admin"]["token"]
    return Desk(
        eve["person_id"],
        caller(world, eve["token"]),
        zammad_caller(world, eve["token"]),
        key_holder(world, tokens["happyfox"]),
        world.client({"Authorization": f"Bearer {admin}"}),
        zammad_caller(world, admin),
    )


def at_tickets_api(desk: Desk) -> Response:
    return desk.own.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"})


def at_supportbee(desk: Desk) -> Response:
    new = {"subject": "Broken", "requester_email": ADDRESS, "requester_name": "Eve", "content": {"text": "Help"}}
    return desk.supportbee.post("/tickets", json={"ticket": new})


def at_happyfox(desk: Desk) -> Response:
    new = {"subject": "Broken", "text": "Help", "category": 1, "user": desk.person_id}
    return desk.happyfox.post(f"{JSON}/tickets/", json=new)


def at_zammad(desk: Desk) -> Response:
    new = {"title": "Broken", "group": "Users", "customer_id": desk.person_id, "article": {"body": "Help"}}
    return desk.zammad.post("/api/v1/tickets", json=new)


def at_zammad_as_customer(desk: Desk) -> Response:
    new = {"title": "Broken", "group": "Users", "article": {"body": "Help"}}
    return desk.own_zammad.post("/api/v1/tickets", json=new)


OpenTicket = Callable[[Desk], Response]

REFUSED: list[tuple[OpenTicket, int]] = [
    (at_tickets_api, 401),
    (at_supportbee, 400),
    (at_happyfox, 400),
    (at_zammad, 422),
    (at_zammad_as_customer, 401),
]

ALL = [opening for opening, _ in REFUSED]


@pytest.mark.parametrize(("opening", "status"), REFUSED)
def test_no_ticket_is_opened_for_who_is_deleted_first(desk: Desk, opening: OpenTicket, status: int) -> None:
    others = list[Response]()
    with before_the_first("TransactWriteItems", lambda: others.append(desk.delete())):
        answer = opening(desk)

    assert (others[0].status, answer.status) == (200, status)
    assert desk.owners() == []


@pytest.mark.parametrize("written", ["OWN#", "Delete"], ids=["before it begins", "before it ends"])
@pytest.mark.parametrize("opening", ALL)
def test_who_gets_a_ticket_first_stays(desk: Desk, opening: OpenTicket, written: str) -> None:
    others = list[Response]()
    with before_the_first("TransactWriteItems", lambda: others.append(opening(desk)), written):
        answer = desk.delete()

    assert others[0].status in (200, 201)
    assert refusal(answer) == IN_USE
    assert desk.owners() == [desk.person_id]
    assert desk.zammad.get(f"{USERS}/{desk.person_id}").status == 200
    assert opening(desk).status == others[0].status


@pytest.mark.parametrize("opening", [at_tickets_api, at_zammad_as_customer])
def test_a_token_that_a_function_still_remembers_opens_nothing(desk: Desk, opening: OpenTicket) -> None:
    assert desk.own.get("/support/tickets").status == 200
    assert desk.delete().status == 200

    assert opening(desk).status == 401
    assert desk.owners() == []
