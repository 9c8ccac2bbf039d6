"""How often a token may change tickets in a minute."""

import pytest

from tests.functional.supportbee.supportbee_calls import history_kinds, is_done
from tools.local_desk.client import Client
from tools.local_desk.world import World

TWO_CHANGES = pytest.mark.parametrize("parameters", [{"CommentsPerMinute": "2"}])


@TWO_CHANGES
@pytest.mark.parametrize("change", ["archive", "star", "spam"])
def test_a_loop_of_changes_ends_at_the_limit(world: World, api: Client, ticket: int, change: str) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/{change}.json"))
    assert is_done(api.delete(f"/tickets/{ticket}/{change}.json"))
    world.clock.advance(20)

    refused = api.post(f"/tickets/{ticket}/{change}.json")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "40")
    assert len(history_kinds(ticket)) == 2

    world.clock.advance(40)
    assert is_done(api.post(f"/tickets/{ticket}/{change}.json"))


@TWO_CHANGES
def test_assignments_count_and_repeated_stars_do_not(api: Client, ticket: int) -> None:
    for _ in range(4):
        assert is_done(api.post(f"/tickets/{ticket}/star.json"))
    assert api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 3}}).status == 201

    assert api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 2}}).status == 429
