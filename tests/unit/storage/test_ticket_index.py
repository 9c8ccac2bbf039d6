"""The updates of the ticket index in a ticket's transaction, and which requests its reads take."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.index import MAX_SINGLE_SEGMENTS, TicketIndex
from polydesk.storage.ticket_index.layout import QUARTER_SIZE
from polydesk.storage.ticket_sets import BUCKET_SIZE, TicketSet
from polydesk.storage.transaction import UpdateItem
from tests.fakes.table import FakeTable

OPEN, PENDING, CLOSED = Slot(1), Slot(2), Slot(5)
SPAM = Slot(1, spam=True)

index = TicketIndex(FakeTable())


def test_a_new_ticket_gets_its_bit_and_is_counted() -> None:
    assert index.operations(14, None, OPEN, recent=True) == [
        UpdateItem(keys.slot_segment(0, "x", 0, 14), add={"1a": 1}),
        UpdateItem(keys.slot_delta("n14"), add={"0_1": 1}),
    ]


def test_a_move_writes_one_segment_and_one_count() -> None:
    assert index.operations(1_999, OPEN, CLOSED, recent=True) == [
        UpdateItem(keys.slot_segment(0, "x", 0, 24), add={"1a": -(2**79), "5a": 2**79}),
        UpdateItem(keys.slot_delta("n24"), add={"0_1": -1, "0_5": 1}),
    ]


def test_a_move_of_an_older_ticket_writes_the_count_of_its_quarter() -> None:
    number = BUCKET_SIZE + QUARTER_SIZE + 2_003

    assert index.operations(number, OPEN, PENDING, recent=False) == [
        UpdateItem(keys.slot_segment(1, "x", 1, 3), add={"1b": -1, "2b": 1}),
        UpdateItem(keys.slot_delta("5"), add={"5_1": -1, "5_2": 1}),
    ]


def test_a_flag_moves_a_ticket_to_another_slot_of_its_state() -> None:
    archived = Slot(5, archived=True)

    assert index.operations(0, CLOSED, archived, recent=False) == [
        UpdateItem(keys.slot_segment(0, "x", 0, 0), add={"5a": -1, "5fa": 1}),
        UpdateItem(keys.slot_delta("0"), add={"0_5": -1, "0_5f": 1}),
    ]


def test_a_purged_ticket_stays_as_gone() -> None:
    assert index.operations(25, SPAM, GONE_SLOT, recent=False) == [
        UpdateItem(keys.slot_segment(0, "x", 0, 0), add={"1ga": -2}),
        UpdateItem(keys.slot_segment(0, "z", 0, 0), add={"0a": 2}),
        UpdateItem(keys.slot_delta("0"), add={"0_1g": -1, "0_0": 1}),
    ]


def test_a_ticket_that_stays_where_it_is_writes_nothing() -> None:
    assert index.operations(1, OPEN, OPEN, recent=True) == []


def test_a_ticket_that_leaves_the_index_leaves_nothing() -> None:
    assert index.operations(25, OPEN, None, recent=False) == [
        UpdateItem(keys.slot_segment(0, "x", 0, 0), add={"1a": -2}),
        UpdateItem(keys.slot_delta("0"), add={"0_1": -1}),
    ]


class Recorded(FakeTable):
    """A table that records which items are read."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: Counter[tuple[str, Any]] = Counter()
        self.batches: list[set[Key]] = []

    def query(self, pk: str, **arguments: Any) -> Iterator[Item]:
        self.queries[pk, arguments.get("between")] += 1
        return super().query(pk, **arguments)

    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        wanted = set(keys)
        self.batches.append(wanted)
        return super().get_many(wanted, consistent=consistent)


def recorded(*numbers_and_slots: tuple[int, Slot]) -> tuple[Recorded, TicketIndex]:
    table = Recorded()
    for number, slot in numbers_and_slots:
        table.commit(TicketIndex(table).operations(number, None, slot, recent=True), Deadline(1.0))
    return table, TicketIndex(table)


