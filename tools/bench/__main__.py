"""`make bench`: print the tables, and fail when something exceeds its budget.

`make bench PARTS="calls lists"` measures only these parts; BENCH_TICKETS=10000 sets the sizes of desks.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import product

from polydesk.desk.resources import shared_resources
from tools.bench import call_costs, cold_start, idle, lateness, lists, prices
from tools.bench.bulk import Mix, mixed_evenly, worked_in_order
from tools.bench.desk import SampleDesk
from tools.bench.listed_desk import ListedDesk
from tools.engine import DYNAMODB_LOCAL, running_engine
from tools.local_desk.world import World

SIZES = (10_000, 100_000, 1_000_000)
"""Tickets of the desks whose lists are measured, unless BENCH_TICKETS is set, as in `10000,100000`."""

MIXES: dict[str, Mix] = {"worked in order": worked_in_order, "mixed evenly": mixed_evenly}
"""How open and closed tickets are distributed."""

SEARCHED = "worked in order"
"""The mix that is also searched. The cost of a search does not depend on it."""


def measure_calls() -> Iterator[str]:
    """Measure every endpoint."""
    with running_engine(DYNAMODB_LOCAL) as engine:
        rows = call_costs.measure(engine)
    print(f"## Calls\n\n{call_costs.report(rows)}\n{call_costs.notes(rows)}")
    yield from call_costs.over_budget(rows)


def measure_idle_month() -> Iterator[str]:
    """Measure a stack that nobody calls."""
    with running_engine(DYNAMODB_LOCAL) as engine:
        lines = idle.measure(engine)
    print(f"## An idle month\n\n{prices.LIST}.\n\n{idle.report(lines)}\n{idle.storage()}")
    yield from ()


def _sizes() -> Sequence[int]:
    return [int(size) for size in os.environ.get("BENCH_TICKETS", "").split(",") if size] or SIZES


def measure_lists() -> Iterator[str]:
    """Measure lists by slots of desks of each mix, and all others of one mix."""
    by_slots: list[lists.PageCost] = []
    by_others: list[lists.PageCost] = []
    ratios: dict[int, float] = {}
    for size, mix in product(_sizes(), MIXES):
        with running_engine(DYNAMODB_LOCAL) as engine, World(engine, SampleDesk.PARAMETERS) as world:
            SampleDesk(world)
            desk, resources = ListedDesk(size, MIXES[mix]), shared_resources()
            desk.put(resources, searched=mix == SEARCHED)
            by_slots += lists.measure(resources, desk, mix, lists.BY_SLOTS)
            if mix == SEARCHED:
                by_others += lists.measure(resources, desk, mix, lists.BY_OTHERS)
                ratios[size] = lists.time_ratio(resources)
    print(f"## Lists\n\n{lists.report(by_slots)}\n{lists.report(by_others)}")
    for size, ratio in ratios.items():
        print(f"{size:,} tickets: a search takes {ratio:.1f} times as long as a list")
    yield from lists.over_budget([*by_slots, *by_others])


def measure_lateness() -> Iterator[str]:
    """Measure a thousand tickets that are due at the same time."""
    runs = []
    for sweeps in (1, 2):
        with running_engine(DYNAMODB_LOCAL) as engine:
            runs.append(lateness.measure(engine, sweeps))
    print(f"## Lateness\n\n{lateness.report(runs)}")
    yield from lateness.over_budget(runs)


def measure_cold_starts() -> Iterator[str]:
    """Measure starts of functions and their first requests."""
    with running_engine(DYNAMODB_LOCAL) as engine:
        starts = list(cold_start.measure(engine))
    print(f"## Cold start\n\n{cold_start.report(starts)}")
    yield from cold_start.over_budget(starts)


PARTS = {
    "calls": measure_calls,
    "idle": measure_idle_month,
    "lists": measure_lists,
    "lateness": measure_lateness,
    "start": measure_cold_starts,
}


def main(names: list[str]) -> int:
    """Measure these parts, or all. Returns 1 when a budget is exceeded, 2 for an unknown part."""
    if unknown := [name for name in names if name not in PARTS]:
        print(f"There is no part {unknown[0]}; the parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    exceeded = [finding for name in names or PARTS for finding in PARTS[name]()]
    for finding in exceeded:
        print(f"over budget: {finding}", file=sys.stderr)
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
