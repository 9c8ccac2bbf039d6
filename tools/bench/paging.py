"""What a page of the list costs, wherever it lies in the list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from statistics import mean

from polydesk.desk.resources import shared_resources
from tools.bench.report import spread, table
from tools.local_desk.client import Client
from tools.meter import Meter

FILTERS = {"all": "", "opened": "&only_opened=true", "closed": "&only_closed=true"}
SIZES = (10, 1000)

SMALL_TABLE = 100_000
"""Up to so many tickets a page of ten has the smaller budget."""

ALIKE = 0.2
"""By how much a page may differ from the mean of the first, a middle and the last one."""


@dataclass(frozen=True, slots=True)
class PageCost:
    """What one page took. `span` is how many tickets lie between its first and its last."""

    tickets: int
    mix: str
    filter: str
    size: int
    place: str
    page: int
    requests: int
    read_units: float
    items: int
    span: int

    @property
    def budget(self) -> float:
        """Read units that it may take."""
        if self.size == 10:
            return 4.0 if self.tickets <= SMALL_TABLE else 6.0
        return 60.0

    @property
    def bound(self) -> float:
        """Read units above which something is wrong: a long page also reads the rows among which its own lie."""
        return self.budget if self.size == 10 else self.budget * max(self.span, self.size) / self.size

    @property
    def list(self) -> tuple[int, str, str, int]:
        """The list that it is a page of."""
        return self.tickets, self.mix, self.filter, self.size


def measure(client: Client, tickets: int, mix: str) -> Iterator[PageCost]:
    """The first, a middle and the last full page, of each filter and size."""
    for name, query in FILTERS.items():
        for size in SIZES:
            total = client.get(f"/support/tickets?items_per_page=1{query}").json()["item_count"]
            last = total // size or 1
            for place, page in {"first": 1, "middle": ceil(last / 2), "last": last}.items():
                with Meter(shared_resources().table) as meter:
                    answer = client.get(f"/support/tickets?page={page}&items_per_page={size}{query}").json()
                numbers = [item["number"] for item in answer["items"]]
                span = numbers[0] - numbers[-1] + 1
                spent = (meter.requests.total(), meter.read_units)
                yield PageCost(tickets, mix, name, size, place, page, *spent, len(numbers), span)


def summary(pages: Sequence[PageCost]) -> str:
    """A row for each list, with all sizes of the desk side by side: the least and the most of its pages."""
    sizes = sorted({page.tickets for page in pages})
    head = ("Desk", "List", "Items", *(f"{size:,} tickets" for size in sizes), "Budget")
    lists: dict[tuple[str, str, int], dict[int, list[PageCost]]] = {}
    for page in pages:
        its = lists.setdefault((page.mix, page.filter, page.size), {})
        its.setdefault(page.tickets, []).append(page)
    return table(
        head,
        [
            (
                *(mix, name, f"{size:,}"),
                *(_spent(its[tickets]) for tickets in sizes),
                "/".join(dict.fromkeys(f"{some[0].budget:g}" for some in its.values())),
            )
            for (mix, name, size), its in lists.items()
        ],
    )


def _spent(pages: Iterable[PageCost]) -> str:
    some = list(pages)
    return f"{spread(page.requests for page in some)} requests, {spread(page.read_units for page in some)} units"


def details(pages: Iterable[PageCost]) -> str:
    """A row for each page."""
    head = ("Tickets", "Desk", "List", "Items", "Page", "Requests", "Read units", "Budget")
    return table(
        head,
        [
            (
                *(f"{page.tickets:,}", page.mix, page.filter, f"{page.size:,}"),
                *(f"{page.place} ({page.page:,})", str(page.requests), f"{page.read_units:g}", f"{page.budget:g}"),
            )
            for page in pages
        ],
    )


def over_budget(pages: Iterable[PageCost]) -> Iterator[str]:
    """Pages that take more than they may, and lists whose pages are not alike."""
    for (tickets, mix, name, size), some in groupby(pages, key=lambda page: page.list):
        its = list(some)
        what = f"{tickets:,} tickets, {mix}, {name}, pages of {size:,}"
        usual = mean(page.read_units for page in its)
        for page in its:
            if page.read_units > page.bound:
                yield f"{what}: {page.read_units:g} read units of {page.bound:g} on page {page.page:,}"
            if abs(page.read_units - usual) > ALIKE * usual:
                yield f"{what}: {page.read_units:g} read units on page {page.page:,}, where {usual:g} are usual"
