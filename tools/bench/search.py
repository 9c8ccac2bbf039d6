"""What a search costs: to know which tickets have the words, and with the rows of a page of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from polydesk.desk.resources import Resources, shared_resources
from polydesk.desk.search import tickets_with
from polydesk.domain.search_terms import parse_query
from polydesk.storage.state_index.index import IndexSlot
from tools.bench.indexed_tickets import put_tickets
from tools.bench.postings import put_postings
from tools.bench.report import table
from tools.local_desk.client import Client
from tools.meter import Meter

MODEL = 1_000_000
"""A desk of so many tickets has an index and words, but no rows."""

STATES = {IndexSlot(1): 0.1, IndexSlot(2): 0.2, IndexSlot(7): 0.1, IndexSlot(4): 0.6}
"""Of the model's tickets, by weight."""


@dataclass(frozen=True, slots=True)
class Case:
    """A search, and in how many tickets its words are."""

    name: str
    q: str


CASES = (
    Case("a word of about ten tickets", "needle"),
    Case("of 1 %", "invoice"),
    Case("of 10 %", "printer"),
    Case("of 90 %", "order"),
    Case("two words, of 10 % and of 1 %", "printer invoice"),
    Case("the beginning of ten words, of 1 % each", "pay"),
)


@dataclass(frozen=True, slots=True)
class SearchCost:
    """What it took to know the tickets, and what a page of ten took altogether (None without rows)."""

    case: Case
    tickets: int
    requests: int
    read_units: float
    page: tuple[int, float] | None


def measure(resources: Resources, tickets: int, client: Client | None) -> Iterator[SearchCost]:
    """Give the desk's tickets words, and search them; through the API if there is one who calls it."""
    put_postings(resources.table, _shares(tickets), tickets)
    for case in CASES:
        with Meter(resources.table) as meter:
            found = tickets_with(resources.words, parse_query(case.q), private=True)
            resources.index.in_states(found, {place.state_id for place in STATES})
        spent = (meter.requests.total(), meter.read_units)
        yield SearchCost(case, tickets, *spent, _page(client, case.q) if client else None)


def model() -> list[SearchCost]:
    """The same for a desk that is too large to be loaded, in the world that there is."""
    put_tickets(shared_resources().table, MODEL, STATES)
    return list(measure(shared_resources(), MODEL, None))


def _shares(tickets: int) -> dict[str, float]:
    """Words, and in which part of the tickets each is."""
    beginnings = {f"pay{letter}": 0.01 for letter in "abcdefghij"}
    return {"needle": 10 / tickets, "invoice": 0.01, "printer": 0.1, "order": 0.9} | beginnings


def _page(client: Client, q: str) -> tuple[int, float]:
    with Meter(shared_resources().table) as meter:
        answer = client.get("/support/tickets", params={"q": q})
    if not answer.json()["items"]:
        raise RuntimeError(f"nothing is found by {q}: {answer.text}")
    return meter.requests.total(), meter.read_units


def report(costs: Iterable[SearchCost]) -> str:
    """A row for each search, with all sizes of the desk side by side."""
    by_case: dict[Case, dict[int, SearchCost]] = {}
    for cost in costs:
        by_case.setdefault(cost.case, {})[cost.tickets] = cost
    sizes = sorted({size for its in by_case.values() for size in its})
    with_rows = [size for size in sizes if any(its[size].page for its in by_case.values())]
    head = (
        "Requests, read units to find",
        *(f"{size:,} tickets" for size in sizes),
        *(f"page of ten of {size:,}" for size in with_rows),
    )
    return table(
        head,
        [
            (
                case.name,
                *(f"{its[size].requests}, {its[size].read_units:g}" for size in sizes),
                *("{}, {:g}".format(*(its[size].page or (0, 0))) for size in with_rows),
            )
            for case, its in by_case.items()
        ],
    )
