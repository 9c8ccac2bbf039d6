"""The reconciler leaves an intact ticket index and intact own sets unchanged, and repairs damaged ones."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.slot import GONE_SLOT
from polydesk.storage import keys
from polydesk.storage.keys import Key
from polydesk.storage.own_sets import CLOSED as IS_CLOSED
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.reconciler import Reconciler as FormerReconciler
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.counts import packed
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.layout import CHUNK_LETTERS, SEGMENTS_PER_QUARTER
from polydesk.storage.ticket_index.reconciler import Reconciler
from polydesk.storage.ticket_sets import BUCKET_SIZE
from polydesk.storage.transaction import DeleteItem, PutItem, UpdateItem
from tests.fakes.table import FakeTable
from tests.profiles import examples
from tests.storage.placed_tickets import CLOSED, OPEN, TICKETS, assert_shows
from tests.storage.tables import ENGINE_ONLY, IN_MEMORY
from tools.bench.indexed_tickets import IndexedTickets
from tools.bench.slotted_tickets import CUSTOMERS, PlacedTickets, customer_of
from tools.meter import Meter

SEGMENT_1, SEGMENT_2 = keys.slot_segment(0, "x", 0, 1), keys.slot_segment(0, "x", 0, 2)
GONE_2 = keys.slot_segment(0, "z", 0, 2)


@ENGINE_ONLY
def test_an_intact_bucket_is_read_and_not_written(placed: PlacedTickets) -> None:
    with Meter(placed.table) as meter:
        drift = Reconciler(placed.table).repair(0)

    assert not drift
    assert str(drift) == "Bucket 0: nothing to repair."
    assert meter.write_units == 0


@IN_MEMORY
@pytest.mark.parametrize("thousand", [0, 7])
def test_a_set_that_takes_no_new_ticket_is_intact_and_stays_closed(placed: PlacedTickets, thousand: int) -> None:
    key = keys.own_set(customer_of(1), thousand)
    placed.table.write(UpdateItem(key, {IS_CLOSED: True}))
    before = placed.table.get(key)

    assert not Reconciler(placed.table).repair(0)
    assert_shows(placed.table, TICKETS, gone=[52])
    assert placed.table.get(key) == before


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        pytest.param(
            UpdateItem(SEGMENT_2, add={"5a": 2**7 + 2**8}), "state 5 listed 2 tickets too many", id="surplus bits"
        ),
        pytest.param(UpdateItem(SEGMENT_2, add={"5a": -1}), "state 5 did not list 1 of its tickets", id="lost bit"),
        pytest.param(
            UpdateItem(SEGMENT_2, add={"5fa": -2, "5a": 2}),
            "state 5 listed 1 ticket too many, state 5 (archived) did not list 1 of its tickets",
            id="bit in another slot",
        ),
        pytest.param(
            UpdateItem(SEGMENT_1, add={"2a": -(2**9), "7a": -1, "5b": 2**80}),
            "state 2 did not list 1 of its tickets, 3 attributes damaged",
            id="chunks that are no bitmaps",
        ),
        pytest.param(UpdateItem(SEGMENT_2, {"5a": "x"}), "state 5 did not list 1 of its tickets, 1 attribute damaged"),
        pytest.param(
            PutItem(keys.slot_segment(0, "x", 2, 7), {"4a": 1}), "state 4 listed 1 ticket too many", id="new item"
        ),
        pytest.param(
            PutItem(keys.slot_segment(0, "x", 2, 24), {"4b": 1}),
            "state 4 listed 1 ticket too many",
            id="new item of the last segment",
        ),
        pytest.param(UpdateItem(GONE_2, add={"0a": 1}), "the list of purged tickets listed 1 ticket too many"),
        pytest.param(UpdateItem(SEGMENT_2, add={"2a": 4}), "state 2 listed 1 ticket too many", id="purged but listed"),
        pytest.param(
            UpdateItem(keys.slot_delta("0"), add={"0_5": 3, "0_2g": -9}),
            "state 2 (spam) counted 9 tickets too few, state 5 counted 3 tickets too many",
            id="counts in a delta item",
        ),
        pytest.param(
            UpdateItem(keys.slot_counts(0), {"5": packed([4, 1])}),
            "state 5 counted 2 tickets too many",
            id="counts in a block",
        ),
        pytest.param(
            UpdateItem(keys.slot_counts(0), {"5": b"123"}),
            "1 attribute damaged, state 5 counted 3 tickets too few",
            id="damaged counts in a block",
        ),
        pytest.param(
            UpdateItem(keys.slot_delta("0"), {"0_5": "x"}), "1 attribute damaged", id="damaged change in the delta item"
        ),
        pytest.param(
            UpdateItem(keys.slot_delta("n3"), {"1_5": "x"}), "1 attribute damaged", id="damaged change in a stripe"
        ),
        pytest.param(
            UpdateItem(keys.slot_delta("n24"), {"1_5": "x"}),
            "1 attribute damaged",
            id="damaged change in the last stripe",
        ),
        pytest.param(
            UpdateItem(keys.own_set(customer_of(1), 0), exclude={"2": {1}}),
            "sets of customers lacked 1 ticket",
            id="missing member",
        ),
        pytest.param(
            UpdateItem(keys.own_set(customer_of(1), 0), include={"5": {1, 4}}),
            "sets of customers had 2 tickets too many",
            id="surplus members",
        ),
        pytest.param(
            UpdateItem(keys.own_set(customer_of(1), 0), include={"5": {1}, "2": {2, 52}}, exclude={"2g": {79}}),
            "sets of customers had 3 tickets too many, sets of customers lacked 1 ticket",
            id="members of several kinds",
        ),
        pytest.param(
            UpdateItem(keys.hidden_set(0), exclude={"n": {79}}),
            "the set of hidden tickets lacked 1 ticket",
            id="missing hidden ticket",
        ),
        pytest.param(
            UpdateItem(keys.hidden_set(0), include={"n": {1, 2}}),
            "the set of hidden tickets had 2 tickets too many",
            id="surplus hidden tickets",
        ),
    ],
)
def test_damage_is_repaired_and_reported(
    placed: PlacedTickets, damage: PutItem | UpdateItem | DeleteItem, expected: str
) -> None:
    placed.table.write(damage)

    drift = Reconciler(placed.table).repair(0)

    assert drift
    assert str(drift) == f"Bucket 0: repaired; {expected}."
    assert_shows(placed.table, TICKETS, gone=[52])
    assert not Reconciler(placed.table).repair(0)


@IN_MEMORY
def test_in_each_segment_a_purged_number_stays_until_a_row_contradicts_it(placed: PlacedTickets) -> None:
    """Every second of 25 tickets in a row is purged: the segments' numbers have one digit or two."""
    numbers = range(4 * SEGMENTS_PER_QUARTER, 5 * SEGMENTS_PER_QUARTER)
    for number in numbers:
        placed.move(number, None, OPEN)
    for number in numbers[1::2]:
        placed.move(number, OPEN, GONE_SLOT)
    rows, purged = {**TICKETS, **dict.fromkeys(numbers[::2], OPEN)}, [52, *numbers[1::2]]

    assert not Reconciler(placed.table).repair(0)
    assert_shows(placed.table, rows, gone=purged)

    for segment in range(0, SEGMENTS_PER_QUARTER, 2):
        placed.table.write(UpdateItem(keys.slot_segment(0, "z", 0, segment), add={"0a": 2**4}))
    assert Reconciler(placed.table).repair(0).surplus == {GONE_SLOT: 13}
    assert_shows(placed.table, rows, gone=purged)


