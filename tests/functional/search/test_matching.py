"""Which tickets a query matches: the same few tickets, asked for in many ways."""

from collections.abc import Iterator

import pytest

from tests.functional.callers import Sample, caller
from tests.functional.search.finding import commented, found, opened
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

Desk = tuple[Client, Client, list[int]]


@pytest.fixture(scope="module")
def desk(engine: Engine, sample: Sample) -> Iterator[Desk]:
    """A client, an agent, and the client's four tickets, the oldest first."""
    with World(engine) as world:
        tokens = sample.put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        numbers = [
            opened(client, "Printer is broken", "It does not print"),
            opened(client, "Принтер не печатает", "Бумага кончилась"),
            opened(client, "Invoice 2024-17", "The PRINTED one is wrong"),
            opened(client, "Something else", "打印机坏了"),
        ]
        commented(agent, numbers[2], "Please turn the printer off")
        world.pump()
        yield client, agent, numbers


@pytest.mark.parametrize(
    ("q", "places"),
    [
        ("printer", [3, 1]),
        ("PRINTER", [3, 1]),
        ("print", [3, 1]),
        ("broken", [1]),
        ("принтер", [2]),
        ("ПРИНТЕР печ", [2]),
        ("бум", [2]),
        ("打印", [4]),
        ("invoice printer", [3]),
        ("printer invoice", [3]),
        ("printer broken", [1]),
        ("17", [3]),
        ("2024-17", [3]),
        ("turn off printed", [3]),
        ("the", [3]),
        ("is", [3, 1]),
        ("printers", []),
        ("rinter", []),
        ("print invoice", []),
        ("nothing", []),
        ("i", []),
        ('"printer?!"', [3, 1]),
    ],
)
def test_tickets_with_all_words_are_found_of_which_the_last_may_be_unfinished(
    desk: Desk, q: str, places: list[int]
) -> None:
    client, agent, numbers = desk
    expected = [numbers[place - 1] for place in places]

    assert found(client, q) == expected
    assert found(agent, q) == expected
