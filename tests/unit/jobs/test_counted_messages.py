"""Messages are counted from the history as the release counts them that writes the row."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given

from polydesk.domain.ticket import HistoryEntry
from polydesk.jobs import fact_parts
from polydesk.jobs.message_counting import MessageCounting, Position
from polydesk.storage import keys
from polydesk.storage.retry import Deadline
from polydesk.storage.tickets import Tickets
from polydesk.storage.transaction import DeleteItem, UpdateItem
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories
from tests.unit.jobs.fact_desk import FactDesk, written_before


def desk_of(history: TicketHistory) -> FactDesk:
    """A desk whose only ticket was written by an earlier release."""
    desk = FactDesk()
    desk.resources.keep_states(history.states)
    for step in history.steps:
        desk.write(step, earlier=True)
    return desk


@given(ticket_histories())
def test_a_counted_row_is_as_if_it_had_been_counted_from_the_first(history: TicketHistory) -> None:
    desk = desk_of(history)

    counting = MessageCounting(desk.resources, Deadline(60))
    assert counting.count(range(500)) is None

    assert desk.ticket(7) == history.ticket
    assert (counting.counted, counting.found) == (1, [])


@given(ticket_histories())
def test_counting_goes_on_where_the_time_was_up(history: TicketHistory) -> None:
    desk = desk_of(history)
    cursor, parts = fact_parts._cursor_of(Position(0)), 0
    while True:
        position = MessageCounting(desk.resources, Deadline(-1)).count(range(500), fact_parts._position_of(cursor))
        parts += 1
        if position is None:
            break
        cursor = fact_parts._cursor_of(position)

    assert desk.ticket(7) == history.ticket
    assert parts == max(len(history.steps), 1)


@given(ticket_histories())
def test_a_write_between_counting_and_writing_is_counted_as_well(history: TicketHistory) -> None:
    *earlier, last = history.steps
    if not earlier:
        return
    desk = desk_of(replace(history, steps=tuple(earlier)))
    read = Tickets.entries_between

    def entries_between(tickets: Tickets, number: int, first: int, upto: int) -> Iterator[HistoryEntry]:
        yield from read(tickets, number, first, upto)
        if upto < last.after.version:
            desk.write(last, earlier=True)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Tickets, "entries_between", entries_between)
        counting = MessageCounting(desk.resources, Deadline(60))
        assert counting.count(range(500)) is None

    assert desk.ticket(7) == history.ticket


@given(ticket_histories())
def test_a_history_that_does_not_fit_its_row_is_reported_and_left(history: TicketHistory) -> None:
    assume(history.ticket.opened_with_message)
    desk = desk_of(history)
    desk.table.write(DeleteItem(keys.history_entry(7, 1)))

    counting = MessageCounting(desk.resources, Deadline(60))

    assert counting.count(range(500)) is None
    messages = history.ticket.messages
    assert counting.found == [{"ticket": 7, "problem": f"{messages} messages, {messages - 1} in its history"}]
    assert desk.ticket(7) == written_before(history.ticket)


@given(ticket_histories())
def test_an_entry_that_cannot_be_read_is_reported(history: TicketHistory) -> None:
    desk = desk_of(history)
    desk.table.write(UpdateItem(keys.history_entry(7, 1), {"by": None}))

    counting = MessageCounting(desk.resources, Deadline(60))

    assert counting.count(range(500)) is None
    assert counting.found == [{"ticket": 7, "problem": "history cannot be read"}]
