"""Measure what pages of the ticket list cost, wherever they are in the list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from statistics import mean

from polydesk.desk.resources import shared_resources
from tools.bench.markdown import table, value_range
from tools.local_desk.client import Client
from tools.meter import Meter

FILTERS = {"all": "", "opened": "&only_opened=true", "closed": "&only_closed=true"}
SIZES = (10, 1000)

SMALL_TABLE = 100_000
"""The largest number of tickets for which a page of ten has the smaller budget."""

TOLERANCE = 0.2
"""How far a page may deviate from the mean of the first, a middle and the last page."""


@dataclass(frozen=True, slots=True)
class PageCost:
    """What one page took. `span` is the number of tickets from its first to its last, in any state."""

    tickets: int
    mix: str
    filter: str
    size: int
    position: str
    page: int
    requests: int
    read_units: float
    items: int
    span: int

    @property
    def budget(self) -> float:
        """The budget in read units."""
        if self.size == 10:
            return 4.0 if self.tickets <= SMALL_TABLE else 6.0
        return 60.0

    @property
    def limit(self) -> float:
        """The most read units that the page may take: a long one also reads the rows between its own."""
        return self.budget if self.size == 10 else self.budget * max(self.span, self.size) / self.size

    @property
    def list(self) -> tuple[int, str, str, int]:
        """The list that the page belongs to."""
        return self.tickets, self.mix, self.filter, self.size


def measure(client: Client, tickets: int, mix: str) -> Iterator[PageCost]:
    """Read the first, a middle and the last full page for each filter and size."""
    for name, query in FILTERS.items():
        for size in SIZES:
            total = client.get(f"/support/tickets?items_per_page=1{query}").json()["item_count"]
            last = total // size or 1
            for position, page in {"first": 1, "middle": ceil(last / 2), "last": last}.items():
                with Meter(shared_resources().table) as meter:
                    answer = client.get(f"/support/tickets?page={page}&items_per_page={size}{query}").json()
                numbers = [item["number"] for item in answer["items"]]
                span = numbers[0] - numbers[-1] + 1
                taken = (meter.requests.total(), meter.read_units)
                yield PageCost(tickets, mix, name, size, position, page, *taken, len(numbers), span)


def summary(pages: Sequence[PageCost]) -> str:
    """Return a table with a row for each list and a column for each size of the desk."""
    sizes = sorted({page.tickets for page in pages})
    head = ("Desk", "List", "Items", *(f"{size:,} tickets" for size in sizes), "Budget")
    lists: dict[tuple[str, str, int], dict[int, list[PageCost]]] = {}
    for page in pages:
        by_size = lists.setdefault((page.mix, page.filter, page.size), {})
        by_size.setdefault(page.tickets, []).append(page)
    return table(
        head,
        [
            (
                *(mix, name, f"{size:,}"),
                *(_taken(by_size[tickets]) for tickets in sizes),
                "/".join(dict.fromkeys(f"{pages[0].budget:g}" for pages in by_size.values())),
            )
            for (mix, name, size), by_size in lists.items()
        ],
    )


def _taken(pages: Sequence[PageCost]) -> str:
    requests, units = (page.requests for page in pages), (page.read_units for page in pages)
    return f"{value_range(requests)} requests, {value_range(units)} units"


def details(pages: Iterable[PageCost]) -> str:
    """Return a table with a row for each page."""
    head = ("Tickets", "Desk", "List", "Items", "Page", "Requests", "Read units", "Budget")
    return table(
        head,
        [
            (
                *(f"{page.tickets:,}", page.mix, page.filter, f"{page.size:,}"),
                *(f"{page.position} ({page.page:,})", str(page.requests), f"{page.read_units:g}", f"{page.budget:g}"),
            )
            for page in pages
        ],
    )


def over_budget(pages: Iterable[PageCost]) -> Iterator[str]:
    """Yield the pages that exceed their limits, or deviate from the other pages of their list."""
    for (tickets, mix, name, size), group in groupby(pages, key=lambda page: page.list):
        list_pages = list(group)
        title = f"{tickets:,} tickets, {mix}, {name}, pages of {size:,}"
        average = mean(page.read_units for page in list_pages)
        for page in list_pages:
            if page.read_units > page.limit:
                yield f"{title}: {page.read_units:g} read units on page {page.page:,}, budget {page.limit:g}"
            if abs(page.read_units - average) > TOLERANCE * average:
                yield f"{title}: {page.read_units:g} read units on page {page.page:,}, average {average:g}"
