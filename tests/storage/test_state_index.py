"""The state index, compared with a naive model of it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    multiple,
    rule,
    run_state_machine_as_test,
)

from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.layout import BUCKET_SIZE, CHUNK_SIZE, QUARTER_SIZE, SEGMENT_SIZE
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem
from tests.profiles import examples, model
from tests.storage.tables import gate_on
from tools.bench.indexed_tickets import IndexedTickets, assert_index_shows, listed, put_tickets

STATES = (1, 2, 5, 12)

slots = st.builds(IndexSlot, st.sampled_from(STATES), st.integers(0, 4).map(lambda one: one == 0))
filters = st.sets(st.sampled_from(STATES))
steps = st.sampled_from(
    [
        1,
        1,
        1,
        1,
        2,
        CHUNK_SIZE - 1,
        CHUNK_SIZE,
        SEGMENT_SIZE - 1,
        SEGMENT_SIZE,
        QUARTER_SIZE,
        BUCKET_SIZE - 1,
        BUCKET_SIZE,
    ]
)


class DeskOfTickets(RuleBasedStateMachine):
    """Opens, moves, hides, shows and purges tickets; all reads agree with a dict of their slots."""

    tickets = Bundle("tickets")

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.indexed = IndexedTickets(table)
        self.index = self.indexed.index
        self.model: dict[int, IndexSlot] = {}
        self.last = 0

    def listed(self, states: set[int]) -> list[int]:
        """Return what a list of the states should show."""
        shown = (number for number, slot in self.model.items() if slot.state_id in states and not slot.hidden)
        return sorted(shown, reverse=True)

    @rule(target=tickets, gaps=st.lists(steps, min_size=1, max_size=4), slot=slots)
    def open_some(self, gaps: list[int], slot: IndexSlot) -> object:
        new = []
        for gap in gaps:
            self.last += gap
            self.indexed.move(self.last, None, slot)
            self.model[self.last] = slot
            new.append(self.last)
        return multiple(*new)

    @rule(number=tickets, slot=slots)
    def move(self, number: int, slot: IndexSlot) -> None:
        self.indexed.move(number, self.model[number], slot)
        self.model[number] = slot

    @rule(number=tickets)
    def hide_or_show(self, number: int) -> None:
        slot = IndexSlot(self.model[number].state_id, not self.model[number].hidden)
        self.indexed.move(number, self.model[number], slot)
        self.model[number] = slot

    @rule(number=consumes(tickets))
    def purge(self, number: int) -> None:
        self.indexed.move(number, self.model.pop(number), None)

    @rule(number=tickets, slot=slots)
    def move_from_another_slot(self, number: int, slot: IndexSlot) -> None:
        other = IndexSlot(max(STATES) + 1)
        with pytest.raises(VersionMismatch):
            self.indexed.move(number, other, slot)

    @rule(states=filters, quarters=st.sets(st.integers(0, 8)))
    def read_quarters(self, states: set[int], quarters: set[int]) -> None:
        expected = [number for number in self.listed(states) if number // QUARTER_SIZE in quarters]
        assert list(self.index.in_quarters(states, quarters).newest_first()) == expected

    @rule(states=filters)
    def read_all(self, states: set[int]) -> None:
        assert listed(self.index, states) == self.listed(states)

    @rule()
    def count(self) -> None:
        assert_index_shows(self.index, self.model)

    def teardown(self) -> None:
        assert_index_shows(self.index, self.model)


def test_reads_and_counts_agree_with_a_naive_model(new_table: Callable[[], Table]) -> None:
    class OnThisTable(DeskOfTickets):
        def __init__(self) -> None:
            super().__init__(new_table())

    run_state_machine_as_test(
        OnThisTable, settings=model(gate=gate_on(new_table, moto=8, others=40), full=60, steps=30)
    )


def test_any_quarters_of_many_tickets_have_their_part_of_the_whole_list(table: Table) -> None:
    tickets = put_tickets(
        table,
        40_000,
        {IndexSlot(1): 2, IndexSlot(2): 10, IndexSlot(5): 80, IndexSlot(12): 0.05, IndexSlot(5, hidden=True): 3},
    )
    index = StateIndex(table)

    @examples(gate=30, full=100)
    @given(filters, st.sets(st.integers(0, 11)))
    def check(states: set[int], quarters: set[int]) -> None:
        expected = tickets.numbers(states)
        assert listed(index, states) == expected
        assert list(index.in_quarters(states, quarters).newest_first()) == [
            number for number in expected if number // QUARTER_SIZE in quarters
        ]

    check()


def test_a_damaged_index_shows_less_and_does_not_fail(table: Table) -> None:
    indexed = IndexedTickets(table)
    for number in (1, 2, CHUNK_SIZE + 1):
        indexed.move(number, None, IndexSlot(1))
    table.write(UpdateItem(keys.index_segment(0, 0), add={"1a": -8, "2a": -1}))
    table.write(UpdateItem(keys.index_counts(0), add={"2": -1}))

    assert list(indexed.index.in_quarters([1, 2], [0]).newest_first()) == [CHUNK_SIZE + 1]
    assert indexed.index.counts().visible == {1: 3}
    assert listed(indexed.index, [1, 2]) == [CHUNK_SIZE + 1]
