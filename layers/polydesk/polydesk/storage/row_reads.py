"""Reads the rows of a page: ranges of neighbours by queries, all other rows by key, side by side.

Both are eventually consistent. A query is charged by all bytes of its range, about ten rows for half a unit. A read by
key is charged half a unit for each row, but a hundred rows of any partitions share one request.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched, groupby
from math import ceil
from operator import attrgetter

from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import BATCH_GET_KEYS, Table

ROWS_PER_READ_UNIT = 10
"""About how many rows of usual size fit into one read unit, 4 KB."""

WORTH_A_QUERY = 3
"""How many rows' price a query must save, so that a page of ten is read by three requests at most."""

WORTH_ONE_OF_TWO = 2
"""How many the first two queries must save: these and one request by key are three, too."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The first and the last row of each query, and the rows of each request by key."""

    ranges: list[tuple[Key, Key]]
    batches: list[tuple[Key, ...]]


def read_plan(wanted: Iterable[Key]) -> ReadPlan:
    """Return how to read these rows: in each partition as is cheaper, with few requests."""
    ranges: list[tuple[Key, Key]] = []
    single: list[Key] = []
    partitions = [list(group) for _, group in groupby(sorted(wanted), key=attrgetter("pk"))]
    for neighbours in sorted(partitions, key=_saved_by_query, reverse=True):
        if _saved_by_query(neighbours) >= (WORTH_ONE_OF_TWO if len(ranges) < 2 else WORTH_A_QUERY):
            ranges.append((neighbours[0], neighbours[-1]))
        else:
            single += neighbours
    return ReadPlan(ranges, list(batched(single, BATCH_GET_KEYS, strict=False)))


def _saved_by_query(neighbours: Sequence[Key]) -> int:
    """Return how many rows' price a query of all rows from the first to the last one saves."""
    rows_in_range = int(neighbours[-1].sk) - int(neighbours[0].sk) + 1
    return len(neighbours) - ceil(rows_in_range / ROWS_PER_READ_UNIT)


def read_rows(table: Table, wanted: Iterable[Key]) -> dict[Key, Item]:
    """Read these rows, eventually consistent, by requests that run side by side.

    The result may have rows that are not wanted.
    """
    plan = read_plan(wanted)
    reads: list[Callable[[], dict[Key, Item]]] = [
        *(partial(_rows_between, table, first, last) for first, last in plan.ranges),
        *(partial(table.get_many, batch, consistent=False) for batch in plan.batches),
    ]
    return dict(ChainMap(*side_by_side(reads)))


def _rows_between(table: Table, first: Key, last: Key) -> dict[Key, Item]:
    rows = table.query(first.pk, between=(first.sk, last.sk), consistent=False)
    return {Key(row["pk"], row["sk"]): row for row in rows}
