"""A page has no ticket whose row does not match any more, and is not short because of it."""

from dataclasses import replace
from random import Random

import pytest

from polydesk.desk.lists.orders import ByMoment
from polydesk.desk.lists.pages import page
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import EVERY, WithFact
from tests.unit.desk.lists.callers import AN_AGENT
from tests.unit.desk.lists.worlds import Naive, changed, random_desk

TAGGED = WithFact(Fact(FactKind.TAG, "a"))
VISIBLE = visible_to(AN_AGENT, TAGGED)


def test_the_next_tickets_take_the_places_of_those_that_have_changed() -> None:
    desk = random_desk(Random(9), 300)
    before = Naive(desk).numbers(TAGGED)
    for number in before[:15]:
        changed(desk, number, tags=())
    got = page(desk.sources, VISIBLE, 0, 10)
    assert [one.number for one in got.tickets] == before[15:25]
    assert got.total == len(before)


def test_the_last_page_is_as_short_as_it_is() -> None:
    desk = random_desk(Random(9), 300)
    before = Naive(desk).numbers(TAGGED)
    changed(desk, before[-1], tags=())
    assert [one.number for one in page(desk.sources, VISIBLE, len(before) - 2, 10).tickets] == before[-2:-1]


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("apart", [1, 250])
def test_a_ticket_that_is_found_at_two_times_is_shown_once(ascending: bool, apart: int) -> None:
    desk = random_desk(Random(9), 400)
    order, visible = ByMoment(Moment.UPDATED, ascending), visible_to(AN_AGENT, EVERY)
    before = [one.number for one in page(desk.sources, visible, 0, 1_000, order).tickets]
    first, other = desk.tickets[before[0]], desk.tickets[before[apart]]
    desk.moving[first.number] = replace(first, updated_at=other.updated_at)
    assert [one.number for one in page(desk.sources, visible, 0, 1_000, order).tickets] == before
    assert [one.number for one in page(desk.sources, visible, 300, 10, order).tickets] == before[300:310]
