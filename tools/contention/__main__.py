"""Print how each layout of the index carries creates in a row, with and without changes of the newest tickets.

python -m tools.contention
"""

from collections.abc import Iterator

from tools.bench.markdown import table
from tools.contention.goals import GOALS, Goal
from tools.contention.layouts import AS_BUILT, NEIGHBOURS_TOGETHER, ONE_ITEM, Layout, spread
from tools.contention.model import Load, Result, simulate

LAYOUTS = (
    AS_BUILT,
    NEIGHBOURS_TOGETHER,
    *(spread(10, stripes) for stripes in (1, 8, 10, 16)),
    spread(16, 16),
    spread(20, 20),
    spread(25, 25),
    spread(25, 25, partitions=2),
)
HOLDS = (0.005, 0.010, 0.020)
CREATES = (50, 100, 200, 400)
CHANGES = (0, 100)
RATES_OF_ONE_ITEM = (10, 20, 30, 40, 50, 60)

HEAD = ("hold, ms", "creates/s", "changes/s", "p50, ms", "p99, ms", "attempts", "gave up", "peak units/s", "goal")


def row(load: Load, result: Result, goal: Goal | None) -> tuple[str, ...]:
    """Return the cells of a load and its result."""
    peaks = ", ".join(f"{kind} {units}" for kind, units in sorted(result.peak_units.items()))
    return (
        f"{load.hold * 1000:g}",
        f"{load.creates:g}",
        f"{load.changes:g}",
        f"{result.percentile(50) * 1000:.0f}",
        f"{result.percentile(99) * 1000:.0f}",
        f"{result.attempts_per_success:.2f}",
        f"{result.given_up_share:.2%}",
        peaks,
        "" if goal is None else "met" if goal.is_met(result) else "missed",
    )


def rows(layout: Layout, loads: Iterator[Load]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a layout's table."""
    for load in loads:
        yield row(load, simulate(layout, load), next((goal for goal in GOALS if goal.load == load), None))


def loads() -> Iterator[Load]:
    """Yield what each layout has to carry."""
    for hold in HOLDS:
        for creates in CREATES:
            for changes in CHANGES:
                yield Load(creates, changes, hold)


def main() -> None:
    """Print a table for each layout, and one for a single item."""
    for layout in LAYOUTS:
        print(f"## {layout.name}\n\n{table(HEAD, rows(layout, loads()))}")
    single = (Load(rate, 0, hold, seconds=120.0) for hold in HOLDS for rate in RATES_OF_ONE_ITEM)
    print(f"## {ONE_ITEM.name}\n\n{table(HEAD, rows(ONE_ITEM, single))}")


if __name__ == "__main__":
    main()
