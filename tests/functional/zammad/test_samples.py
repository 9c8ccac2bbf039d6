"""The samples on the vendor's page, one after the other."""

import json
import re

from tests.functional.callers import Tokens
from tests.functional.zammad.states import (
    CREATED,
    CREATION,
    LISTED,
    STATES,
    UPDATE,
    UPDATED,
    listed,
    refusal,
    zammad_caller,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_new_desk_has_the_states_of_the_sample_byte_for_byte(zammad: Client) -> None:
    response = zammad.get(STATES)

    sample = json.dumps(json.loads(LISTED), separators=(",", ":"))
    assert TIME.sub("T", response.text) == TIME.sub("T", sample)
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


def test_each_of_them_is_shown_as_it_is_listed(zammad: Client) -> None:
    for state in listed(zammad):
        response = zammad.get(f"{STATES}/{state['id']}")
        assert response.status == 200
        assert list(response.json().items()) == list(state.items())


def test_a_state_is_created_changed_and_deleted_as_in_the_samples(world: World, tokens: Tokens) -> None:
    answer = world.invoke(
        "OpsSetUpDesk",
        {
            "people": [{"email": "it@example.com", "name": "Ida", "agent": True, "permissions": ["admin.object"]}],
            "tokens": [{"name": "it", "person": "it@example.com"}],
        },
    )
    caller = zammad_caller(world, answer["tokens"][0]["token"])
    by = answer["tokens"][0]["person_id"]

    created = caller.post(STATES, json=CREATION)
    at = created.json()["created_at"]
    expected = {**CREATED, "created_by_id": by, "updated_by_id": by, "created_at": at, "updated_at": at}
    assert (created.status, list(created.json().items())) == (201, list(expected.items()))

    world.clock.advance(310.699)
    updated = caller.put(f"{STATES}/8", json=UPDATE)
    later = updated.json()["updated_at"]
    assert later > at
    assert updated.status == 200
    assert updated.json() == {**UPDATED, **expected, **UPDATE, "updated_at": later}
    assert caller.get(f"{STATES}/8").json() == updated.json()

    deleted = caller.delete(f"{STATES}/8")
    assert (deleted.status, deleted.text) == (200, "{}")
    assert refusal(caller.get(f"{STATES}/8")) == (404, "Couldn't find Ticket::State with 'id'=8")
    assert len(listed(caller)) == 7


def test_times_are_written_to_the_millisecond(world: World, zammad: Client) -> None:
    world.clock.set(world.clock.now.replace(second=7, microsecond=45_999))
    assert zammad.post(STATES, json=CREATION).json()["created_at"].endswith(":07.045Z")
