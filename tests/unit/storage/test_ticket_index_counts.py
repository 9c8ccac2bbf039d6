"""The counts of the ticket index, their folding, and reads with a folding in between."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import product
from math import ceil
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item, encode
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.slot_codes import code
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.counts import STRIPES, directory_of, packed, stamps_agree, unpacked
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_index.folding import MAX_CHANGES, Folded, fold
from polydesk.storage.ticket_index.layout import QUARTER_SIZE
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import PutItem, UpdateItem
from tests.fakes.table import FakeTable
from tools.meter import item_size

OPEN, PENDING, CLOSED = Slot(1), Slot(2), Slot(5)
SPAM = Slot(1, spam=True)
SLOTS = [OPEN, PENDING, CLOSED, SPAM, GONE_SLOT]

Q = QUARTER_SIZE


def move(table: FakeTable, number: int, before: Slot | None, after: Slot | None, *, recent: bool = True) -> None:
    table.write(counts.change(number, before, after, recent=recent))


def add(table: FakeTable, slots: Mapping[int, Slot]) -> None:
    """Count new tickets, and one in the newest quarter."""
    for number, slot in {**slots, 20 * Q: OPEN}.items():
        move(table, number, None, slot)


def folded(table: FakeTable) -> Folded:
    return fold(table, Deadline(30.0))


def counted(table: FakeTable) -> dict[Slot, dict[int, int]]:
    return {slot: dict(some) for slot, some in counts.read(table).counts.items()}


def items(table: FakeTable) -> dict[Key, Item]:
    """Return all blocks and deltas."""
    return {
        Key(item["pk"], item["sk"]): item for pk in (keys.SLOT_COUNTS, keys.SLOT_DELTAS) for item in table.query(pk)
    }


def test_the_change_of_a_recent_ticket_is_in_a_stripe_by_its_number() -> None:
    assert counts.change(8_024, OPEN, CLOSED, recent=True) == UpdateItem(
        keys.slot_delta("n24"), add={"2_1": -1, "2_5": 1}
    )


def test_the_change_of_an_older_ticket_is_in_the_item_of_its_quarter() -> None:
    assert counts.change(66 * Q, None, SPAM, recent=False) == UpdateItem(keys.slot_delta("2"), add={"66_1g": 1})


def test_25_recent_tickets_in_a_row_use_25_items() -> None:
    assert len({counts.change(number, None, OPEN, recent=True).key for number in range(55, 80)}) == STRIPES == 25


@given(st.lists(st.integers(0, 4_000), min_size=64, max_size=64))
def test_counts_are_read_as_they_were_stored(some: list[int]) -> None:
    stored = packed(some)

    assert (unpacked(stored) if stored else [0] * 64) == some
    assert len(stored or b"") <= 128


@pytest.mark.parametrize("damaged", [b"1", b"12" * 65, 12, "text", {1}])
def test_damaged_counts_of_a_block_count_nothing(damaged: object) -> None:
    assert unpacked(damaged) is None


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


@pytest.mark.parametrize("name", ["v", "fn1"])
@pytest.mark.parametrize("value", ["text", 99, None])
def test_a_damaged_version_or_stamp_breaks_nothing_and_is_mended_by_the_next_folding(name: str, value: Any) -> None:
    table = FakeTable()
    add(table, {1: OPEN})
    folded(table)
    table.write(UpdateItem(keys.slot_counts(0), {name: value}))
    assert counted(table)[OPEN][0] == 1

    add(table, {1 + STRIPES: OPEN})
    folded(table)

    assert counted(table)[OPEN][0] == 2
    assert stamps_agree(table.query(keys.SLOT_COUNTS), table.query(keys.SLOT_DELTAS))


class Interrupted(FakeTable):
    """A table in which something happens between the next reads of the two partitions of the counts, once."""

    def __init__(self, first: str, between: Callable[[], None]) -> None:
        super().__init__()
        self.first, self.between = first, between
        self.next: set[str] = set()
        self.waits, self.passed = threading.Event(), threading.Event()

    def interrupt(self) -> None:
        self.next = {keys.SLOT_COUNTS, keys.SLOT_DELTAS}

    def query(self, pk: str, **arguments: Any) -> Iterator[Item]:
        if pk not in self.next:
            return super().query(pk, **arguments)
        self.next.remove(pk)
        if pk != self.first:
            self.waits.set()
            assert self.passed.wait(10)
            return super().query(pk, **arguments)
        found = list(super().query(pk, **arguments))
        assert self.waits.wait(10)
        self.between()
        self.passed.set()
        return iter(found)


@pytest.mark.parametrize("first", [keys.SLOT_COUNTS, keys.SLOT_DELTAS])
@pytest.mark.parametrize("foldings", [1, 2, 3])
def test_foldings_between_the_reads_of_blocks_and_deltas_neither_lose_nor_double(first: str, foldings: int) -> None:
    def between() -> None:
        for number in range(foldings):
            folded(table)
            move(table, number, None, CLOSED)
            move(table, number, CLOSED, SPAM, recent=False)
        folded(table)

    table = Interrupted(first, between)
    add(table, dict.fromkeys(range(1, 50), OPEN))
    folded(table)
    add(table, dict.fromkeys(range(50, 100), OPEN))

    table.interrupt()
    found = counts.read(table)

    assert found.counts == {OPEN: {0: 99, 20: 2}, SPAM: {0: foldings}}


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


moves = st.lists(st.tuples(st.integers(0, 5 * Q), st.sampled_from(SLOTS), st.booleans()), min_size=1, max_size=12)


@given(st.lists(moves, min_size=1, max_size=4), st.data())
def test_items_read_at_any_moments_are_refused_or_have_what_was_added_to_each_delta_item_by_then(
    rounds: list[list[tuple[int, Slot, bool]]], data: st.DataObject
) -> None:
    """Each item is read at a moment of its own, as items of one transaction may become visible one after the other."""
    table = FakeTable()
    slots: dict[int, Slot] = {}
    added: dict[str, Counter[str]] = {}
    moments: list[tuple[dict[Key, Item], dict[str, Counter[str]]]] = []
    for some in rounds:
        for number, slot, recent in some:
            if slots.get(number) != slot:
                update = counts.change(number, slots.get(number), slot, recent=recent)
                table.write(update)
                added.setdefault(update.key.sk, Counter()).update(update.add)
                slots[number] = slot
        for _ in range(2):
            moments.append((items(table), deepcopy(added)))
            folded(table)
    moments.append((items(table), deepcopy(added)))

    blocks: list[Item] = []
    deltas: list[Item] = []
    expected: Counter[str] = Counter()
    for key, last in moments[-1][0].items():
        shown, added = moments[data.draw(st.integers(0, len(moments) - 1))]
        (blocks if last["pk"] == keys.SLOT_COUNTS else deltas).extend([shown[key]] if key in shown else [])
        if last["pk"] == keys.SLOT_DELTAS:
            expected.update(added.get(last["sk"], {}))

    assume(stamps_agree(blocks, deltas))
    found = directory_of(blocks, deltas).counts
    assert {counts.change_name(quarter, slot): n for slot, some in found.items() for quarter, n in some.items()} == {
        name: count for name, count in expected.items() if count > 0
    }


def directory() -> Directory:
    return Directory({OPEN: {0: 3, 5: 2}, PENDING: {5: 1}, SPAM: {0: 1}, CLOSED: {1: 4_000}})


def test_a_directory_counts_by_slot_and_by_quarter() -> None:
    def is_open(slot: Slot) -> bool:
        return slot in (OPEN, PENDING)

    assert directory().totals == {OPEN: 5, PENDING: 1, SPAM: 1, CLOSED: 4_000}
    assert directory().count(is_open) == 6
    assert directory().quarters(is_open) == [(5, 3), (0, 3)]
    assert directory().parts(lambda slot: slot.state_id == 1) == {"kept": {0, 5}}


def test_a_directory_of_some_numbers_has_their_quarters() -> None:
    assert directory().span == (0, 6 * Q - 1)
    assert directory().between(Q, 5 * Q - 1) == Directory({CLOSED: {1: 4_000}})
    assert Directory().span is None


def test_the_cost_of_a_selection_is_the_number_of_tickets_in_the_parts_it_reads() -> None:
    def pending(slot: Slot) -> bool:
        return slot == PENDING

    assert directory().cost(pending, TicketSet.of(5 * Q)) == 3
    assert directory().cost(pending, TicketSet.of(1)) == 0


STATES = [Slot(state_id) for state_id in range(1, 13)]
ALL_FLAGS = [Slot(state_id, *flags) for state_id in range(1, 13) for flags in product([False, True], repeat=4)]
NAMES = [*map(str, range(64)), *(f"n{stripe}" for stripe in range(STRIPES))]


@pytest.mark.parametrize(
    ("slots", "size"), [(STATES, 2_050), (ALL_FLAGS[:60], 8_300), (ALL_FLAGS, 25_500)], ids=["12", "60", "192"]
)
def test_a_full_block_has_this_size(slots: list[Slot], size: int) -> None:
    table = FakeTable()
    full: dict[str, Any] = {name: packed([4_000] * 64) for name in map(code, slots)}
    stamps = {f"f{name}": 10_000 for name in NAMES}
    table.write(PutItem(keys.slot_counts(3), {**full, **stamps, "v": 10_000}))

    [block] = table.query(keys.SLOT_COUNTS)

    assert size * 0.98 <= item_size(encode(block)) <= size


def test_a_change_takes_five_to_nine_bytes() -> None:
    smallest = counts.change(1, None, OPEN, recent=True)
    largest = counts.change(250 * Q, None, Slot(12, archived=True), recent=False)

    assert [item_size(encode(dict(change.add))) for change in (smallest, largest)] == [5, 9]


@pytest.mark.parametrize(("blocks", "units"), [(1, 1), (4, 2)], ids=["256,000 tickets", "a million"])
def test_blocks_and_deltas_are_each_read_for_this_many_units(blocks: int, units: int) -> None:
    """In 12 states, when all older quarters are folded and the newest one is full."""
    newest = 64 * blocks - 1
    full: dict[str, Any] = {name: packed([4_000] * 64) for name in map(code, STATES)}
    versions = {f"f{name}": 10_000 for name in NAMES}
    stamps = {f"f{block}": 10_000 for block in range(blocks)}
    changes = {counts.change_name(newest, slot): 13 for slot in STATES}
    of_blocks = [{**keys.slot_counts(block)._asdict(), **full, **versions, "v": 10_000} for block in range(blocks)]
    of_deltas: list[Item] = [
        {**keys.slot_delta(name)._asdict(), **stamps, **(changes if name.startswith("n") else {})} for name in NAMES
    ]

    for some in (of_blocks, of_deltas):
        assert ceil(sum(item_size(encode(item)) for item in some) / 4_096) == units
