"""Conditions of a list that are read from the same place are read once, and no more of it than all of them need."""

from datetime import timedelta
from random import Random

import pytest

from polydesk.desk.lists.pages import page
from polydesk.desk.lists.planner import plan
from polydesk.domain.facts import Moment
from polydesk.domain.filters import NONE, AllOf, Filter, Happened, OfCustomers
from tests.fakes.list_reads import FakeDesk
from tests.unit.desk.lists.worlds import START, random_desk

DAY = timedelta(days=1)
SINCE = Happened(Moment.UPDATED, since=START + DAY)
UNTIL = Happened(Moment.UPDATED, until=START + 2 * DAY)
ONE_DAY = Happened(Moment.UPDATED, START + DAY, START + 2 * DAY)


@pytest.fixture
def desk() -> FakeDesk:
    return random_desk(Random(7), 300)


def of(*person_ids: int) -> OfCustomers:
    return OfCustomers(frozenset(person_ids))


MERGED: dict[str, tuple[Filter, Filter]] = {
    "bounds of one moment": (SINCE & UNTIL, ONE_DAY),
    "nested": (AllOf((AllOf((SINCE,)), AllOf((UNTIL,)))), ONE_DAY),
    "the later start and the earlier end": (ONE_DAY & Happened(Moment.UPDATED, START, START + 5 * DAY), ONE_DAY),
    "a time that ends before it begins": (
        Happened(Moment.UPDATED, until=START) & Happened(Moment.UPDATED, since=START),
        NONE,
    ),
    "customers of both": (of(1, 2, 3) & of(2, 3, 4), of(2, 3)),
    "no customer of both": (of(1) & of(2), NONE),
}


@pytest.mark.parametrize(("filter_", "equal"), MERGED.values(), ids=MERGED)
def test_conditions_of_one_kind_become_one(filter_: Filter, equal: Filter) -> None:
    assert plan(filter_) == plan(equal)


def test_times_of_two_moments_and_alternatives_stay_as_they_are() -> None:
    for filter_ in (SINCE & Happened(Moment.DUE, until=START), SINCE | UNTIL, of(1) | of(2)):
        assert plan(filter_).rest == filter_


@pytest.mark.parametrize("name", MERGED)
def test_the_list_is_the_same(desk: FakeDesk, name: str) -> None:
    filter_, equal = MERGED[name]
    found, wanted = (page(desk.sources, one, 0, 1_000) for one in (filter_, equal))

    assert (found.total, found.tickets) == (wanted.total, wanted.tickets)


def test_two_bounds_of_a_moment_are_one_read(desk: FakeDesk) -> None:
    page(desk.sources, SINCE & UNTIL, 0, 10)

    assert desk.reads["moment"] == 1
