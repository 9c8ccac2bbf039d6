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
class Scene:
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
def scene(world: World, tokens: Tokens) -> Scene:
    eve, admin = set_up(world, DECLARED)["eve"], tokens["admin"]["token"]
    return Scene(
        eve["person_id"],
        caller(world, eve["token"]),
        zammad_caller(world, eve["token"]),
        key_holder(world, tokens["happyfox"]),
        world.client({"Authorization": f"Bearer {admin}"}),
        zammad_caller(world, admin),
    )


def at_tickets_api(scene: Scene) -> Response:
    return scene.own.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"})


def at_supportbee(scene: Scene) -> Response:
    new = {"subject": "Broken", "requester_email": ADDRESS, "requester_name": "Eve", "content": {"text": "Help"}}
    return scene.supportbee.post("/tickets", json={"ticket": new})


def at_happyfox(scene: Scene) -> Response:
    new = {"subject": "Broken", "text": "Help", "category": 1, "user": scene.person_id}
    return scene.happyfox.post(f"{JSON}/tickets/", json=new)


def at_zammad(scene: Scene) -> Response:
    new = {"title": "Broken", "group": "Users", "customer_id": scene.person_id, "article": {"body": "Help"}}
    return scene.zammad.post("/api/v1/tickets", json=new)


def at_zammad_as_customer(scene: Scene) -> Response:
    new = {"title": "Broken", "group": "Users", "article": {"body": "Help"}}
    return scene.own_zammad.post("/api/v1/tickets", json=new)


Opening = Callable[[Scene], Response]

REFUSED: list[tuple[Opening, int]] = [
    (at_tickets_api, 401),
    (at_supportbee, 400),
    (at_happyfox, 400),
    (at_zammad, 422),
    (at_zammad_as_customer, 401),
]

ALL = [opening for opening, _ in REFUSED]


@pytest.mark.parametrize(("opening", "status"), REFUSED)
def test_no_ticket_is_opened_for_who_is_deleted_first(scene: Scene, opening: Opening, status: int) -> None:
    others = list[Response]()
    with before_the_first("TransactWriteItems", lambda: others.append(scene.delete())):
        answer = opening(scene)

    assert (others[0].status, answer.status) == (200, status)
    assert scene.owners() == []


@pytest.mark.parametrize("written", ["OWN#", "Delete"], ids=["before it begins", "before it ends"])
@pytest.mark.parametrize("opening", ALL)
def test_who_gets_a_ticket_first_stays(scene: Scene, opening: Opening, written: str) -> None:
    others = list[Response]()
    with before_the_first("TransactWriteItems", lambda: others.append(opening(scene)), written):
        answer = scene.delete()

    assert others[0].status in (200, 201)
    assert refusal(answer) == IN_USE
    assert scene.owners() == [scene.person_id]
    assert scene.zammad.get(f"{USERS}/{scene.person_id}").status == 200
    assert opening(scene).status == others[0].status


@pytest.mark.parametrize("opening", [at_tickets_api, at_zammad_as_customer])
def test_a_token_that_a_function_still_remembers_opens_nothing(scene: Scene, opening: Opening) -> None:
    assert scene.own.get("/support/tickets").status == 200
    assert scene.delete().status == 200

    assert opening(scene).status == 401
    assert scene.owners() == []