def test_a_selection_reads_only_parts_and_quarters_that_have_wanted_tickets() -> None:
    last = 3 * BUCKET_SIZE
    table, found = recorded(
        (1, OPEN), (2, CLOSED), (QUARTER_SIZE, CLOSED), (2 * QUARTER_SIZE, OPEN), (BUCKET_SIZE, CLOSED), (last, OPEN)
    )
    directory = found.directory()
    table.queries.clear()

    assert found.select(directory, lambda slot: slot == OPEN) == TicketSet.from_numbers([1, 2 * QUARTER_SIZE, last])
    assert table.queries == {("SX#0", ("x0", "x2:")): 1, ("SX#3", ("x0", "x0:")): 1}


def test_a_selection_within_few_numbers_reads_single_segments_at_once() -> None:
    table, found = recorded(*[(number, OPEN) for number in range(1, 10)], (5 * BUCKET_SIZE + 3, CLOSED))
    directory = found.directory()
    table.queries.clear()
    within = TicketSet.from_numbers([3, 4, 5 * BUCKET_SIZE + 3, 7 * BUCKET_SIZE])

    assert found.select(directory, lambda _: True, within) == within - TicketSet.of(7 * BUCKET_SIZE)
    assert not table.queries
    assert table.batches == [{Key("SX#0", "x003"), Key("SX#0", "x004"), Key("SX#5", "x003")}]


def test_a_selection_within_more_numbers_of_a_bucket_reads_the_parts() -> None:
    numbers = range(1, MAX_SINGLE_SEGMENTS + 2)
    table, found = recorded(*[(number, OPEN) for number in numbers])
    directory = found.directory()
    table.queries.clear()

    assert found.select(directory, lambda _: True, TicketSet.from_numbers(numbers)) == TicketSet.from_numbers(numbers)
    assert table.queries == {("SX#0", ("x0", "x0:")): 1}


def test_many_single_segments_are_read_a_hundred_at_a_time() -> None:
    numbers = [bucket * BUCKET_SIZE + 1 for bucket in range(120)]
    table, found = recorded(*[(number, OPEN) for number in numbers])

    assert len(found.select(found.directory(), lambda _: True, TicketSet.from_numbers(numbers))) == 120
    assert sorted(map(len, table.batches)) == [20, 100]


def test_a_list_without_tickets_reads_the_directory_only() -> None:
    table, found = recorded((1, OPEN))
    directory = found.directory()
    table.queries.clear()

    assert found.page(directory, lambda slot: slot == CLOSED, 0, 10).numbers == []
    assert not found.select(directory, lambda slot: slot == CLOSED)
    assert not found.select(directory, lambda slot: slot == OPEN, TicketSet())
    assert not table.queries
    assert not table.batches


def test_a_page_past_the_end_is_empty_and_has_the_total() -> None:
    _, found = recorded((7, OPEN))

    page = found.page(found.directory(), lambda _: True, 10, 10)

    assert (page.total, page.numbers) == (1, [])


def test_a_damaged_index_shows_less_and_does_not_fail() -> None:
    table, found = recorded((1, OPEN), (2, OPEN), (3, OPEN))
    table.write(UpdateItem(keys.slot_segment(0, "x", 0, 1), add={"1a": -8, "2a": -1}))
    table.write(counts.change(1, PENDING, None, recent=True))

    directory = found.directory()

    assert found.page(directory, lambda _: True, 0, 10).numbers == [3, 2]
    assert directory.count(lambda slot: slot == PENDING) == 0
    assert list(found.numbers(directory, lambda _: True)) == [3, 2]


def test_a_page_whose_tickets_left_after_the_count_is_short_and_does_not_fail() -> None:
    table, found = recorded(*[(number, OPEN) for number in range(1, 7)])
    for number in (10, 11, 12):
        table.write(counts.change(number, None, OPEN, recent=True))
    directory = found.directory()

    assert found.page(directory, lambda _: True, 0, 10).numbers == [6, 5, 4, 3, 2, 1]
    assert found.page(directory, lambda _: True, 2, 10).numbers == [4, 3, 2, 1]
