"""What changes beside the tickets has no event, and adds nothing to the history of any ticket."""

from collections.abc import Callable

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed
from tests.functional.happyfox.happyfox_calls import CUSTOMER, key_holder
from tools.local_desk.client import Client
from tools.local_desk.world import World

CHANGES: dict[str, Callable[[World, Client], object]] = {
    "members of a group": lambda world, _: set_up(world, {"groups": [{"name": "First line", "members": []}]}),
    "a label": lambda world, _: set_up(world, {"labels": [{"name": "waiting", "color": "#00ff00"}]}),
    "a category": lambda world, _: set_up(world, {"categories": [{"key": "c", "name": {"en": "C", "ru": "C"}}]}),
    "a new contact": lambda _, api: bo(api, phones=[MOBILE]),
    "the telephone of a ticket's customer": lambda _, api: changed(api, CUSTOMER, phones=[MOBILE]),
    "the address of a ticket's customer": lambda _, api: changed(api, CUSTOMER, email=BO),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_not_of_a_ticket_has_no_event(
    world: World, tokens: Tokens, client: Client, change: Callable[[World, Client], object]
) -> None:
    assert client.post("/support/tickets", json={"summary": "s", "comment_body": "b"}).status == 200
    world.pump()
    world.events()

    change(world, key_holder(world, tokens["happyfox"]))

    world.pump()
    assert world.events() == []
    assert [entry.kind for entry, _ in shared_resources().tickets.newest_first(1)] == ["opened"]
