"""The ticket index, compared with a naive model of it."""

from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from polydesk.domain.slot import GONE, GONE_SLOT, Slot, is_hidden
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.counts import STRIPES
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_index.layout import CHUNK_SIZE, QUARTER_SIZE, SEGMENTS_PER_QUARTER, Wanted
from polydesk.storage.ticket_sets import BUCKET_SIZE, TicketSet
from tests.profiles import examples, model
from tests.storage.tables import gate_on
from tools.bench.slotted_tickets import put_slotted_tickets

slots = st.builds(
    Slot,
    st.sampled_from([1, 2, 5, 12]),
    st.booleans(),
    st.just(value=False),
    st.just(value=False),
    st.booleans(),
)

WANTED: dict[str, Wanted] = {
    "all": lambda slot: slot.state_id != GONE,
    "everything": lambda _: True,
    "nothing": lambda _: False,
    "open": lambda slot: slot.state_id in (1, 2) and not is_hidden(slot),
    "closed": lambda slot: slot.state_id in (5, 12) and not slot.archived,
    "hidden": is_hidden,
    "state 1": lambda slot: slot.state_id == 1,
    "public": lambda slot: not slot.staff_only,
    "gone": lambda slot: slot == GONE_SLOT,
}
lists = st.sampled_from(sorted(WANTED))

steps = st.sampled_from(
    [
        1,
        1,
        1,
        1,
        2,
        STRIPES - 1,
        STRIPES,
        STRIPES + 1,
        SEGMENTS_PER_QUARTER * CHUNK_SIZE,
        QUARTER_SIZE - 1,
        QUARTER_SIZE,
        BUCKET_SIZE,
    ]
)


class DeskOfTickets(RuleBasedStateMachine):
    """Opens, moves and purges tickets and folds the counts; all reads agree with a dict of the tickets' slots."""

    tickets = Bundle("tickets")

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.index = TicketIndex(table)
        self.model: dict[int, Slot] = {}
        self.last = 0

    def put(self, number: int, slot: Slot, *, recent: bool) -> None:
        if operations := self.index.operations(number, self.model.get(number), slot, recent=recent):
            self.table.commit(operations, Deadline(30.0))
        self.model[number] = slot

    def listed(self, name: str) -> list[int]:
        """Return what a list should show."""
        return sorted((number for number, slot in self.model.items() if WANTED[name](slot)), reverse=True)

    @rule(target=tickets, gaps=st.lists(steps, min_size=1, max_size=5), slot=slots)
    def open_some(self, gaps: list[int], slot: Slot) -> object:
        new = []
        for gap in gaps:
            self.last += gap
            self.put(self.last, slot, recent=True)
            new.append(self.last)
        return multiple(*new)

    @rule(number=tickets, slot=slots, recent=st.booleans())
    def move(self, number: int, slot: Slot, recent: bool) -> None:
        if self.model[number] != GONE_SLOT:
            self.put(number, slot, recent=recent)

    @rule(number=tickets)
    def purge(self, number: int) -> None:
        self.put(number, GONE_SLOT, recent=False)

    @rule()
    def fold(self) -> None:
        assert fold(self.table, Deadline(30.0)).left == 0

    @rule(name=lists, offset=st.integers(0, 30), limit=st.integers(1, 1000), ascending=st.booleans(), data=st.data())
    def read_page(self, name: str, offset: int, limit: int, ascending: bool, data: st.DataObject) -> None:
        listed = self.listed(name)
        without = data.draw(st.sets(st.sampled_from(listed)) if listed else st.just(set[int]()))
        expected = sorted((number for number in listed if number not in without), reverse=not ascending)
        page = self.index.page(
            self.index.directory(),
            WANTED[name],
            offset,
            limit,
            without=TicketSet.from_numbers(without),
            ascending=ascending,
        )
        assert page.total == len(expected)
        assert page.numbers == expected[offset : offset + limit]

    @rule(name=lists, below=st.none() | tickets, above=st.none() | tickets, ascending=st.booleans(), left_out=tickets)
    def read_all(self, name: str, below: int | None, above: int | None, ascending: bool, left_out: int) -> None:
        without = TicketSet.of(left_out) if left_out in self.listed(name) else TicketSet()
        expected = [
            number
            for number in sorted(self.listed(name), reverse=not ascending)
            if (below is None or number < below) and (above is None or number > above) and number not in without
        ]
        found = self.index.numbers(
            self.index.directory(), WANTED[name], below=below, above=above, without=without, ascending=ascending
        )
        assert list(found) == expected

    @rule(name=lists, within=st.none() | st.lists(tickets, max_size=20), others=st.sets(steps))
    def select(self, name: str, within: list[int] | None, others: set[int]) -> None:
        candidates = None if within is None else TicketSet.from_numbers({*within, *others})
        expected = TicketSet.from_numbers(self.listed(name))
        found = self.index.select(self.index.directory(), WANTED[name], candidates)
        assert found == (expected if candidates is None else expected & candidates)

    @invariant()
    def counts(self) -> None:
        directory = self.index.directory()
        assert directory.totals == Counter(self.model.values())
        for name, wanted in WANTED.items():
            assert directory.count(wanted) == len(self.listed(name))
            by_quarter = Counter(number // QUARTER_SIZE for number in self.listed(name))
            assert directory.quarters(wanted) == sorted(by_quarter.items(), reverse=True)


def test_pages_sets_and_counts_agree_with_a_naive_model(new_table: Callable[[], Table]) -> None:
    class OnThisTable(DeskOfTickets):
        def __init__(self) -> None:
            super().__init__(new_table())

    run_state_machine_as_test(
        OnThisTable, settings=model(gate=gate_on(new_table, moto=6, others=25), full=60, steps=30)
    )


def test_any_page_and_selection_of_many_tickets_is_the_slice_of_the_whole_list(table: Table) -> None:
    weights = {
        Slot(1): 2.0,
        Slot(2, staff_only=True): 1,
        Slot(12): 0.05,
        Slot(5): 80,
        Slot(5, archived=True): 10,
        Slot(1, spam=True): 3,
        GONE_SLOT: 1,
    }
    tickets = put_slotted_tickets(table, 40_000, weights)
    index = TicketIndex(table)
    directory = index.directory()

    @examples(gate=30, full=100)
    @given(lists, st.floats(0, 1.05), st.sampled_from([1, 2, 10, 100, 999, 1000]), st.booleans(), st.integers(1, 50))
    def check(name: str, depth: float, limit: int, ascending: bool, every: int) -> None:
        listed = tickets.numbers(WANTED[name])
        without = set(listed[::every])
        expected = sorted((number for number in listed if number not in without), reverse=not ascending)
        offset = int(depth * len(expected))
        page = index.page(
            directory, WANTED[name], offset, limit, without=TicketSet.from_numbers(without), ascending=ascending
        )
        assert page.total == len(expected)
        assert page.numbers == expected[offset : offset + limit]

    check()

    for name, wanted in WANTED.items():
        listed = tickets.numbers(wanted)
        assert directory.count(wanted) == len(listed)
        assert index.select(directory, wanted) == TicketSet.from_numbers(listed)
        some = TicketSet.from_numbers(range(7, 40_000, 1_000)) | TicketSet.between(20_000, 20_100)
        assert index.select(directory, wanted, some) == TicketSet.from_numbers(listed) & some, name
