"""Use cases of tickets, from the desk down to the items of a table in memory."""

from datetime import timedelta

import pytest

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import QuotaExceeded, TicketIsOpen, TicketNotFound
from polydesk.domain.filters import InStates
from polydesk.domain.person import Principal
from polydesk.domain.slot import Slot
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import CLIENT, STAFF, STRANGER, set_up_with_callers
from tests.unit.domain.samples import CLOSED, NEW, NOW, OPEN

REQUEST = TicketRequest("It is broken", NewMessage("Please help"), 5, GENERAL, PRIORITIES[1])


@pytest.fixture
def resources() -> Resources:
    return set_up_with_callers(FakeTable(), NOW, comments_per_minute=3)


def request(resources: Resources, minutes: int = 0, key: IdempotencyKey | None = None) -> Desk:
    """Return the desk for one more request."""
    return Desk(resources, RequestContext(NOW + timedelta(minutes=minutes), Deadline(5.0), key))


@pytest.fixture
def desk(resources: Resources) -> Desk:
    """The desk for a request."""
    return request(resources)


def comment(desk: Desk, by: Principal, text: str = "More") -> None:
    desk.tickets.comment(1, by, NewMessage(text))


def test_a_ticket_is_opened_answered_closed_and_reopened(desk: Desk) -> None:
    assert desk.tickets.open(REQUEST, CLIENT)[0].ticket.state_id == NEW

    desk.tickets.comment(1, STAFF, NewMessage("We are on it"))
    assert desk.tickets.get(1, CLIENT).staff_message_version == 2

    desk.tickets.close(1, CLIENT, "Thanks", 1)
    assert desk.tickets.get(1, CLIENT).state_id == CLOSED

    desk.tickets.reopen(1, CLIENT, NewMessage("Again"))
    ticket = desk.tickets.get(1, CLIENT)
    assert (ticket.state_id, ticket.version) == (OPEN, 4)
    history = desk.history.of(ticket, room=10_000)
    texts = [entry.message.text for entry in history if entry.message]
    assert texts == ["Please help", "We are on it", "Again"]
    with pytest.raises(TicketIsOpen):
        desk.tickets.reopen(1, CLIENT, NewMessage("Once more"))


def test_lists_and_counts_follow_the_state_of_a_ticket(desk: Desk, resources: Resources) -> None:
    for _ in range(3):
        desk.tickets.open(REQUEST, CLIENT)
    desk.tickets.close(2, CLIENT, None, None)

    for by in (STAFF, CLIENT):
        opened = desk.lists.page(by, InStates(frozenset({NEW})), 0, 10)
        assert (opened.total, [ticket.number for ticket in opened.tickets]) == (2, [3, 1])
        closed = desk.lists.page(by, InStates(frozenset({CLOSED})), 0, 10)
        assert (closed.total, [ticket.number for ticket in closed.tickets]) == (1, [2])
    assert desk.lists.page(STRANGER, InStates(frozenset({NEW, CLOSED})), 0, 10).tickets == []
    assert resources.ticket_index.directory().totals == {Slot(NEW): 2, Slot(CLOSED): 1}


def test_a_ticket_of_another_customer_is_not_found(desk: Desk) -> None:
    desk.tickets.open(REQUEST, CLIENT)

    with pytest.raises(TicketNotFound):
        desk.tickets.get(1, STRANGER)
    with pytest.raises(TicketNotFound):
        comment(desk, STRANGER)


def test_a_request_with_an_idempotency_key_takes_effect_once(resources: Resources) -> None:
    key = IdempotencyKey("digest", "fingerprint")

    first = request(resources, 0, key).tickets.open(REQUEST, CLIENT)
    again = request(resources, 1, key)

    assert again.recalled(CLIENT) == first[0]
    assert again.tickets.open(REQUEST, CLIENT)[0] == first[0]
    with pytest.raises(TicketNotFound):
        again.tickets.get(2, CLIENT)


def test_a_repetition_is_recalled_for_those_who_may_see_the_ticket(resources: Resources) -> None:
    key = IdempotencyKey("digest", "fingerprint")
    request(resources, 0, key).tickets.open(REQUEST, CLIENT)

    with pytest.raises(TicketNotFound):
        request(resources, 1, key).recalled(STRANGER)


def test_a_message_over_the_limit_changes_nothing(desk: Desk, resources: Resources) -> None:
    desk.tickets.open(REQUEST, CLIENT)
    for _ in range(3):
        comment(desk, CLIENT)
    with pytest.raises(QuotaExceeded):
        comment(desk, CLIENT)
    assert desk.tickets.get(1, CLIENT).messages == 4

    comment(request(resources, minutes=1), CLIENT)
    assert desk.tickets.get(1, CLIENT).messages == 5
