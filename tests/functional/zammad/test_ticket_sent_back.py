"""A whole ticket, as an answer shows it, can be sent back: what it has already is no change and is not refused."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.states import REMINDER
from tests.functional.zammad.ticket_calls import shown
from tests.functional.zammad.ticket_writes import AGENT, TICKETS, created, history, refused
from tools.local_desk.client import Client
from tools.local_desk.world import World

VIEWS: list[dict[str, str]] = [{}, {"expand": "true"}]


def assert_unchanged(client: Client, number: int, view: dict[str, str]) -> None:
    """Send the ticket back as it is shown, which must be taken and must write nothing; then with another title."""
    before = history(number)
    whole = shown(client, number, **view)

    again = client.put(f"{TICKETS}/{number}", json=whole)
    assert again.status == 200, again
    assert history(number) == before

    titled: dict[str, Any] = client.put(f"{TICKETS}/{number}", json={**whole, "title": "Other"}).json()
    assert titled["title"] == "Other"
    assert [one.field for one in history(number)[-1].changes] == ["subject"]


@pytest.mark.parametrize("view", VIEWS)
def test_with_an_owner_who_has_left(zammad: Client, view: dict[str, str]) -> None:
    number = created(zammad, owner_id=AGENT)["id"]
    assert zammad.put(f"/api/v1/users/{AGENT}", json={"active": False}).status == 200

    assert_unchanged(zammad, number, view)
    other = created(zammad)["id"]
    sentence = "Invalid value '3' for field 'owner_id'!"
    assert refused(zammad.put(f"{TICKETS}/{other}", json={"owner_id": AGENT})) == sentence


@pytest.mark.parametrize("view", VIEWS)
def test_with_a_group_that_is_gone(zammad: Client, view: dict[str, str]) -> None:
    number = created(zammad, group_id=2)["id"]
    assert zammad.delete("/api/v1/groups/2").status == 200

    assert_unchanged(zammad, number, view)


@pytest.mark.parametrize("view", VIEWS)
def test_with_a_pending_time_that_has_seconds(
    world: World, tokens: Tokens, zammad_agent: Client, view: dict[str, str]
) -> None:
    number = created(zammad_agent)["id"]
    world.clock.advance(seconds=33)
    change = {"staff": AGENT, "text": "Later", "status": REMINDER}
    answered(key_holder(world, tokens["happyfox"]).post(f"{JSON}/ticket/{number}/staff_update/", json=change))
    assert shown(zammad_agent, number)["pending_time"].endswith(":33.000Z")

    assert_unchanged(zammad_agent, number, view)
