"""What a warm function remembers of the desk, and for how many seconds it may be out of date."""

from base64 import b64encode
from collections.abc import Callable

import pytest

from polydesk import settings
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import Category
from polydesk.domain.state_changes import Signature, change
from polydesk.storage.retry import Deadline
from tests.functional.callers import Tokens, set_up
from tests.functional.selectel.tickets import opened
from tools.local_desk.client import Client
from tools.local_desk.world import World


def basic(name: str, password: str) -> str:
    """Return the header of HTTP Basic."""
    return f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"


@pytest.fixture
def elsewhere(world: World) -> Resources:
    """What another process has that serves the same desk."""
    return Resources(settings.get())


def test_a_revoked_token_is_accepted_for_less_than_a_minute(world: World, client: Client) -> None:
    assert client.get("/support/tickets").status == 200
    set_up(world, {"tokens": [{"name": "client", "revoked": True}]})

    world.clock.sleep(59)
    assert client.get("/support/tickets").status == 200
    world.clock.sleep(1)
    assert client.get("/support/tickets").status == 401


CREDENTIALS: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
    "Tickets API": ("/support/tickets", lambda token: {"X-Token": token}),
    "SupportBee": ("/tickets/1/star", lambda token: {"Authorization": f"Bearer {token}"}),
    "Zammad": ("/api/v1/ticket_states", lambda token: {"Authorization": f"Token token={token}"}),
    "Zammad, Basic": ("/api/v1/ticket_states", lambda token: {"Authorization": basic("agent@example.com", token)}),
}


@pytest.mark.parametrize("api", CREDENTIALS)
def test_a_deactivated_person_is_accepted_for_less_than_a_minute(
    world: World, client: Client, tokens: Tokens, api: str
) -> None:
    opened(client)
    path, headers = CREDENTIALS[api]
    agent = world.client(headers(tokens["agent"]["token"]))

    def status() -> int:
        return agent.request("POST" if path.endswith("star") else "GET", path).status

    assert status() < 300
    set_up(world, {"people": [{"email": "agent@example.com", "active": False}]})

    world.clock.sleep(59)
    assert status() < 300
    world.clock.sleep(1)
    assert status() == 401


def test_permissions_that_a_person_loses_are_accepted_for_less_than_a_minute(world: World, agent: Client) -> None:
    assert agent.get("/support/tickets").status == 200
    set_up(world, {"people": [{"email": "agent@example.com", "permissions": []}]})

    world.clock.sleep(59)
    assert agent.get("/support/tickets").status == 200
    world.clock.sleep(1)
    assert agent.get("/support/tickets").status == 403


def test_a_state_keeps_its_old_name_for_less_than_ten_seconds(
    world: World, client: Client, elsewhere: Resources
) -> None:
    number = opened(client)["number"]

    def status() -> str:
        name: str = client.get(f"/support/tickets/{number}").json()["status"]["en"]
        return name

    assert status() == "New"
    states = elsewhere.states()
    renamed = change(states, states.default_create_id, {"name": "fresh"}, Signature(world.clock.now, 1))
    elsewhere.state_rows.save(states, renamed, [], Deadline(5.0))

    world.clock.sleep(9)
    assert status() == "New"
    world.clock.sleep(1)
    assert status() == "Fresh"


def test_the_catalog_is_out_of_date_for_less_than_a_minute(world: World, client: Client, elsewhere: Resources) -> None:
    def topics() -> list[str]:
        return [topic["key"] for topic in client.get("/support/topics").json()["items"]]

    assert topics() == ["general", "billing"]
    elsewhere.catalogs.save(Category(3, "sales", "Sales", "Продажи"))

    world.clock.sleep(59)
    assert topics() == ["general", "billing"]
    world.clock.sleep(1)
    assert topics() == ["general", "billing", "sales"]


def test_a_ticket_gets_a_new_topic_at_once(client: Client, elsewhere: Resources) -> None:
    assert client.get("/support/topics").status == 200
    elsewhere.catalogs.save(Category(3, "sales", "Sales", "Продажи"))

    ticket = {"summary": "It is broken", "comment_body": "Help", "topic_key": "sales"}
    assert client.post("/support/tickets", json=ticket).status == 200
