"""The index of facts follows the rows of tickets, whatever the stream does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.ticket import Assignee, Ticket
from polydesk.jobs import fact_indexing
from polydesk.jobs.fact_indexing import FactIndexer
from polydesk.storage import keys
from polydesk.storage.ticket_items import ticket_item
from polydesk.storage.transaction import DeleteItem, PutItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import DAY, HOUR, NOW, customer_ticket
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories
from tests.unit.jobs.records import row_record, star_record


@dataclass
class Desk:
    """A desk in memory, and the indexer that follows it."""

    table: FakeTable

    def __post_init__(self) -> None:
        self.resources = resources_on(self.table)
        self.indexer = FactIndexer(self.resources)

    def write(self, ticket: Ticket) -> None:
        """Write the row, but no record."""
        self.table.write(PutItem(keys.ticket(ticket.number), ticket_item(ticket)))

    def purge(self, number: int) -> None:
        """Remove the row."""
        self.table.write(DeleteItem(keys.ticket(number)))

    def follow(self, before: Ticket | None, after: Ticket | None) -> None:
        """Process the record of a change."""
        self.indexer.index_row(row_record(before, after))

    @property
    def stored(self) -> list[dict[str, Any]]:
        """The items of the index, without the first numbers of days."""
        return [item for key, item in self.table._items.items() if key.pk[:2] in ("F#", "D#") and item]


def indexed_as(ticket: Ticket | None) -> list[dict[str, Any]]:
    """Return the items of an index that has this ticket alone, and has never had anything else."""
    desk = Desk(FakeTable())
    if ticket:
        desk.write(ticket)
        desk.follow(None, ticket)
    return comparable(desk)


def comparable(desk: Desk) -> list[dict[str, Any]]:
    """Return the items without the counters of their changes."""
    items = [{name: value for name, value in item.items() if name != "v"} for item in desk.stored]
    return sorted(items, key=lambda item: (item["pk"], item["sk"]))


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeTable())


def test_a_new_ticket_has_its_facts_its_times_and_its_day(desk: Desk) -> None:
    ticket = customer_ticket(tags=("VIP",))
    desk.write(ticket)
    desk.follow(None, ticket)

    index = desk.resources.fact_index
    for fact in facts_of(ticket):
        assert list(index.tickets_with(fact).newest_first()) == [1], fact
    for moment, at in moments_of(ticket).items():
        if moment in INDEXED_MOMENTS:
            assert list(index.in_order(moment, descending=True)) == [(at, 1)]
    assert index.first_number_since(NOW.date()) == 1
    assert not list(desk.table.query(keys.moment(Moment.CREATED)))


def test_a_change_moves_only_what_it_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = customer_ticket()
    after = replace(before, version=2, assignee=Assignee("group", 7), updated_at=NOW + DAY)
    desk.write(before)
    desk.follow(None, before)
    desk.write(after)
    written: list[Any] = []
    commit = desk.table.commit

    def note(operations: Any, deadline: Any) -> None:
        written.extend(operation.key.pk for operation in operations)
        commit(operations, deadline)

    monkeypatch.setattr(desk.table, "commit", note)
    desk.follow(before, after)

    assert set(written) == {"F#group#7", "F#assigned#group", "D#updated"}
    assert comparable(desk) == indexed_as(after)


def test_how_far_a_customer_has_read_is_followed_without_any_request(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = customer_ticket()
    monkeypatch.setattr(desk.indexer, "_tickets", None)
    monkeypatch.setattr(desk.indexer, "_index", None)

    desk.follow(before, replace(before, customer_read_upto=3))


def test_a_purged_ticket_leaves_nothing_and_late_records_bring_nothing_back(desk: Desk) -> None:
    first = customer_ticket()
    second = replace(first, version=2, tags=("a",), updated_at=NOW + DAY)
    desk.write(second)
    desk.follow(None, first)
    desk.follow(first, second)
    desk.purge(1)
    desk.follow(second, None)
    assert comparable(desk) == []

    desk.follow(None, first)
    desk.follow(first, second)

    assert comparable(desk) == []


def test_a_record_that_was_parked_does_not_bring_back_what_was_then(desk: Desk) -> None:
    tagged = customer_ticket(tags=("a",), due_date=NOW.date())
    other = replace(tagged, version=2, tags=("b",), due_date=(NOW + DAY).date())
    last = replace(tagged, version=3, tags=("c",), due_date=(NOW + 2 * DAY).date())
    desk.write(last)
    desk.follow(None, tagged)
    desk.follow(other, last)
    desk.follow(tagged, other)

    assert comparable(desk) == indexed_as(last)


def test_a_late_record_sees_a_change_that_comes_between_its_read_and_its_writes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = customer_ticket()
    tagged = replace(first, version=2, tags=("a",), due_date=NOW.date())
    again = replace(tagged, version=3, category_id=7)
    last = replace(tagged, version=4, tags=(), due_date=None)
    desk.write(again)
    desk.follow(None, first)
    write = fact_indexing.write_changes

    def meanwhile(*arguments: Any) -> None:
        monkeypatch.undo()
        desk.write(last)
        Desk.follow(desk, again, last)
        write(*arguments)

    monkeypatch.setattr(fact_indexing, "write_changes", meanwhile)
    desk.follow(first, tagged)
    desk.follow(tagged, again)

    assert comparable(desk) == indexed_as(last)


runs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 3)), max_size=4)


@given(ticket_histories(), runs)
def test_records_that_are_delivered_again_end_at_the_row(
    history: TicketHistory, runs: list[tuple[int, int, int]]
) -> None:
    """Each run of the function begins some records back, ends anywhere, and the row is some changes ahead of it."""
    desk, steps, position, written = Desk(FakeTable()), history.steps, 0, 0
    for back, length, ahead in [*runs, (0, len(steps), 0)]:
        start = max(0, position - back)
        position = min(start + length, len(steps))
        for place in range(start, position):
            written = max(written, min(place + 1 + ahead, len(steps)))
            desk.write(steps[written - 1].after)
            desk.follow(steps[place].before, steps[place].after)

    assert comparable(desk) == indexed_as(history.ticket)


@given(ticket_histories(), st.randoms(use_true_random=False))
def test_records_in_any_order_end_at_the_row(history: TicketHistory, random: Any) -> None:
    desk = Desk(FakeTable())
    desk.write(history.ticket)
    shuffled = list(history.steps)
    random.shuffle(shuffled)
    for step in shuffled:
        desk.follow(step.before, step.after)

    assert comparable(desk) == indexed_as(history.ticket)


@pytest.mark.parametrize("events", [["INSERT"], ["INSERT", "REMOVE", "INSERT"], ["INSERT", "REMOVE"]], ids="".join)
def test_a_star_is_a_fact_as_long_as_it_exists(desk: Desk, events: Sequence[str]) -> None:
    for event in events:
        key = keys.star(7, 3)
        write = PutItem(key, {"type": "star", "version": 2}) if event == "INSERT" else DeleteItem(key)
        desk.table.write(write)
    for event in [*events, events[0]]:
        desk.indexer.index_star(star_record(7, 3, event))

    found = desk.resources.fact_index.tickets_with(Fact(FactKind.STARRED_BY, 3))
    assert list(found.newest_first()) == ([7] if events[-1] == "INSERT" else [])


def test_the_first_number_of_a_day_is_the_lowest_one_opened(desk: Desk) -> None:
    for number, at in [(12, NOW), (11, NOW + HOUR), (13, datetime(2026, 1, 6, tzinfo=UTC) - timedelta.resolution)]:
        desk.follow(None, customer_ticket(number=number, created_at=at))

    assert desk.resources.fact_index.first_number_since(NOW.date()) == 11
