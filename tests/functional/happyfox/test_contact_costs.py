"""What contacts ask of DynamoDB: how many requests, and how many of them wait for one another."""

from collections.abc import Callable

import pytest

from polydesk.desk import desk
from polydesk.desk.resources import shared_resources
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed, contact_of, saved
from tests.functional.happyfox.happyfox_calls import JSON, answered, created, read, updated
from tests.functional.happyfox.test_costs import requests
from tools.bench.rounds import RequestRounds
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

NUMBERS = iter(range(1_000_000))


def cost(call: Callable[[], object]) -> tuple[int, int]:
    """The requests of a warm call, and those in a row. Each call is made twice."""
    desk.reset()
    call()
    table = shared_resources().table
    with Meter(table) as meter, RequestRounds(table) as rounds:
        call()
    return meter.requests.total(), rounds.in_a_row


@pytest.fixture
def contacts(api: Client, world: World) -> list[int]:
    """Fifty contacts, all called Bo, and one with another name beside it."""
    body = [{"name": f"Bo {number}", "email": f"bo{number}@x.example"} for number in range(50)]
    ids = [one["id"] for one in answered(api.post(f"{JSON}/users/", json=body))]
    bo(api, phones=[MOBILE])
    world.pump()
    return ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"size": 50}, (2, 2)),  # the roster, the people
        ({"size": 50, "page": 2}, (2, 2)),
        ({"q": "name:bo"}, (3, 2)),  # the word beside the roster
        ({"q": 'name:bright phone:1123 "bo"'}, (5, 2)),
        ({"q": f"email:{BO}"}, (4, 3)),  # the name and its person, beside the roster
        ({"q": "created_since:2020-01-01"}, (2, 2)),
    ],
)
def test_a_list(api: Client, contacts: list[int], query: dict[str, object], expected: tuple[int, int]) -> None:
    assert cost(lambda: answered(api.get(f"{JSON}/users/", params=query))) == expected


def test_one_contact(api: Client, contacts: list[int]) -> None:
    assert cost(lambda: contact_of(api, contacts[0])) == (2, 1)  # the person beside its tickets
    assert cost(lambda: contact_of(api, BO)) == (3, 2)  # the name before


def test_a_ticket_counts_beside_its_history(api: Client) -> None:
    created(api)
    updated(api, 1, text="a")

    # The ticket; its history, the counts and its people at once; the author of the update.
    assert cost(lambda: read(api, 1)) == (5, 3)


def test_writes(api: Client, contacts: list[int]) -> None:
    def number() -> str:
        return str(next(NUMBERS))

    assert requests(lambda: changed(api, contacts[0], name=number())) == 2  # the person, the write
    assert requests(lambda: changed(api, contacts[0], name="Bo")) == 1  # nothing to write
    assert requests(lambda: saved(api, email=BO, name=number())) == 3  # the name, the person, the write
    assert requests(lambda: saved(api, email=f"{number()}@x.example", name="Bo")) == 3  # the name, the id, the write
    assert requests(lambda: saved(api, name="Bo", phones=[MOBILE])) == 2  # the id, the write
    assert requests(lambda: changed(api, contacts[1], email=f"{number()}@y.example")) == 3  # the old name, too