def test_a_lost_index_is_rebuilt_without_the_purged_numbers(placed: PlacedTickets) -> None:
    """No row tells which numbers were purged, so none is invented."""
    table = placed.table
    index = [keys.slot_bucket(0), keys.SLOT_COUNTS, keys.SLOT_DELTAS, keys.HIDDEN_SETS]
    partitions = [*index, *map(keys.own_sets, range(1, CUSTOMERS + 1))]
    for item in [item for pk in partitions for item in table.query(pk)]:
        table.write(DeleteItem(Key(item["pk"], item["sk"])))

    drift = Reconciler(table).repair(0)

    assert drift.missing == Counter(TICKETS.values())
    assert drift.own_missing == len(TICKETS)
    assert drift.hidden_missing == 2
    assert_shows(table, TICKETS)


def test_tickets_outside_sets_have_their_place_in_the_former_index_only(placed: PlacedTickets) -> None:
    table = placed.table
    IndexedTickets(table).move(76, None, IndexSlot(2))
    assert not Reconciler(table).repair(0)
    assert not FormerReconciler(table).repair(0)

    table.write(UpdateItem(SEGMENT_1, add={"2a": 8}))
    table.write(UpdateItem(keys.index_segment(0, 0), add={"5a": 2}))
    assert Reconciler(table).repair(0).surplus == {OPEN: 1}
    assert FormerReconciler(table).repair(0).surplus == {5: 1}


