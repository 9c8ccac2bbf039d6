"""A page has no ticket whose row does not match any more, and is not short because of it."""

from random import Random

from polydesk.desk.lists.pages import page
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.filters import WithFact
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
