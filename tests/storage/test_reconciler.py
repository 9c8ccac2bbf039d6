"""The reconciler leaves an intact index unchanged and repairs a damaged one."""

from collections.abc import Callable, Mapping

import pytest

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.layout import BUCKET_SIZE, QUARTER_SIZE, SEGMENT_SIZE
from polydesk.storage.state_index.reconciler import Drift, Reconciler
from polydesk.storage.table import Table
from polydesk.storage.transaction import DeleteItem, PutItem, UpdateItem
from tests.storage.busy_table import BusyTable
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import IndexedTickets, assert_index_shows
from tools.meter import Meter

OPEN, CLOSED, SPAM = IndexSlot(2), IndexSlot(5), IndexSlot(2, hidden=True)

TICKETS = {
    1: OPEN,
    2: CLOSED,
    3: CLOSED,
    79: SPAM,
    80: OPEN,
    SEGMENT_SIZE: CLOSED,
    QUARTER_SIZE - 1: OPEN,
    QUARTER_SIZE: CLOSED,
    BUCKET_SIZE - 1: SPAM,
}


@pytest.fixture
def indexed(table: Table) -> IndexedTickets:
    """The tickets above, in a table."""
    indexed = IndexedTickets(table)
    for number, slot in TICKETS.items():
        indexed.move(number, None, slot)
    return indexed


def index_items(table: Table) -> dict[Key, Item]:
    """Return all items of the state index in the first bucket."""
    partitions = (keys.INDEX_DIRECTORY, keys.index_bucket(0))
    return {Key(item["pk"], item["sk"]): item for pk in partitions for item in table.query(pk)}


@ENGINE_ONLY
def test_an_intact_bucket_is_read_and_not_written(indexed: IndexedTickets) -> None:
    with Meter(indexed.table) as meter:
        drift = Reconciler(indexed.table).repair(0)

    assert not drift
    assert str(drift) == "Bucket 0: nothing to repair."
    assert meter.write_units == 0


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            UpdateItem(keys.index_segment(0, 0), add={"5a": 2**7 + 2**8}),
            "Bucket 0: repaired; state 5 listed 2 tickets too many.",
        ),
        (
            UpdateItem(keys.index_segment(0, 0), add={"5a": -(2**2)}),
            "Bucket 0: repaired; state 5 did not list 1 of its tickets.",
        ),
        (
            UpdateItem(keys.index_segment(0, 0), add={"5a": -(2**2), "2a": 2**2}),
            "Bucket 0: repaired; state 2 listed 1 ticket too many, state 5 did not list 1 of its tickets.",
        ),
        (
            UpdateItem(keys.index_segment(0, 0), add={"2a": -(2**9), "7a": -1, "5b": 2**80}),
            "Bucket 0: repaired; state 2 did not list 1 of its tickets, 3 chunks damaged.",
        ),
        (
            UpdateItem(keys.index_counts(1), add={"5": 3, "h5": 2}),
            "Bucket 0: repaired; "
            "state 5 counted 3 visible tickets too many, state 5 counted 2 hidden tickets too many.",
        ),
        (
            UpdateItem(keys.index_counts(0), add={"2": -9, "h2": -1}),
            "Bucket 0: repaired; state 2 counted 9 visible tickets too few, state 2 counted 1 hidden ticket too few.",
        ),
        (
            DeleteItem(keys.index_counts(1)),
            "Bucket 0: repaired; state 5 counted 1 visible ticket too few.",
        ),
        (
            PutItem(keys.index_segment(0, 30), {"4a": 1}),
            "Bucket 0: repaired; state 4 listed 1 ticket too many.",
        ),
    ],
)
def test_damage_is_repaired_and_reported(
    indexed: IndexedTickets, damage: PutItem | UpdateItem | DeleteItem, expected: str
) -> None:
    indexed.table.write(damage)

    drift = Reconciler(indexed.table).repair(0)

    assert drift
    assert str(drift) == expected
    assert_index_shows(indexed.index, TICKETS)


def test_a_lost_index_is_rebuilt(indexed: IndexedTickets) -> None:
    before = index_items(indexed.table)
    for key in before:
        indexed.table.write(DeleteItem(key))

    drift = Reconciler(indexed.table).repair(0)

    assert (drift.missing, drift.visible, drift.hidden) == ({2: 3, 5: 4}, {2: -3, 5: -4}, {2: -2})
    assert_index_shows(indexed.index, TICKETS)


