"""Deleting users: customers without tickets, and what is left of them."""

import pytest

from polydesk.desk.resources import Resources
from polydesk.storage.ticket_places import SETS_STEP
from tests.functional.callers import Tokens, caller, set_up
from tests.functional.zammad.states import made, refusal, zammad_caller
from tests.functional.zammad.user_calls import IN_USE, USERS, changed, listed, user
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADMIN, AGENT, CLIENT = range(2, 5)


def test_a_customer_without_tickets_is_deleted(zammad: Client, world: World) -> None:
    one = user(zammad, firstname="Ann", email="ann@x.example", phone="+1")
    world.pump()

    assert made(zammad.delete(f"{USERS}/{one['id']}"), 200) == {}
    world.pump()
    assert refusal(zammad.get(f"{USERS}/{one['id']}")) == (404, f"Couldn't find User with 'id'={one['id']}")
    assert one["id"] not in [each["id"] for each in listed(zammad)]
    again = user(zammad, firstname="Ann", email="ann@x.example")
    assert again["id"] > one["id"]


def test_a_token_of_somebody_deleted_is_unknown(zammad: Client, world: World) -> None:
    document = {
        "people": [{"email": "eve@example.com", "name": "Eve"}],
        "tokens": [{"name": "eve", "person": "eve@example.com"}],
    }
    eve = set_up(world, document)["eve"]
    made(zammad.delete(f"{USERS}/{eve['person_id']}"), 200)

    refused = zammad_caller(world, eve["token"]).get(f"{USERS}/me")
    assert refusal(refused) == (401, "Can't find User for Token")
    assert caller(world, eve["token"]).get("/support/tickets").status == 401


def test_a_token_that_was_just_used_is_unknown_too(zammad: Client, world: World, tokens: Tokens) -> None:
    client = zammad_caller(world, tokens["client"]["token"])
    assert client.get(f"{USERS}/me").status == 200
    made(zammad.delete(f"{USERS}/{CLIENT}"), 200)

    for path in (f"{USERS}/me", f"{USERS}/{CLIENT}", USERS):
        assert refusal(client.get(path)) == (401, "Can't find User for Token")


@pytest.mark.parametrize("number", [1, ADMIN, AGENT])
def test_staff_and_the_system_stay(zammad: Client, number: int) -> None:
    assert refusal(zammad.delete(f"{USERS}/{number}")) == IN_USE


def test_a_customer_with_a_ticket_stays(zammad: Client, world: World, tokens: Tokens) -> None:
    client = caller(world, tokens["client"]["token"])
    assert client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"}).status == 200

    assert refusal(zammad.delete(f"{USERS}/{CLIENT}")) == IN_USE
    assert zammad.get(f"{USERS}/{CLIENT}").headers["ETag"] == '"1"'


def test_a_customer_whose_tickets_are_deleted_can_go(zammad: Client, world: World, tokens: Tokens) -> None:
    client = caller(world, tokens["client"]["token"])
    assert client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"}).status == 200
    bearer = world.client({"Authorization": f"Bearer {tokens['admin']['token']}"})
    assert bearer.post("/tickets/1/trash").status == 204
    assert refusal(zammad.delete(f"{USERS}/{CLIENT}")) == IN_USE
    assert bearer.delete("/tickets/1").status == 204
    world.pump()

    assert zammad.delete(f"{USERS}/{CLIENT}").status == 200


def test_nobody_is_deleted_until_every_ticket_has_been_moved(zammad: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    one = user(zammad, firstname="Ann", email="ann@x.example")
    monkeypatch.setattr(Resources, "is_migrated", lambda _, step: step != SETS_STEP)

    answer = zammad.delete(f"{USERS}/{one['id']}")

    sentence = "Removing people is being prepared after an upgrade of the desk. Try again later."
    assert (answer.status, answer.json()["error"]) == (503, sentence)
    assert answer.headers["retry-after"] == "60"


def test_somebody_who_was_staff_stays(zammad: Client) -> None:
    one = user(zammad, firstname="Ann", roles=["Agent"])
    assert changed(zammad, one["id"], roles=["Customer"])["role_ids"] == [3]

    assert refusal(zammad.delete(f"{USERS}/{one['id']}")) == IN_USE


def test_nobody_deletes_what_is_not_there_and_agents_nothing(zammad: Client, world: World, tokens: Tokens) -> None:
    agent = zammad_caller(world, tokens["agent"]["token"])

    assert refusal(zammad.delete(f"{USERS}/99")) == (404, "Couldn't find User with 'id'=99")
    assert refusal(agent.delete(f"{USERS}/{CLIENT}")) == (403, "Not authorized (user)!")
