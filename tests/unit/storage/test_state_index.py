"""What a ticket's transaction adds to the state index."""

from polydesk.storage import keys
from polydesk.storage.state_index.index import Counts, Place, StateIndex
from polydesk.storage.state_index.layout import BUCKET, PART
from polydesk.storage.table import Table
from polydesk.storage.transaction import Update

index = StateIndex(Table("unused"))


def test_a_new_visible_ticket_gets_its_bit_and_is_counted() -> None:
    assert index.operations(1, None, Place(4)) == [
        Update(keys.index_words(0, 0), add={"4a": 2}),
        Update(keys.index_counts(0), add={"4": 1}),
    ]


def test_a_move_between_two_states_writes_one_words_item_and_one_directory_item() -> None:
    updates = index.operations(BUCKET + PART + 83, Place(4), Place(5))

    assert updates == [
        Update(keys.index_words(1, 1), add={"4b": -8, "5b": 8}),
        Update(keys.index_counts(4), add={"4": -1, "5": 1}),
    ]


def test_a_hidden_ticket_moves_in_the_directory_alone() -> None:
    assert index.operations(1, Place(4, hidden=True), Place(5, hidden=True)) == [
        Update(keys.index_counts(0), add={"h4": -1, "h5": 1})
    ]


def test_a_ticket_that_stays_where_it_is_writes_nothing() -> None:
    assert index.operations(1, Place(4), Place(4)) == []


def test_hiding_a_ticket_takes_its_bit_and_counts_it_apart() -> None:
    assert index.operations(79, Place(4), Place(4, hidden=True)) == [
        Update(keys.index_words(0, 0), add={"4a": -(2**79)}),
        Update(keys.index_counts(0), add={"4": -1, "h4": 1}),
    ]


def test_a_purged_ticket_leaves_nothing_behind() -> None:
    assert index.operations(1, Place(4, hidden=True), None) == [Update(keys.index_counts(0), add={"h4": -1})]


def test_a_state_is_referred_to_by_visible_and_hidden_tickets() -> None:
    counts = Counts(visible={1: 2, 2: 3}, hidden={1: 4, 3: 5})

    assert [counts.references(state_id) for state_id in (1, 2, 3, 4)] == [6, 3, 5, 0]


def test_a_state_asked_for_twice_counts_once() -> None:
    assert Counts(visible={1: 2, 2: 3}).of([1, 2, 2, 7]) == 5