def test_the_index_stays_correct_after_a_repair(indexed: IndexedTickets) -> None:
    indexed.table.write(UpdateItem(keys.index_segment(0, 0), add={"2a": -(2**9)}))
    Reconciler(indexed.table).repair(0)

    indexed.move(1, OPEN, CLOSED)
    indexed.move(79, SPAM, OPEN)
    indexed.move(3, CLOSED, None)

    left = {number: slot for number, slot in TICKETS.items() if number != 3}
    assert_index_shows(indexed.index, {**left, 1: CLOSED, 79: OPEN})


def test_other_buckets_are_left_alone(indexed: IndexedTickets) -> None:
    indexed.move(BUCKET_SIZE, None, OPEN)
    indexed.table.write(UpdateItem(keys.index_counts(4), add={"2": 1}))

    assert not Reconciler(indexed.table).repair(0)
    assert Reconciler(indexed.table).repair(1).visible == {2: 1}


READS: Mapping[Key | str, str] = {keys.index_counts(0): "index", keys.ticket_collection(0): "rows"}


def busy(indexed: IndexedTickets, others: Mapping[str, Callable[[], object]]) -> BusyTable:
    """Return the table of the tickets, which others change."""
    return BusyTable(indexed.table, READS, others)


def test_a_ticket_that_moves_between_the_reads_of_index_and_row_is_no_error(indexed: IndexedTickets) -> None:
    table = busy(indexed, {"rows 1": lambda: indexed.move(1, OPEN, CLOSED)})

    assert not Reconciler(table).repair(0)
    assert table.times["commit"] == 0
    assert_index_shows(indexed.index, {**TICKETS, 1: CLOSED})


def test_a_ticket_that_moves_back_and_forth_is_no_error(indexed: IndexedTickets) -> None:
    """Both snapshots have it in one state in the index and in another in its row; only the row's version differs."""
    table = busy(
        indexed,
        {
            "rows 1": lambda: indexed.move(1, OPEN, CLOSED),
            "index 2": lambda: indexed.move(1, CLOSED, OPEN),
            "rows 2": lambda: indexed.move(1, OPEN, CLOSED),
        },
    )

    assert not Reconciler(table).repair(0)
    assert table.times["commit"] == 0
    assert_index_shows(indexed.index, {**TICKETS, 1: CLOSED})


def test_a_ticket_that_moves_just_before_the_repair_makes_it_start_again(indexed: IndexedTickets) -> None:
    indexed.table.write(UpdateItem(keys.index_counts(0), add={"2": 1}))
    table = busy(indexed, {"commit 1": lambda: indexed.move(1, OPEN, CLOSED)})

    assert Reconciler(table).repair(0).visible == {2: 1}
    assert table.times["commit"] == 2
    assert_index_shows(indexed.index, {**TICKETS, 1: CLOSED})


def test_only_one_of_two_parallel_repairs_takes_effect(indexed: IndexedTickets) -> None:
    """The slower one finds the value that it has read, as one ticket was opened since the other's repair."""
    indexed.table.write(UpdateItem(keys.index_counts(0), add={"2": 1}))

    def repair_and_open_one_more() -> None:
        assert Reconciler(indexed.table).repair(0)
        indexed.move(5, None, OPEN)

    table = busy(indexed, {"commit 1": repair_and_open_one_more})

    assert not Reconciler(table).repair(0)
    assert_index_shows(indexed.index, {**TICKETS, 5: OPEN})


def test_a_quarter_under_constant_writes_is_left_for_the_next_run(indexed: IndexedTickets) -> None:
    indexed.table.write(UpdateItem(keys.index_counts(0), add={"2": 1}))
    slots = [OPEN, CLOSED] * 1000

    def move() -> None:
        indexed.move(1, slots[table.times["rows"] - 1], slots[table.times["rows"]])

    table = busy(indexed, {f"rows {time}": move for time in range(1, 1000)})

    drift = Reconciler(table, seconds=0.5).repair(0)

    assert drift == Drift(0, unsettled=1)
    assert str(drift) == "Bucket 0: nothing to repair. Left for the next run: 1 quarter under constant writes."
    assert table.times["commit"] == 0
