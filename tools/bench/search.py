"""Measure what a search costs: finding the tickets, and reading a page of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from polydesk.desk.lists.planner import find
from polydesk.desk.resources import Resources, shared_resources
from polydesk.desk.ticket_lists import list_reads
from polydesk.domain.filters import InStates, Texts, WithWords
from polydesk.domain.search_terms import parse_query
from polydesk.domain.slot import Slot
from tools.bench.markdown import table
from tools.bench.postings import put_postings
from tools.bench.slotted_tickets import put_slotted_tickets
from tools.local_desk.client import Client
from tools.meter import Meter

MODEL_SIZE = 1_000_000
"""Tickets of a desk that has a ticket index and postings, but no rows."""

SLOTS = {Slot(1): 0.1, Slot(2): 0.2, Slot(7): 0.1, Slot(4): 0.6}
"""The slots of its tickets, with weights."""

STATES = InStates(frozenset(slot.state_id for slot in SLOTS))


@dataclass(frozen=True, slots=True)
class Search:
    """A search and the number of tickets that match."""

    name: str
    q: str


SEARCHES = (
    Search("a word in about ten tickets", "needle"),
    Search("in 1 %", "invoice"),
    Search("in 10 %", "printer"),
    Search("in 90 %", "order"),
    Search("two words, in 10 % and in 1 %", "printer invoice"),
    Search("a prefix of ten words, in 1 % each", "pay"),
)


@dataclass(frozen=True, slots=True)
class SearchCost:
    """What a search took.

    `page` has the requests and read units of a page of ten through the API; None for a desk without rows.
    """

    search: Search
    tickets: int
    requests: int
    read_units: float
    page: tuple[int, float] | None


def measure(resources: Resources, tickets: int, client: Client | None) -> Iterator[SearchCost]:
    """Write postings for so many tickets, and search them; also through the API where there is a client."""
    put_postings(resources.table, _term_shares(tickets), tickets)
    for search in SEARCHES:
        with Meter(resources.table) as meter:
            find(STATES & WithWords(parse_query(search.q), Texts.ALL), list_reads(resources))
        taken = (meter.requests.total(), meter.read_units)
        yield SearchCost(search, tickets, *taken, _page_cost(client, search.q) if client else None)


def measure_model() -> list[SearchCost]:
    """Measure searches of a desk that is too large to be written, in the current world."""
    put_slotted_tickets(shared_resources().table, MODEL_SIZE, SLOTS)
    return list(measure(shared_resources(), MODEL_SIZE, None))


def _term_shares(tickets: int) -> dict[str, float]:
    """Return the share of the tickets that each term is in."""
    with_prefix = {f"pay{letter}": 0.01 for letter in "abcdefghij"}
    return {"needle": 10 / tickets, "invoice": 0.01, "printer": 0.1, "order": 0.9} | with_prefix


def _page_cost(client: Client, q: str) -> tuple[int, float]:
    with Meter(shared_resources().table) as meter:
        answer = client.get("/support/tickets", params={"q": q})
    if not answer.json()["items"]:
        raise RuntimeError(f"no tickets found for {q!r}: {answer.text}")
    return meter.requests.total(), meter.read_units


def report(costs: Iterable[SearchCost]) -> str:
    """Return a table with a row for each search and a column for each size of the desk."""
    by_search: dict[Search, dict[int, SearchCost]] = {}
    for cost in costs:
        by_search.setdefault(cost.search, {})[cost.tickets] = cost
    sizes = sorted({size for by_size in by_search.values() for size in by_size})
    with_rows = [size for size in sizes if any(by_size[size].page for by_size in by_search.values())]
    head = (
        "Requests, read units",
        *(f"{size:,} tickets" for size in sizes),
        *(f"{size:,} tickets, with a page of ten" for size in with_rows),
    )
    return table(
        head,
        [
            (
                search.name,
                *(f"{by_size[size].requests}, {by_size[size].read_units:g}" for size in sizes),
                *("{}, {:g}".format(*(by_size[size].page or (0, 0))) for size in with_rows),
            )
            for search, by_size in by_search.items()
        ],
    )
