"""What others write while the reconciler checks or repairs is neither taken for damage nor overwritten."""

from collections.abc import Callable, Mapping

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index.drift import Drift
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.reconciler import Reconciler
from polydesk.storage.transaction import UpdateItem
from tests.storage.busy_table import BusyTable
from tests.storage.placed_tickets import CLOSED, OPEN, TICKETS, assert_shows
from tests.storage.tables import IN_MEMORY
from tools.bench.slotted_tickets import PlacedTickets

pytestmark = IN_MEMORY

SEGMENT_1 = keys.slot_segment(0, "x", 0, 1)

READS: Mapping[Key | str, str] = {
    keys.slot_bucket(0): "index",
    keys.SLOT_DELTAS: "deltas",
    keys.ticket_collection(0): "rows",
}


def busy(placed: PlacedTickets, others: Mapping[str, Callable[[], object]]) -> BusyTable:
    """Return the table of the tickets, which others change."""
    return BusyTable(placed.table, READS, others)


def test_a_ticket_that_moves_between_the_reads_of_index_and_row_is_no_error(placed: PlacedTickets) -> None:
    table = busy(placed, {"rows 1": lambda: placed.move(1, OPEN, CLOSED)})

    assert not Reconciler(table).repair(0)
    assert table.times["commit"] == 0
    assert_shows(placed.table, {**TICKETS, 1: CLOSED}, gone=[52])


def test_a_ticket_that_moves_back_and_forth_is_no_error(placed: PlacedTickets) -> None:
    """Both snapshots have it in one state in the index and in another in its row; only the row's version differs."""
    table = busy(
        placed,
        {
            "rows 1": lambda: placed.move(1, OPEN, CLOSED),
            "index 3": lambda: placed.move(1, CLOSED, OPEN),
            "rows 2": lambda: placed.move(1, OPEN, CLOSED),
        },
    )

    assert not Reconciler(table).repair(0)
    assert table.times["commit"] == 0
    assert_shows(placed.table, {**TICKETS, 1: CLOSED}, gone=[52])


def test_a_ticket_that_moves_just_before_the_repair_of_its_chunk_makes_it_start_again(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(SEGMENT_1, add={"2a": 4}))
    table = busy(placed, {"commit 1": lambda: placed.move(1, OPEN, CLOSED)})

    assert Reconciler(table).repair(0).surplus == {OPEN: 1}
    assert table.times["commit"] == 2
    assert_shows(placed.table, {**TICKETS, 1: CLOSED}, gone=[52])


def test_a_count_is_corrected_although_a_ticket_moves_and_counts_are_folded_meanwhile(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(keys.slot_delta("0"), add={"0_2": 1}))

    def move_and_fold() -> None:
        placed.move(1, OPEN, CLOSED)
        assert fold(placed.table, Deadline(5.0)).moved

    table = busy(placed, {"commit 1": move_and_fold})

    assert Reconciler(table).repair(0).counted == {OPEN: 1}
    fold(placed.table, Deadline(5.0))
    assert_shows(placed.table, {**TICKETS, 1: CLOSED}, gone=[52])


def test_a_folding_between_the_snapshots_does_not_disturb_the_check(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(keys.slot_delta("0"), add={"0_2": 1}))
    table = busy(placed, {"rows 1": lambda: fold(placed.table, Deadline(5.0))})

    assert Reconciler(table).repair(0).counted == {OPEN: 1}
    assert (table.times["rows"], table.times["commit"]) == (2, 1)
    assert_shows(placed.table, TICKETS, gone=[52])


def test_a_block_that_is_folded_just_before_its_damage_is_taken_out_is_read_again(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(keys.slot_counts(0), {"5": b"123"}))

    def move_and_fold() -> None:
        placed.move(1, OPEN, Slot(2, staff_only=True))
        assert fold(placed.table, Deadline(5.0)).moved

    table = busy(placed, {"commit 1": move_and_fold})

    assert Reconciler(table).repair(0).counted == {CLOSED: -3}
    assert table.times["commit"] == 3
    assert_shows(placed.table, {**TICKETS, 1: Slot(2, staff_only=True)}, gone=[52])


def test_only_one_of_two_parallel_repairs_takes_effect(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(keys.slot_delta("0"), add={"0_2": 1}))
    table = busy(placed, {"commit 1": lambda: Reconciler(placed.table).repair(0)})

    assert not Reconciler(table).repair(0)
    assert_shows(placed.table, TICKETS, gone=[52])


def test_a_quarter_under_constant_writes_is_left_for_the_next_run(placed: PlacedTickets) -> None:
    placed.table.write(UpdateItem(keys.slot_delta("0"), add={"0_2": 1}))
    slots = [OPEN, CLOSED] * 1000

    def move() -> None:
        placed.move(1, slots[table.times["rows"] - 1], slots[table.times["rows"]])

    table = busy(placed, {f"rows {time}": move for time in range(1, 1000)})

    drift = Reconciler(table, seconds=0.5).repair(0)

    assert drift == Drift(0, unsettled=1)
    assert str(drift) == "Bucket 0: nothing to repair. Left for the next run: 1 quarter under constant writes."
    assert table.times["commit"] == 0


def test_an_own_set_is_not_repaired_after_a_row_that_has_changed(placed: PlacedTickets) -> None:
    """The ticket moves after its row was read: the set has it where the row says now."""
    table = busy(placed, {"many 1": lambda: placed.move(1, OPEN, CLOSED)})

    drift = Reconciler(table).repair(0)

    assert drift == Drift(0, unsettled=1)
    assert_shows(placed.table, {**TICKETS, 1: CLOSED}, gone=[52])
