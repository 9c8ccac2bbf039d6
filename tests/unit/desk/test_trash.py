"""A ticket in the trash is in no list and out of its customer's sight, until it is taken out again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import TicketNotFound, TrashBeingPrepared
from polydesk.domain.filters import EVERY, Flag, Flagged, InStates
from polydesk.domain.handling import Handling
from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import DeleteItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import CLIENT, STAFF, set_up_with_callers
from tests.unit.domain.samples import CLOSED, HOUR, NEW, NOW, REMINDER, STATES

REQUEST = TicketRequest("It is broken", NewMessage("Please help"), 5, GENERAL, PRIORITIES[1])


@pytest.fixture
def resources() -> Resources:
    return set_up_with_callers(FakeTable(), NOW)


@pytest.fixture
def desk(resources: Resources) -> Desk:
    """A desk with three tickets."""
    desk = at(resources)
    for _ in range(3):
        desk.tickets.open(REQUEST, CLIENT)
    return desk


def at(resources: Resources, time: timedelta = timedelta()) -> Desk:
    """Return the desk for a request at this time."""
    return Desk(resources, RequestContext(NOW + time, Deadline(5.0)))


def listed(desk: Desk) -> list[tuple[int, list[int]]]:
    """Return what staff and the customer find: how many in all, and the numbers."""
    pages = [desk.lists.page(by, EVERY, 0, 10) for by in (STAFF, CLIENT)]
    return [(page.total, [ticket.number for ticket in page.tickets]) for page in pages]


def kinds(desk: Desk, number: int) -> list[str]:
    return [entry.kind for entry in desk.history.of(desk.tickets.get(number, STAFF), room=10_000)]


def test_trash_is_in_no_list_and_in_no_count(desk: Desk) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)

    assert listed(desk) == [(2, [3, 1])] * 2


def test_staff_find_it_in_a_list_that_asks_for_the_flag(desk: Desk) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)

    pages = [desk.lists.page(by, Flagged(Flag.TRASHED), 0, 10) for by in (STAFF, CLIENT)]
    assert [[ticket.number for ticket in page.tickets] for page in pages] == [[2], []]


def test_a_ticket_comes_back_where_it_was(desk: Desk) -> None:
    desk.tickets.close(2, CLIENT, None, None)
    before = [desk.lists.page(STAFF, InStates(frozenset({state})), 0, 10) for state in (NEW, CLOSED)]
    desk.tickets.trash(2, STAFF, trashed=True)
    desk.tickets.trash(2, STAFF, trashed=False)

    after = [desk.lists.page(STAFF, InStates(frozenset({state})), 0, 10) for state in (NEW, CLOSED)]
    assert [(page.total, [one.number for one in page.tickets]) for page in after] == [
        (page.total, [one.number for one in page.tickets]) for page in before
    ]


def test_its_customer_does_not_find_it(desk: Desk) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)

    with pytest.raises(TicketNotFound):
        desk.tickets.get(2, CLIENT)
    with pytest.raises(TicketNotFound):
        desk.tickets.comment(2, CLIENT, NewMessage("Hello?"))


def test_staff_read_it_write_to_it_and_move_it_while_it_stays_in_the_trash(desk: Desk) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)
    desk.tickets.comment(2, STAFF, NewMessage("We look into it"))
    desk.tickets.close(2, STAFF, None, None)

    ticket = desk.tickets.get(2, STAFF)
    assert (ticket.trashed, ticket.state_id) == (True, CLOSED)
    assert listed(desk) == [(2, [3, 1])] * 2
    assert kinds(desk, 2) == ["opened", "trashed", "replied", "closed"]


def test_the_history_has_the_flag(desk: Desk) -> None:
    changes = [
        entry.changes[0]
        for trashed in (True, False)
        if (entry := desk.tickets.trash(2, STAFF, trashed=trashed).entry) is not None
    ]

    assert [(one.field, one.old, one.new) for one in changes] == [("trashed", False, True), ("trashed", True, False)]
    assert kinds(desk, 2) == ["opened", "trashed", "untrashed"]


@pytest.mark.parametrize("trashed", [True, False])
def test_a_repetition_changes_nothing(desk: Desk, trashed: bool) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)
    first = desk.tickets.trash(2, STAFF, trashed=trashed).ticket

    again = desk.tickets.trash(2, STAFF, trashed=trashed)

    assert (again.entry, again.ticket) == (None, first)


def test_the_time_is_that_of_the_last_marking(resources: Resources, desk: Desk) -> None:
    desk.tickets.trash(2, STAFF, trashed=True)
    desk.tickets.trash(2, STAFF, trashed=False)
    assert desk.tickets.get(2, STAFF).trashed_at is None

    at(resources, HOUR).tickets.trash(2, STAFF, trashed=True)

    assert desk.tickets.get(2, STAFF).trashed_at == NOW + HOUR


FlagSetter = Callable[[Desk, bool], object]


def spam(desk: Desk, set_: bool) -> None:
    desk.tickets.mark_spam(2, STAFF, spam=set_)


def trash(desk: Desk, set_: bool) -> None:
    desk.tickets.trash(2, STAFF, trashed=set_)


@pytest.mark.parametrize(("first", "last"), [(spam, trash), (trash, spam)])
def test_spam_in_the_trash_is_hidden_until_it_is_neither(desk: Desk, first: FlagSetter, last: FlagSetter) -> None:
    spam(desk, True)
    trash(desk, True)

    first(desk, False)
    assert listed(desk) == [(2, [3, 1])] * 2

    last(desk, False)
    assert listed(desk) == [(3, [3, 2, 1])] * 2


def test_trash_has_no_timers_and_gets_them_back(resources: Resources, desk: Desk) -> None:
    state = STATES.rows[REMINDER]
    desk.tickets.handle(desk.tickets.get(2, STAFF), STAFF, 3, Handling(state, NOW + HOUR), None)
    due = NOW + 2 * HOUR

    desk.tickets.trash(2, STAFF, trashed=True)
    assert list(resources.timer_index.due_tickets(due, 10)) == []

    desk.tickets.trash(2, STAFF, trashed=False)
    assert [entry.number for entry in resources.timer_index.due_tickets(due, 10)] == [2]


def test_spam_in_the_trash_is_still_due_for_its_purge(resources: Resources, desk: Desk) -> None:
    spam(desk, True)
    trash(desk, True)

    assert list(resources.timer_index.spam_tickets(NOW + HOUR)) == [2]


def test_the_indexes_know_the_flag(resources: Resources, desk: Desk) -> None:
    trash(desk, True)

    def is_trash(slot: Slot) -> bool:
        return slot.trashed

    directory = resources.ticket_index.directory()
    assert list(resources.ticket_index.select(directory, is_trash).newest_first()) == [2]
    assert list(resources.own_sets.of([5], is_trash).newest_first()) == [2]


def test_nothing_is_put_into_the_trash_before_the_lists_know_it() -> None:
    table = FakeTable()
    resources = set_up_with_callers(table, NOW)
    at(resources).tickets.open(REQUEST, CLIENT)
    table.write(DeleteItem(keys.migration(SETS_STEP)))
    upgraded = at(resources_on(table))

    with pytest.raises(TrashBeingPrepared) as refused:
        upgraded.tickets.trash(1, STAFF, trashed=True)

    assert str(refused.value) == "The trash is being prepared after an upgrade of the desk. Try again later."
    assert kinds(upgraded, 1) == ["opened"]
