"""Which tickets a query matches: many queries for the same few tickets."""

from collections.abc import Iterator

import pytest

from tests.functional.callers import Sample, caller
from tests.functional.search.search_calls import add_comment, open_ticket, search_numbers
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

Desk = tuple[Client, Client, list[int]]


@pytest.fixture(scope="module")
def desk(engine: Engine, sample: Sample) -> Iterator[Desk]:
    """A customer, an agent, and the customer's five tickets, oldest first."""
    with World(engine) as world:
        tokens = sample.put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        numbers = [
            open_ticket(client, "Printer is broken", "It does not print"),
            open_ticket(client, "Принтер не печатает", "Бумага кончилась"),
            open_ticket(client, "Invoice 2024-17", "The PRINTED one is wrong, from the Café in İstanbul"),
            open_ticket(client, "Something else", "打印机坏了"),
            open_ticket(client, "Hello", "مُحَمَّد שָׁלוֹם ภาษาไทย"),
        ]
        add_comment(agent, numbers[2], "Please turn the printer off")
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
        ("印机", [4]),
        ("机坏了", [4]),
        ("坏", [4]),
        ("坏 else", [4]),
        ("打机", []),
        ("istanbul cafe", [3]),
        ("İSTANBUL CAFÉ", [3]),
        ("محمد", [5]),
        ("שלום", [5]),
        ("ไทย", [5]),
        ("ย", [5]),
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
def test_a_query_matches_all_words_and_the_last_as_a_prefix(desk: Desk, q: str, places: list[int]) -> None:
    client, agent, numbers = desk
    expected = [numbers[place - 1] for place in places]

    assert search_numbers(client, q) == expected
    assert search_numbers(agent, q) == expected
