"""The lists of what tickets refer to follow the desk, and tickets show their items."""

from typing import Any

from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, answered, created, updated
from tools.local_desk.client import Client
from tools.local_desk.world import World


def items(api: Client, name: str) -> Any:
    """The items of a list."""
    return answered(api.get(f"{JSON}/{name}/"))


def test_a_ticket_shows_the_items_of_the_lists(api: Client) -> None:
    created(api)
    ticket = updated(api, 1, assignee=AGENT)

    assert ticket["category"] in items(api, "categories")
    assert ticket["status"] in items(api, "statuses")
    assert ticket["priority"] in items(api, "priorities")
    assert ticket["assigned_to"] in items(api, "staff")


def test_categories_of_a_desk_that_has_been_set_up_again_are_listed(world: World, api: Client) -> None:
    set_up(world, {"categories": [{"key": "sales", "name": {"en": "Sales", "ru": "Продажи"}, "description": "Offers"}]})
    world.clock.advance(minutes=2)

    assert [(one["id"], one["name"], one["description"]) for one in items(api, "categories")] == [
        (1, "Users", ""),
        (2, "Billing", ""),
        (3, "Sales", "Offers"),
    ]
