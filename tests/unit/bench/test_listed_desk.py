"""The desk whose lists are measured has the items that its tickets would have written."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from polydesk.domain.slot import Slot, slot_of
from polydesk.storage.keys import Key
from polydesk.storage.ticket_index.index import TicketIndex
from tests.fakes.table import FakeTable
from tools.bench.bulk import mixed_evenly, worked_in_order
from tools.bench.listed_desk import ANYBODY, ListedDesk, between_neighbours, customer_with
from tools.bench.slotted_tickets import index_items


@pytest.mark.parametrize("mix", [worked_in_order, mixed_evenly])
def test_a_slot_is_that_of_the_ticket(mix: Any) -> None:
    desk = ListedDesk(500, mix)
    for number in range(1, 501):
        assert desk.slot(number) == slot_of(desk.ticket(number))


@pytest.mark.parametrize("size", [10_000, 100_000])
def test_each_measured_customer_has_so_many_tickets(size: int) -> None:
    desk = ListedDesk(size, mixed_evenly)
    found = Counter(map(desk.customer_of, range(1, size + 1)))
    del found[ANYBODY]
    assert found == {customer_with(tickets): tickets for tickets in desk.customers}


def test_a_small_desk_has_no_customer_with_more_than_half_of_its_tickets() -> None:
    assert ListedDesk(10_000, mixed_evenly).customers == (10, 1_000)
    assert ListedDesk(100_000, mixed_evenly).customers == (10, 1_000, 50_000)


def test_the_index_has_the_items_that_opening_the_tickets_would_have_written() -> None:
    slots = [(number, Slot(number % 3 + 1, spam=number % 50 == 7)) for number in range(1, 4_300)]
    expected: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    index = TicketIndex(FakeTable())
    for number, slot in slots:
        for operation in index.operations(number, None, slot, recent=True):
            for name, value in operation.add.items():
                expected[operation.key][name] += value

    assert dict(index_items(slots)) == expected


def test_rows_are_written_where_a_page_reads_them() -> None:
    assert between_neighbours([3, 7, 62, 66, 68, 900]) == {*range(3, 63), 66, 67, 68, 900}
