"""Stamps tell whether blocks and changes that were read at different moments belong together."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.counts import STRIPES, directory_of, stamps_agree
from polydesk.storage.transaction import UpdateItem
from tests.fakes.table import FakeTable
from tests.unit.storage.counted_tickets import CLOSED, OPEN, SLOTS, SPAM, Q, add, counted, folded, items, move


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
