"""`make bench`: print the tables, and fail when something is over its budget.

`make bench PARTS="calls pages"` measures only some of it, `BENCH_TICKETS=10000` only desks of that size.
"""

import os
import sys
from collections.abc import Iterator
from itertools import product

from polydesk.desk.resources import shared_resources
from tools.bench import cold, endpoints, idle, lateness, paging, prices, search
from tools.bench.desk import SetUpDesk
from tools.bench.load import Mix, load, mixed_evenly, worked_in_order
from tools.bench.paging import PageCost
from tools.bench.search import SearchCost
from tools.engine import DYNAMODB_LOCAL, running_engine
from tools.local_desk.world import World

SIZES = (10_000, 100_000)
"""Tickets in the table when pages and searches are measured; BENCH_TICKETS says otherwise, as in `10000,1000000`."""

MIXES: dict[str, Mix] = {"worked in order": worked_in_order, "mixed evenly": mixed_evenly}
"""How open and closed tickets lie among each other."""

SEARCHED = "worked in order"
"""The mix that is searched too: what a search costs does not depend on it."""


def calls() -> Iterator[str]:
    """Every endpoint."""
    with running_engine(DYNAMODB_LOCAL) as engine:
        rows = endpoints.measure(engine)
    print(f"## Calls\n\n{endpoints.report(rows)}\n{endpoints.notes(rows)}")
    yield from endpoints.over_budget(rows)


def idle_month() -> Iterator[str]:
    """A stack that nobody calls."""
    with running_engine(DYNAMODB_LOCAL) as engine:
        lines = idle.measure(engine)
    print(f"## An idle month\n\n{prices.LIST}.\n\n{idle.report(lines)}")
    yield from ()


def pages() -> Iterator[str]:
    """Lists and searches."""
    sizes = [int(size) for size in os.environ.get("BENCH_TICKETS", "").split(",") if size] or SIZES
    listed, searched = [], []
    for size, mix in product(sizes, MIXES):
        some_pages, some_searches = _loaded(size, mix)
        listed += some_pages
        searched += some_searches
    searched += _modelled()
    print(f"## Pages\n\n{paging.summary(listed)}\n{paging.details(listed)}")
    print(f"## Searches\n\n{search.report(searched)}")
    yield from paging.over_budget(listed)


def _loaded(size: int, mix: str) -> tuple[list[PageCost], list[SearchCost]]:
    """One desk; on an engine of its own, because a big table that is dropped slows the engine down."""
    with running_engine(DYNAMODB_LOCAL) as engine, World(engine, SetUpDesk.PARAMETERS) as world:
        desk = SetUpDesk(world)
        load(shared_resources(), size, MIXES[mix], desk.person("client"), desk.person("agent"))
        listed = list(paging.measure(desk.agent, size, mix))
        searched = list(search.measure(shared_resources(), size, desk.agent)) if mix == SEARCHED else []
        return listed, searched


def _modelled() -> list[SearchCost]:
    with running_engine(DYNAMODB_LOCAL) as engine, World(engine, SetUpDesk.PARAMETERS):
        return search.model()


def late() -> Iterator[str]:
    """A thousand tickets that are due."""
    runs = []
    for sweeps in (1, 2):
        with running_engine(DYNAMODB_LOCAL) as engine:
            runs.append(lateness.measure(engine, sweeps))
    print(f"## Lateness\n\n{lateness.report(runs)}")
    yield from lateness.over_budget(runs)


def start() -> Iterator[str]:
    """Cold starts."""
    print(f"## Cold start\n\n{cold.report(cold.measure())}")
    yield from ()


PARTS = {"calls": calls, "idle": idle_month, "pages": pages, "lateness": late, "start": start}


def main(names: list[str]) -> int:
    """Measure these parts, or all; 1 when a budget is exceeded, 2 for a part that there is not."""
    if unknown := [name for name in names if name not in PARTS]:
        print(f"There is no part {unknown[0]}; the parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    over = [what for name in names or PARTS for what in PARTS[name]()]
    for what in over:
        print(f"over budget: {what}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