def test_more_errors_than_one_transaction_can_correct_are_all_corrected(placed: PlacedTickets) -> None:
    wrong = {f"{state_id}{letter}": 1 for state_id in range(10, 85) for letter in "ab"}
    placed.table.write(UpdateItem(SEGMENT_1, add=wrong))
    placed.table.write(UpdateItem(keys.slot_delta("0"), add={f"0_{state_id}": 1 for state_id in range(10, 90)}))

    drift = Reconciler(placed.table).repair(0)

    assert (drift.surplus.total(), drift.counted.total()) == (150, 80)
    assert_shows(placed.table, TICKETS, gone=[52])


def test_other_buckets_are_left_alone(placed: PlacedTickets) -> None:
    placed.move(BUCKET_SIZE, None, OPEN)
    placed.table.write(UpdateItem(keys.slot_delta("4"), add={"4_2": 1}))

    assert not Reconciler(placed.table).repair(0)
    assert Reconciler(placed.table).repair(1).counted == {OPEN: 1}


names = st.sampled_from(["2", "5", "5f", "2g", "7", "0"])
values = st.integers(-(2**81), 2**81)
damages = st.one_of(
    st.builds(
        lambda part, segment, name, letter, value: UpdateItem(
            keys.slot_segment(0, part, 0, segment), add={name + letter: value}
        ),
        st.just("x"),
        st.integers(0, SEGMENTS_PER_QUARTER - 1),
        names,
        st.sampled_from(CHUNK_LETTERS),
        values,
    ),
    st.builds(
        lambda delta, quarter, name, value: UpdateItem(keys.slot_delta(delta), add={f"{quarter}_{name}": value}),
        st.sampled_from(["0", "1", "n0", "n24"]),
        st.integers(0, 3),
        names,
        st.integers(-5_000, 5_000),
    ),
    st.builds(
        lambda name, counts: UpdateItem(keys.slot_counts(0), {name: counts}),
        names,
        st.one_of(st.none(), st.binary(max_size=9)),
    ),
    st.builds(
        lambda number, name: UpdateItem(
            keys.own_set(customer_of(number), number // 1_000), include={name: {number % 1_000}}
        ),
        st.sampled_from(list(TICKETS)),
        names,
    ),
    st.builds(
        lambda number, name: UpdateItem(
            keys.own_set(customer_of(number), number // 1_000), exclude={name: {number % 1_000}}
        ),
        st.sampled_from(list(TICKETS)),
        names,
    ),
)


@given(st.lists(damages, max_size=6), st.lists(st.tuples(st.sampled_from(list(TICKETS)), st.booleans()), max_size=4))
@examples(gate=40, full=300)
def test_any_damage_is_repaired_whatever_others_write_before_the_repair(
    damaged: list[UpdateItem], moves: list[tuple[int, bool]]
) -> None:
    table = FakeTable()
    placed = PlacedTickets(table)
    slots = dict(TICKETS)
    for number, slot in TICKETS.items():
        placed.move(number, None, slot)
    fold(table, Deadline(5.0))
    for damage in damaged:
        table.write(damage)
    for number, closes in moves:
        after = CLOSED if closes else OPEN
        if slots[number] != after:
            placed.move(number, slots[number], after)
            slots[number] = after
    fold(table, Deadline(5.0))

    Reconciler(table).repair(0)
    assert_shows(table, slots)
    fold(table, Deadline(5.0))
    assert_shows(table, slots)
    assert not Reconciler(table).repair(0)


def test_all_buckets_that_can_have_a_ticket_are_listed(table: Table) -> None:
    reconciler = Reconciler(table)

    assert reconciler.buckets() == []
    table.count_up(keys.counter("ticket"), by=BUCKET_SIZE - 1)
    assert reconciler.buckets() == [0]
    table.count_up(keys.counter("ticket"))
    assert reconciler.buckets() == [0, 1]
