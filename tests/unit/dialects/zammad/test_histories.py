"""Articles of a history are numbered by its messages, also where the middle of the history is left out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.dialects.zammad import histories
from polydesk.dialects.zammad.histories import History, places_of
from polydesk.dialects.zammad.time_accountings import accountings
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.handling import Handling
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import CLIENT, STAFF, set_up_with_callers
from tests.unit.domain.samples import NOW

UPDATES = 30


@pytest.fixture
def desk() -> Desk:
    """A desk with one ticket: a note in every third update, and working time in every fifth."""
    desk = Desk(set_up_with_callers(FakeTable(), NOW), RequestContext(NOW, Deadline(5.0)))
    desk.tickets.open(TicketRequest("Broken", NewMessage("Help"), 5, GENERAL, PRIORITIES[1]), CLIENT)
    for version in range(2, UPDATES + 1):
        note = NewMessage("x" * 1000, public=False) if version % 3 == 0 else None
        minutes = Decimal(version) if version % 5 == 0 else None
        handling = Handling(subject=f"Version {version}", minutes=minutes, time_type=1)
        desk.tickets.handle(1, STAFF, 3, handling, note)
    return desk


def test_a_history_that_is_read_whole_numbers_its_messages_in_order(desk: Desk) -> None:
    history = histories.read(desk, desk.tickets.get(1, STAFF))

    assert len(history.updates) == UPDATES
    assert history.places == {1: 1, **{3 * n: 1 + n for n in range(1, 11)}}
    assert history.headers == {}


def test_a_history_that_is_cut_has_the_same_numbers_and_says_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "ROOM", 5000)
    history = histories.read(desk, desk.tickets.get(1, STAFF))

    versions = [update.version for update in history.updates]
    assert versions[0] == 1
    assert versions[1:] == list(range(versions[1], UPDATES + 1))
    assert history.places == {1: 1, **{3 * n: 1 + n for n in range(1, 11) if 3 * n >= versions[1]}}
    assert history.headers == {"X-Updates-Left-Out": str(versions[1] - 2)}


def test_an_opening_without_a_message_has_no_article(desk: Desk) -> None:
    history = histories.read(desk, desk.tickets.get(1, STAFF))
    opening = replace(history.updates[0], message=None)
    ticket = replace(history.ticket, messages=history.ticket.messages - 1)

    assert places_of(ticket, [opening, *history.updates[1:]]) == {3 * n: n for n in range(1, 11)}


def test_working_time_is_found_with_its_article_and_its_type(desk: Desk) -> None:
    history: History = histories.read(desk, desk.tickets.get(1, STAFF))

    assert [(one["id"], one["ticket_article_id"], one["type_id"]) for one in accountings(history)] == [
        (1005, None, 1),
        (1010, None, 1),
        (1015, 1006, 1),
        (1020, None, 1),
        (1025, None, 1),
        (1030, 1011, 1),
    ]
