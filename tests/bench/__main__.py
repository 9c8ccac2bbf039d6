"""`make bench`: print the tables, and fail when something is over its budget."""

import os
import sys
from collections.abc import Iterable
from itertools import product

from polydesk.desk.backing import connect
from tests.bench import endpoints, paging
from tests.bench.desk import SetUpDesk
from tests.bench.load import Mix, load, mixed_evenly, worked_in_order
from tests.bench.report import table
from tests.engine import DYNAMODB_LOCAL, running_engine
from tests.harness.world import World

SIZES = (10_000, 100_000)
"""Tickets in the table when pages are measured; BENCH_TICKETS says otherwise, such as `10000` or `1000000`."""

MIXES = {"worked in order": worked_in_order, "mixed evenly": mixed_evenly}
"""How open and closed tickets lie among each other."""


def main() -> int:
    """Measure everything; 1 when a budget is exceeded."""
    sizes = [int(size) for size in os.environ.get("BENCH_TICKETS", "").split(",") if size] or SIZES
    with running_engine(DYNAMODB_LOCAL) as engine, World(engine, SetUpDesk.PARAMETERS) as world:
        costs = list(endpoints.measure(SetUpDesk(world)))
    pages = [
        page for size, (mix, states) in product(sizes, MIXES.items()) for page in measured_pages(size, mix, states)
    ]
    print(endpoints.report(costs))
    print(report_pages(pages))
    over = [*endpoints.over_budget(costs), *(page for page in pages if page.read_units > page.budget)]
    for one in over:
        print(f"over budget: {one}", file=sys.stderr)
    return 1 if over else 0


def measured_pages(size: int, mix: str, states: Mix) -> list[paging.PageCost]:
    """The pages of one desk; on an engine of its own, because a big table that is dropped slows the engine down."""
    with running_engine(DYNAMODB_LOCAL) as engine, World(engine, SetUpDesk.PARAMETERS) as world:
        desk = SetUpDesk(world)
        load(connect(), size, states, desk.person("client"), desk.person("agent"))
        return list(paging.measure(desk.agent, size, mix))


def report_pages(pages: Iterable[paging.PageCost]) -> str:
    """The paging table."""
    head = ("Tickets", "Desk", "List", "Items", "Page", "Requests", "Read units", "Budget")
    rows = [
        (
            f"{page.tickets:,}",
            page.mix,
            page.filter,
            str(page.size),
            f"{page.place} ({page.page:,})",
            str(page.requests),
            f"{page.read_units:g}",
            f"{page.budget:g}",
        )
        for page in pages
    ]
    return table(head, rows)


if __name__ == "__main__":
    sys.exit(main())
