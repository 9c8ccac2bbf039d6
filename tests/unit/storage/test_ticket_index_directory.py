"""A directory counts by slot and by quarter, and knows what a selection costs."""

from polydesk.domain.slot import Slot
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_sets import TicketSet
from tests.unit.storage.counted_tickets import CLOSED, OPEN, PENDING, SPAM, Q


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
