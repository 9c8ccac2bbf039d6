"""A caller's lists have what the caller may see."""

from dataclasses import replace

import pytest

from polydesk.desk.lists.pages import page
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.filters import EVERY, Filter, Flag, Flagged, OfCustomers, Texts, WithWords
from polydesk.domain.person import Author, Principal
from polydesk.domain.search_terms import parse_query
from polydesk.domain.ticket import Ticket
from tests.fakes.list_reads import FakeDesk
from tests.unit.desk.lists.callers import AN_AGENT, a_customer
from tests.unit.desk.lists.worlds import START

PLAIN = Ticket(1, 1, "Help", 1, 1, 1, 5, Author.customer(5), START, START)
TICKETS = (
    PLAIN,
    replace(PLAIN, number=2, visible_only_staff=True),
    replace(PLAIN, number=3, spam=True),
    replace(PLAIN, number=4, customer_id=6),
    replace(PLAIN, number=5, archived=True, state_id=4),
)
NOTE = WithWords(parse_query("secret"), Texts.ALL)


def listed(by: Principal, filter_: Filter) -> set[int]:
    desk = FakeDesk({one.number: one for one in TICKETS}, messages={1: {Texts.ALL: "secret"}})
    return {one.number for one in page(desk.sources, visible_to(by, filter_), 0, 10).tickets}


@pytest.mark.parametrize(
    ("filter_", "numbers"),
    [
        pytest.param(EVERY, {1, 2, 4, 5}, id="all but spam"),
        pytest.param(Flagged(Flag.SPAM), {3}, id="spam if asked for"),
        pytest.param(Flagged(Flag.SPAM) | ~Flagged(Flag.SPAM), {1, 2, 3, 4, 5}, id="both if asked for"),
        pytest.param(NOTE, {1}, id="words of notes"),
    ],
)
def test_agents(filter_: Filter, numbers: set[int]) -> None:
    assert listed(AN_AGENT, filter_) == numbers


@pytest.mark.parametrize(
    ("filter_", "numbers"),
    [
        pytest.param(EVERY, {1, 5}, id="their own"),
        pytest.param(OfCustomers(frozenset({6})), set(), id="none of another customer"),
        pytest.param(Flagged(Flag.SPAM), set(), id="no spam"),
        pytest.param(Flagged(Flag.STAFF_ONLY), set(), id="none for staff only"),
        pytest.param(NOTE, set(), id="no words of notes"),
        pytest.param(~(~NOTE), set(), id="no words of notes, however it is asked"),
    ],
)
def test_customers(filter_: Filter, numbers: set[int]) -> None:
    assert listed(a_customer(5), filter_) == numbers
