"""What a page of the list costs, wherever it lies in the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from polydesk.desk.backing import connect
from tests.harness.client import Client
from tests.meter import Meter

FILTERS = {"all": "", "opened": "&only_opened=true", "closed": "&only_closed=true"}
SIZES = (10, 1000)

SMALL_TABLE = 100_000
"""Up to so many tickets a page of ten has the smaller budget."""


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
        """Read units that it may take: a long page pays for the rows among which its own lie."""
        if self.size == 10:
            return 4.0 if self.tickets <= SMALL_TABLE else 6.0
        return 60.0 * max(self.span, 1000) / 1000


def measure(client: Client, tickets: int, mix: str) -> Iterator[PageCost]:
    """The first, a middle and the last full page, of each filter and size."""
    for name, query in FILTERS.items():
        for size in SIZES:
            total = client.get(f"/support/tickets?items_per_page=1{query}").json()["item_count"]
            last = total // size or 1
            for place, page in {"first": 1, "middle": ceil(last / 2), "last": last}.items():
                with Meter(connect().table.client) as meter:
                    answer = client.get(f"/support/tickets?page={page}&items_per_page={size}{query}").json()
                numbers = [item["number"] for item in answer["items"]]
                span = numbers[0] - numbers[-1] + 1
                spent = (meter.requests.total(), meter.read_units)
                yield PageCost(tickets, mix, name, size, place, page, *spent, len(numbers), span)
