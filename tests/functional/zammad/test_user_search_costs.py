"""What a search of users asks of DynamoDB: how many requests, and how many of them wait for one another."""

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.test_contact_costs import cost
from tests.functional.zammad.users import searched
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def users(world: World) -> None:
    """Twenty users with names alike."""
    people = [{"name": f"Bo Lee{number}", "email": f"bo{number}@x.example"} for number in range(20)]
    set_up(world, {"people": people})
    world.pump()


@pytest.mark.parametrize(
    ("query", "asked", "expected"),
    [
        ("", {}, (2, 2)),  # the roster, the people
        ("", {"role_ids": 2, "limit": 1}, (2, 2)),
        ("", {"only_total_count": 1}, (1, 1)),
        ("bo lee1", {"full": 1}, (6, 3)),  # two words and the name beside the roster, the people, user 1
        ("bo1@x.example", {"limit": 1}, (5, 3)),  # the name, the beginning and the person, beside the roster
        ("+49301234", {}, (4, 1)),  # nobody to read
        ("email:bo1@x.example", {"expand": 1}, (4, 3)),
        ("firstname:bo AND active:true", {}, (3, 2)),
    ],
)
def test_a_search(zammad: Client, users: None, query: str, asked: dict[str, object], expected: tuple[int, int]) -> None:
    assert cost(lambda: searched(zammad, query, **asked)) == expected
