"""The updates of the state index in a ticket's transaction."""

from polydesk.storage import keys
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.layout import BUCKET_SIZE, SEGMENT_SIZE
from polydesk.storage.transaction import UpdateItem
from tests.fakes.table import FakeTable

index = StateIndex(FakeTable())


def test_a_new_visible_ticket_gets_its_bit_and_is_counted() -> None:
    assert index.operations(1, None, IndexSlot(4)) == [
        UpdateItem(keys.index_segment(0, 0), add={"4a": 2}),
        UpdateItem(keys.index_counts(0), add={"4": 1}),
    ]


def test_a_move_between_two_states_writes_one_segment_and_one_directory_item() -> None:
    updates = index.operations(BUCKET_SIZE + SEGMENT_SIZE + 83, IndexSlot(4), IndexSlot(5))

    assert updates == [
        UpdateItem(keys.index_segment(1, 1), add={"4b": -8, "5b": 8}),
        UpdateItem(keys.index_counts(4), add={"4": -1, "5": 1}),
    ]


def test_a_hidden_ticket_moves_in_the_directory_alone() -> None:
    assert index.operations(1, IndexSlot(4, hidden=True), IndexSlot(5, hidden=True)) == [
        UpdateItem(keys.index_counts(0), add={"h4": -1, "h5": 1})
    ]


def test_a_ticket_that_stays_where_it_is_writes_nothing() -> None:
    assert index.operations(1, IndexSlot(4), IndexSlot(4)) == []


def test_hiding_a_ticket_takes_its_bit_and_counts_it_apart() -> None:
    assert index.operations(79, IndexSlot(4), IndexSlot(4, hidden=True)) == [
        UpdateItem(keys.index_segment(0, 0), add={"4a": -(2**79)}),
        UpdateItem(keys.index_counts(0), add={"4": -1, "h4": 1}),
    ]


def test_a_purged_ticket_leaves_nothing_current_desk() -> None:
    assert index.operations(1, IndexSlot(4, hidden=True), None) == [UpdateItem(keys.index_counts(0), add={"h4": -1})]
