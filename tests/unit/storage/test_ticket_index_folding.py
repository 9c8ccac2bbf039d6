"""Folding moves the changes of older quarters into blocks, each once, and leaves every count as it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.folding import MAX_CHANGES, Folded, fold
from polydesk.storage.transaction import UpdateItem
from tests.fakes.table import FakeTable
from tests.unit.storage.counted_tickets import CLOSED, OPEN, PENDING, SPAM, Q, add, counted, folded, items, move


def test_folding_moves_the_changes_of_all_quarters_but_the_newest() -> None:
    table = FakeTable()
    add(table, {1: OPEN, 2: OPEN, 5: CLOSED, Q: SPAM})
    move(table, 1, OPEN, CLOSED, recent=False)
    before = counted(table)

    assert folded(table) == Folded(moved=6)

    assert counted(table) == before == {OPEN: {0: 1, 20: 1}, CLOSED: {0: 2}, SPAM: {1: 1}}
    after = items(table)
    changes = [name for item in after.values() for name in item if "_" in name]
    assert changes == ["20_1"]
    # The block: 16-bit numbers, without zeros at the end; the stamps are its versions.
    block = table.get(keys.slot_counts(0)) or {}
    assert (block["5"], block["1"], block["1g"]) == (b"\0\2", b"\0\1", b"\0\0\0\1")
    assert {name[1:]: after[keys.slot_delta(name[1:])]["f0"] for name in block if name.startswith("f")} == {
        name[1:]: stamp for name, stamp in block.items() if name.startswith("f")
    }


def test_the_newest_quarter_is_folded_when_the_next_one_has_begun() -> None:
    table = FakeTable()
    move(table, 1, None, OPEN)
    assert folded(table) == Folded()
    assert table.get(keys.slot_counts(0)) is None

    move(table, Q, None, OPEN)

    assert folded(table) == Folded(moved=1)
    assert counted(table) == {OPEN: {0: 1, 1: 1}}


def test_folding_again_changes_nothing() -> None:
    table = FakeTable()
    add(table, {1: OPEN, Q: SPAM})
    folded(table)
    before = items(table)

    assert folded(table) == Folded()
    assert items(table) == before


def test_a_count_that_returns_to_zero_leaves_nothing_in_the_block() -> None:
    table = FakeTable()
    add(table, {1: OPEN})
    folded(table)
    move(table, 1, OPEN, CLOSED, recent=False)
    folded(table)

    assert "1" not in (table.get(keys.slot_counts(0)) or {})
    assert counted(table) == {CLOSED: {0: 1}, OPEN: {20: 1}}


def test_each_block_counts_64_quarters() -> None:
    table = FakeTable()
    for number, slot in {63 * Q: OPEN, 64 * Q: CLOSED, 127 * Q: OPEN, 200 * Q: SPAM}.items():
        move(table, number, None, slot, recent=number % 2 == 0)

    folded(table)

    assert counted(table) == {OPEN: {63: 1, 127: 1}, CLOSED: {64: 1}, SPAM: {200: 1}}
    assert [item["sk"] for item in table.query(keys.SLOT_COUNTS)] == ["0", "1"]


def test_more_changes_than_one_transaction_moves_are_folded_by_several() -> None:
    table = FakeTable()
    slots = [Slot(state_id) for state_id in range(1, 2 * MAX_CHANGES + 10)]
    for slot in slots:
        move(table, 1, None, slot)
    move(table, Q, None, OPEN)

    assert folded(table) == Folded(moved=len(slots))
    assert counted(table) == {**{slot: {0: 1} for slot in slots}, OPEN: {0: 1, 1: 1}}


def test_nothing_is_folded_without_time() -> None:
    table = FakeTable()
    add(table, {1: OPEN})
    before = items(table)

    assert fold(table, Deadline(0.0)) == Folded()
    assert items(table) == before


def test_what_would_make_a_count_of_a_block_negative_stays_where_it_is() -> None:
    table = FakeTable()
    add(table, {1: OPEN})
    move(table, 2, PENDING, CLOSED, recent=False)
    assert folded(table) == Folded(moved=2, left=1)
    assert counted(table) == {OPEN: {0: 1, 20: 1}, CLOSED: {0: 1}}

    move(table, 2, None, PENDING)

    assert folded(table) == Folded(moved=2)
    assert counted(table) == {OPEN: {0: 1, 20: 1}, CLOSED: {0: 1}}


@pytest.mark.parametrize(
    ("item", "attribute", "value"),
    [
        ("SXD/n1", "0_1", -7),
        ("SXD/n1", "0_1", 10**20),
        ("SXD/n1", "0_1", "text"),
        ("SXB/0", "1", b"\xff\xff"),
        ("SXB/0", "1", b"odd"),
        ("SXB/0", "1", "text"),
    ],
)
def test_a_damaged_count_is_left_out_and_breaks_no_other(item: str, attribute: str, value: Any) -> None:
    table = FakeTable()
    add(table, {1: OPEN, 2: CLOSED, 3: CLOSED})
    folded(table)
    add(table, {1: OPEN, 2: CLOSED, Q: PENDING})
    table.write(UpdateItem(keys.Key(*item.split("/")), {attribute: value}))
    expected = {CLOSED: {0: 3}, PENDING: {1: 1}}

    for _ in range(2):
        assert {slot: some for slot, some in counted(table).items() if slot != OPEN} == expected
        assert counted(table)[OPEN].get(0, 0) <= 1
        folded(table)
    assert "1_2" not in items(table)[keys.slot_delta("n0")]


class Racing(FakeTable):
    """A table in which something is written just before each of the first transactions."""

    writes: Iterator[UpdateItem] = iter(())

    def commit(self, operations: Any, deadline: Deadline) -> None:
        if len(operations) > 1 and (write := next(self.writes, None)):
            super().commit([write], deadline)
        super().commit(operations, deadline)


def test_a_folding_begins_anew_when_what_it_read_has_changed() -> None:
    table = Racing()
    add(table, {1: OPEN, 2: CLOSED, Q: OPEN})
    table.writes = iter([counts.change(26, None, OPEN, recent=True), counts.change(2, CLOSED, SPAM, recent=True)])

    assert folded(table).left == 0

    assert counted(table) == {OPEN: {0: 2, 1: 1, 20: 1}, SPAM: {0: 1}}
    assert [name for item in items(table).values() for name in item if "_" in name] == ["20_1"]


def test_two_foldings_at_once_move_each_change_once() -> None:
    class Twice(FakeTable):
        nested = False

        def commit(self, operations: Any, deadline: Deadline) -> None:
            if len(operations) > 1 and not self.nested:
                self.nested = True
                folded(self)
                with pytest.raises(VersionMismatch):
                    super().commit(operations, deadline)
                raise VersionMismatch
            super().commit(operations, deadline)

    table = Twice()
    add(table, {1: OPEN, 2: CLOSED, Q: OPEN})

    folded(table)

    assert counted(table) == {OPEN: {0: 1, 1: 1, 20: 1}, CLOSED: {0: 1}}
