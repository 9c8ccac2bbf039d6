"""The sets of customers' own tickets, compared with a naive model of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden
from polydesk.storage import keys
from polydesk.storage.own_sets import MAX_CUSTOMERS, THOUSAND, OwnSets
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import TransactionItem
from tests.profiles import examples
from tests.storage.tables import gate_on

OPEN, CLOSED, SPAM = Slot(1), Slot(5), Slot(5, spam=True)
SLOTS = (OPEN, CLOSED, SPAM, Slot(1, staff_only=True), Slot(12, archived=True), GONE_SLOT)
CUSTOMERS = (1, 2, 12)
NUMBERS = (1, 2, 80, 999, 1_000, 15_999, 16_000, 123_456)


class Desk:
    """Tickets that are written to the sets, and a model of them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.own = OwnSets(table)
        self.model: dict[int, tuple[int, Slot]] = {}

    def write(self, number: int, customer_id: int, after: Slot) -> None:
        """Open or change a ticket; it may go to another customer."""
        owner, before = self.model.get(number, (customer_id, None))
        operations: list[TransactionItem] = []
        if owner == customer_id:
            operations += self.own.operations(owner, number, before, after)
        else:
            operations += self.own.operations(owner, number, before, None)
            operations += self.own.operations(customer_id, number, None, after)
        if operations:
            self.table.commit(operations, Deadline(5.0))
        self.model[number] = customer_id, after

    def expected(self, customers: set[int], wanted: Callable[[Slot], bool]) -> list[int]:
        """Return what the model lists, newest first."""
        found = [number for number, (owner, slot) in self.model.items() if owner in customers and _has(slot, wanted)]
        return sorted(found, reverse=True)


def _has(slot: Slot, wanted: Callable[[Slot], bool]) -> bool:
    return slot != GONE_SLOT and wanted(replace(slot, archived=False))


def visible(slot: Slot) -> bool:
    return not is_hidden(slot)


WANTED: tuple[Callable[[Slot], bool], ...] = (
    visible,
    is_hidden,
    lambda slot: slot.state_id == 5,
    lambda slot: slot.archived or slot.staff_only,
    lambda _: True,
    lambda _: False,
)

writes = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(CUSTOMERS), st.sampled_from(SLOTS)), max_size=20)


def test_own_tickets_are_those_that_were_written_last(new_table: Callable[[], Table]) -> None:
    @examples(gate=gate_on(new_table, moto=6, others=20), full=100)
    @given(writes)
    def check(some: list[tuple[int, int, Slot]]) -> None:
        desk = Desk(new_table())
        for number, customer_id, slot in some:
            desk.write(number, customer_id, slot)
        for wanted in WANTED:
            for customers in ({1}, {2, 12}, set(CUSTOMERS), {99}):
                assert list(desk.own.of(customers, wanted).newest_first()) == desk.expected(customers, wanted)

    check()


def test_a_write_that_is_repeated_changes_nothing(table: Table) -> None:
    own = OwnSets(table)
    for _ in range(2):
        for before, after in ((None, OPEN), (OPEN, CLOSED)):
            table.commit(own.operations(7, 1_003, before, after), Deadline(5.0))

    assert list(own.of([7], visible).newest_first()) == [1_003]
    assert list(table.query(keys.own_sets(7))) == [{"pk": "OWN#7", "sk": "0000001", "5": {3}}]


@pytest.mark.parametrize("slot", [OPEN, SPAM], ids=["open", "spam"])
def test_a_slot_that_stays_is_not_written(table: Table, slot: Slot) -> None:
    assert OwnSets(table).operations(7, 1, slot, slot) == []


def test_archiving_writes_nothing(table: Table) -> None:
    assert OwnSets(table).operations(7, 1, Slot(3), Slot(3, archived=True)) == []


def test_a_purge_removes_the_number(table: Table) -> None:
    own = OwnSets(table)
    table.commit(own.operations(7, 1, None, SPAM), Deadline(5.0))
    table.commit(own.operations(7, 1, SPAM, GONE_SLOT), Deadline(5.0))

    assert not own.of([7], lambda _: True)


def test_the_tickets_of_a_hundred_customers_are_found_and_those_of_more_refused(table: Table) -> None:
    own = OwnSets(table)
    for customer_id in range(1, MAX_CUSTOMERS + 1):
        table.commit(own.operations(customer_id, customer_id * THOUSAND, None, OPEN), Deadline(5.0))

    everybody = range(1, MAX_CUSTOMERS + 1)
    assert len(own.of(everybody, visible)) == MAX_CUSTOMERS
    assert len(own.of([*everybody, 1], visible)) == MAX_CUSTOMERS
    with pytest.raises(ValueError, match="101 customers"):
        own.of([*everybody, 101], visible)
