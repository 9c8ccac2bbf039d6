"""Going through all tickets: in the end the index of facts has what the rows say, whatever is written meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.draft import Step
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.ticket import Ticket
from polydesk.jobs import fact_parts, fact_repair
from polydesk.storage import keys
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem
from tests.unit.domain.samples import DAY, NOW, customer_ticket
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories
from tests.unit.jobs.fact_desk import LATER, FactDesk, first_days

NUMBERS = (7, 260, 499, 500, 1203)
"""Tickets of four blocks and three parts."""


def of_number(step: Step, number: int) -> Step:
    """Return the step as one of another ticket."""
    before = step.before and replace(step.before, number=number)
    return replace(
        step, before=before, after=replace(step.after, number=number), entry=replace(step.entry, number=number)
    )


def old_desk(histories: Sequence[TicketHistory], written: Sequence[int]) -> tuple[FactDesk, list[Step]]:
    """A desk with so many steps of each history, of an earlier release; return the other steps as well, in order."""
    desk, left = FactDesk(), list[Step]()
    for number, history, upto in zip(NUMBERS, histories, written, strict=False):
        steps = [of_number(step, number) for step in history.steps]
        for step in steps[:upto]:
            desk.write(step, earlier=True)
        left += steps[max(upto, 1) :] if upto else steps
    for number in range(max(NUMBERS)):
        assert number < desk.resources.tickets.next_number()
    return desk, sorted(left, key=lambda step: (step.entry.at, step.entry.number))


def on_the_row(desk: FactDesk, step: Step) -> Step:
    """Return the step as this release writes it: what its row has not counted stays uncounted."""
    row = desk.ticket(step.entry.number)
    if row is None or row.notes is not None:
        return step
    return replace(step, after=replace(step.after, notes=None, staff_replies=None))


short_histories = ticket_histories(max_actions=5)


@given(
    st.lists(short_histories, min_size=5, max_size=5),
    st.lists(st.integers(0, 6), min_size=5, max_size=5),
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12),
    st.none() | st.sampled_from(NUMBERS),
)
def test_the_index_ends_as_the_rows_are(
    histories: list[TicketHistory], written: list[int], between: list[tuple[int, bool]], purged: int | None
) -> None:
    """Before each part some steps are written, by this release, and their records are delivered or not."""
    desk, left = old_desk(histories, written)
    cursor: Any = None
    for steps, is_delivered in [*between, *[(0, False)] * 40]:
        for step in left[:steps]:
            desk.write(on_the_row(desk, step))
        del left[:steps]
        if is_delivered:
            desk.deliver()
        cursor = desk.part(cursor).next
        if cursor is None:
            break
    assert cursor is None
    if purged and desk.ticket(purged):
        desk.purge(purged)
    desk.deliver()

    assert desk.index == desk.expected


@given(
    st.lists(short_histories, min_size=5, max_size=5),
    st.dictionaries(st.integers(0, 60), st.integers(1, 2), max_size=8),
)
def test_writes_within_a_part_do_no_harm(histories: list[TicketHistory], busy: dict[int, int]) -> None:
    """Before any read or write of the index other steps may be written, and their records delivered."""
    desk, left = old_desk(histories, [2] * 5)
    meanwhile = OtherWrites(desk, busy, left)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fact_repair, "side_by_side", one_by_one)
        patched.setattr("polydesk.storage.fact_index.side_by_side", one_by_one)
        patched.setattr("polydesk.jobs.fact_indexing.side_by_side", one_by_one)
        patched.setattr(desk.resources.fact_index.blocks, "_table", meanwhile.table)
        desk.run()
    desk.deliver()

    assert desk.index == desk.expected


def one_by_one(calls: Any) -> list[Any]:
    """Call one after the other, in this thread."""
    return [call() for call in calls]


class OtherWrites:
    """The table of the index, which lets others write before some of its requests."""

    def __init__(self, desk: FactDesk, at: dict[int, int], left: list[Step]) -> None:
        """Before the requests with these numbers write so many of the steps that are left."""
        self.desk = desk
        self.at = dict(at)
        self.left = left
        self.requests = 0
        self.is_inside = False

    @property
    def table(self) -> Table:
        """The table."""
        return cast(Table, _Between(self))

    def meanwhile(self) -> None:
        """Write what is due at this request, and deliver it."""
        self.requests += 1
        steps = self.at.pop(self.requests, 0)
        if self.is_inside or not steps:
            return
        self.is_inside = True
        for step in self.left[:steps]:
            self.desk.write(on_the_row(self.desk, step))
        del self.left[:steps]
        self.desk.deliver()
        self.is_inside = False


class _Between:
    """Passes every call to the table."""

    def __init__(self, writes: OtherWrites) -> None:
        self._writes = writes

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._writes.desk.table, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self._writes.meanwhile()
            return method(*arguments, **named)

        return call


def ticket(number: int, **changes: Any) -> Ticket:
    """Return a ticket of this release."""
    return customer_ticket(number=number, **changes)


def test_a_second_run_writes_nothing() -> None:
    desk = FactDesk()
    for number in NUMBERS:
        desk.put(ticket(number, tags=("a", "b"), due_date=NOW.date()))
        desk.resources.tickets.next_number()
    first = desk.run()
    before = dict(desk.table._items)

    second = desk.run()

    assert sum(part.changed for part in first) == 3
    assert (sum(part.changed for part in second), desk.table._items) == (0, before)


def test_the_first_number_of_each_day_is_recorded() -> None:
    desk = FactDesk()
    for number, day in [(3, 0), (5, 0), (499, 1), (501, 1)]:
        desk.put(ticket(number, created_at=NOW + day * DAY))
    desk.table.count_up(keys.counter("ticket"), by=600)

    desk.run()

    assert first_days(desk) == {"20260105": 3, "20260106": 499}


def test_what_tickets_no_longer_have_is_removed_with_those_that_no_longer_exist() -> None:
    desk = FactDesk()
    desk.put(ticket(3, tags=("a",)))
    index = desk.resources.fact_index
    left = [Fact(FactKind.PRIORITY, 3), Fact(FactKind.TAG, "a"), Fact(FactKind.BREACHED), Fact(FactKind.REPLIES, 0)]
    index.change(4, [], left)
    index.change(3, [], [Fact(FactKind.PRIORITY, 1), Fact(FactKind.ASSIGNED, "person")])
    index.move(3, Moment.DUE, None, NOW)
    index.move(4, Moment.UPDATED, None, NOW)

    desk.run()

    assert desk.index == desk.expected


def test_a_row_that_cannot_be_read_is_reported_and_stops_nothing() -> None:
    desk = FactDesk()
    for number in (3, 4):
        desk.put(ticket(number))
    desk.run()
    before = desk.index
    desk.put(ticket(4, category_id=77))
    desk.table.write(UpdateItem(keys.ticket(3), {"created": None}))

    parts = desk.run()

    assert [finding for part in parts for finding in part.found] == [{"ticket": 3, "problem": "cannot be read"}]
    assert len(desk.index - before) == 1


def test_a_row_that_can_no_longer_be_read_keeps_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, reads = FactDesk(), list[object]()
    desk.put(ticket(3, tags=("a",)))
    expected, current = desk.expected, desk.resources.tickets.current

    def damaged_before_the_second_read(numbers: Any) -> Any:
        reads.append(numbers)
        if len(reads) == 2:
            desk.table.write(UpdateItem(keys.ticket(3), {"created": None}))
        return current(numbers)

    monkeypatch.setattr(desk.resources.tickets, "current", damaged_before_the_second_read)
    fact_repair.FactRepair(desk.resources, LATER).repair(0)

    assert (len(reads), desk.index) == (2, expected)


@pytest.mark.parametrize(("age", "drifted"), [(timedelta(minutes=59), []), (timedelta(hours=1), [3])])
def test_a_difference_is_a_fault_once_the_stream_has_had_an_hour(
    age: timedelta, drifted: list[int], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, counted = FactDesk(), list[str]()
    desk.put(ticket(3, updated_at=LATER - age))
    monkeypatch.setattr(fact_parts, "count_metric", counted.append)

    fact_parts.next_part(desk.resources, "facts 0", LATER, is_check=True)

    assert [vars(record)["tickets"] for record in caplog.records] == [drifted] * bool(drifted)
    assert counted == ["IndexDrift"] * bool(drifted)
    assert desk.index == desk.expected
