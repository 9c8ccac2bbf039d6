"""Handling a ticket on the condition that staff have not written to the customer since."""

import pytest

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import InvalidValue, NewerStaffMessage
from polydesk.domain.handling import Handling
from polydesk.domain.person import AGENT, Principal
from polydesk.domain.ticket import Ticket, entry_id
from polydesk.storage.retry import Deadline
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import set_up_with_callers
from tests.unit.domain.samples import NOW

KEY = Principal("key", frozenset({AGENT}), None)
REQUEST = TicketRequest("It is broken", NewMessage("Help"), 5, GENERAL, PRIORITIES[1], as_customer=True)


@pytest.fixture
def desk() -> Desk:
    """The desk with one ticket of a customer."""
    found = Desk(set_up_with_callers(FakeTable(), NOW), RequestContext(NOW, Deadline(5.0)))
    found.tickets.open(REQUEST, KEY)
    return found


def answer(desk: Desk, ticket: Ticket, text: str, seen: int, *, public: bool = True) -> Ticket:
    """Write as an agent who has read the ticket up to this version."""
    handling = Handling(seen_upto=entry_id(ticket.number, seen))
    return desk.tickets.handle(ticket, KEY, 3, handling, NewMessage(text, public=public)).ticket


def test_of_two_agents_who_answer_at_once_one_is_refused(desk: Desk) -> None:
    read_by_both = desk.tickets.get(1, KEY)

    assert answer(desk, read_by_both, "First", seen=1).staff_message_version == 2
    with pytest.raises(NewerStaffMessage):
        answer(desk, read_by_both, "Second", seen=1)

    assert desk.tickets.get(1, KEY).messages == 2


def test_a_note_that_comes_between_is_no_newer_message(desk: Desk) -> None:
    read_by_both = desk.tickets.get(1, KEY)
    answer(desk, read_by_both, "Careful", seen=1, public=False)

    assert answer(desk, read_by_both, "Done", seen=1).version == 3


@pytest.mark.parametrize("seen", [entry_id(1, 0), entry_id(1, 2), entry_id(2, 1), 1])
def test_the_entry_belongs_to_the_ticket(desk: Desk, seen: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        desk.tickets.handle(desk.tickets.get(1, KEY), KEY, 3, Handling(seen_upto=seen), None)

    assert refused.value.field == "seen_upto"
