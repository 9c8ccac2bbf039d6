"""A list reads what can have its tickets, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from polydesk.desk.lists.compared_leaves import MOST_COMPARED
from polydesk.desk.lists.creation_leaves import MOST_TO_COMPARE
from polydesk.desk.lists.errors import TooManyRows, TooManyToCompare, TooManyToSort
from polydesk.desk.lists.orders import SORTABLE, ByKey, ByMoment
from polydesk.desk.lists.pages import Page, page
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import (
    EVERY,
    NONE,
    Filter,
    Happened,
    InStates,
    Measured,
    NumberedBetween,
    Texts,
    WithFact,
    WithWords,
)
from polydesk.domain.measures import Measure
from polydesk.domain.search_terms import parse_query
from polydesk.domain.ticket import Ticket
from tests.fakes.list_reads import QUARTER, FakeDesk
from tests.unit.desk.lists.callers import AN_AGENT, a_customer
from tests.unit.desk.lists.worlds import START, Naive, changed, random_desk

OPENED = InStates(frozenset({1, 2, 3}))
LONG = Measured(Measure.MESSAGES, least=Decimal(3))
BOOKED = Measured(Measure.TIME_SPENT)
PRINTER = WithWords(parse_query("printer"), Texts.ALL)
TAGGED = WithFact(Fact(FactKind.TAG, "a"))


@pytest.fixture
def desk() -> FakeDesk:
    desk = random_desk(Random(7), 300)
    desk.is_hidden_complete = True
    return desk


def first_page(desk: FakeDesk, filter_: Filter, size: int = 10) -> Page:
    """Return the first page of an agent's list."""
    return page(desk.sources, visible_to(AN_AGENT, filter_), 0, size)


def quarters_read(desk: FakeDesk) -> set[int]:
    """Return the quarters of which other tickets than purged ones were read."""
    return {quarter for quarter, part in desk.parts if part == "kept"}


def only_in_quarter(desk: FakeDesk, quarter: int, is_moved: Callable[[Ticket], bool], **instead: Any) -> None:
    """Change the tickets of other quarters that are as described."""
    for number, ticket in desk.tickets.items():
        if number // QUARTER != quarter and is_moved(ticket):
            desk.tickets[number] = replace(ticket, **instead)


def test_only_quarters_with_opened_tickets_are_read_for_them(desk: FakeDesk) -> None:
    only_in_quarter(desk, 1, lambda one: one.state_id in OPENED.state_ids, state_id=4)
    assert first_page(desk, OPENED, 1_000).tickets
    assert quarters_read(desk) == {1}


def test_a_search_in_all_states_reads_no_quarter(desk: FakeDesk) -> None:
    assert first_page(desk, PRINTER).tickets
    assert desk.reads.keys() == {"words", "directory", "hidden", "rows", "row"}


def test_until_all_hidden_tickets_are_known_a_search_reads_quarters_with_these(desk: FakeDesk) -> None:
    desk.is_hidden_complete = False
    only_in_quarter(desk, 1, lambda one: one.spam, spam=False)
    assert first_page(desk, PRINTER, 1_000).tickets
    assert quarters_read(desk) <= {1}


def test_a_search_among_opened_tickets_reads_only_quarters_with_these(desk: FakeDesk) -> None:
    only_in_quarter(desk, 1, lambda one: one.state_id in OPENED.state_ids, state_id=4)
    assert first_page(desk, PRINTER & OPENED, 1_000).tickets
    assert quarters_read(desk) == {1}


def test_an_alternative_of_tagged_tickets_or_most_states_reads_the_other_state(desk: FakeDesk) -> None:
    only_in_quarter(desk, 1, lambda one: one.state_id == 1 or one.spam, state_id=4, spam=False)
    filter_ = TAGGED | ~InStates(frozenset({1}))
    assert first_page(desk, filter_, 0).total == len(Naive(desk).numbers(filter_))
    assert quarters_read(desk) <= {1}


def test_a_list_of_what_a_customer_may_see_needs_two_requests(desk: FakeDesk) -> None:
    assert page(desk.sources, visible_to(a_customer(1), OPENED), 0, 10).tickets
    assert desk.reads.keys() == {"own", "rows", "row"}
    assert desk.rounds == 2


@pytest.mark.parametrize(("filter_", "rounds"), [(EVERY, 3), (OPENED, 3), (PRINTER, 2), (TAGGED & OPENED, 3)])
def test_requests_in_a_row(desk: FakeDesk, filter_: Filter, rounds: int) -> None:
    first_page(desk, filter_)
    assert desk.rounds == rounds


@pytest.mark.parametrize("filter_", [EVERY, OPENED, TAGGED])
def test_requests_in_a_row_in_the_order_of_a_moment(desk: FakeDesk, filter_: Filter) -> None:
    assert page(desk.sources, visible_to(AN_AGENT, filter_), 0, 10, ByMoment(Moment.UPDATED)).tickets
    assert desk.rounds <= 3


def test_a_customers_list_that_is_sorted_reads_no_times(desk: FakeDesk) -> None:
    assert page(desk.sources, visible_to(a_customer(1), EVERY), 0, 10, ByMoment(Moment.UPDATED)).tickets
    assert desk.reads.keys() == {"own", "rows", "row"}


def test_an_order_by_times_ends_with_the_last_ticket_of_the_list() -> None:
    desk = random_desk(Random(7), 700)
    numbers = sorted(desk.tickets)
    for number in numbers:
        desk.tickets[number] = replace(desk.tickets[number], updated_at=START + timedelta(minutes=number))
    first_half = TAGGED & NumberedBetween(last=numbers[300])
    listed = Naive(desk).numbers(first_half)
    changed(desk, listed[0], tags=())
    got = page(desk.sources, visible_to(AN_AGENT, first_half), len(listed) - 5, 10, ByMoment(Moment.UPDATED, True))
    assert [one.number for one in got.tickets] == listed[4:0:-1]
    assert 0 < desk.reads["time"] <= 400


def test_a_range_of_numbers_reads_its_quarters_only(desk: FakeDesk) -> None:
    assert first_page(desk, NumberedBetween(9_000, 13_000), 1_000).tickets
    assert {quarter for quarter, _ in desk.parts} == {2, 3}


def test_whole_days_of_creation_compare_no_rows(desk: FakeDesk) -> None:
    filter_ = Happened(Moment.CREATED, START + timedelta(days=2), START + timedelta(days=30))
    assert first_page(desk, filter_, 0).total == len(Naive(desk).numbers(filter_))
    assert not desk.reads["row"]


def test_a_time_within_a_day_compares_the_rows_of_that_day(desk: FakeDesk) -> None:
    filter_ = Happened(Moment.CREATED, START + timedelta(days=2, hours=9))
    assert first_page(desk, filter_, 0).total == len(Naive(desk).numbers(filter_))
    assert desk.reads["rows"] == 1


def test_more_tickets_of_a_day_than_are_compared_are_refused(desk: FakeDesk) -> None:
    some, late = next(iter(desk.tickets.values())), START + timedelta(days=90)
    for number in range(50_000, 50_001 + MOST_TO_COMPARE):
        desk.tickets[number] = replace(some, number=number, created_at=late, spam=False)
    with pytest.raises(TooManyToCompare):
        first_page(desk, Happened(Moment.CREATED, late + timedelta(hours=1)))


def test_numbers_that_no_ticket_has_are_not_compared(desk: FakeDesk) -> None:
    some, late = next(iter(desk.tickets.values())), START + timedelta(days=90)
    for number in (50_000, 50_001 + MOST_TO_COMPARE):
        desk.tickets[number] = replace(some, number=number, created_at=late, spam=False)
    assert first_page(desk, Happened(Moment.CREATED, late - timedelta(minutes=1))).total == 2


def test_more_tickets_than_can_be_sorted_are_refused() -> None:
    desk = random_desk(Random(8), 2_600)
    order = ByKey(lambda one: one.subject)
    with pytest.raises(TooManyToSort, match=f"{SORTABLE:,}"):
        page(desk.sources, EVERY, 0, 10, order)
    assert len(page(desk.sources, TAGGED & OPENED, 0, 10, order).tickets) == 10


def test_nothing_has_no_tickets(desk: FakeDesk) -> None:
    assert first_page(desk, NONE) == Page(0, [])
    assert page(FakeDesk().sources, EVERY, 0, 10) == Page(0, [])


def test_rows_are_compared_where_the_other_conditions_leave_tickets(desk: FakeDesk) -> None:
    few = TAGGED & OPENED & PRINTER
    left = first_page(desk, few, 0).total
    desk.reads.clear()
    assert first_page(desk, few & (LONG | BOOKED), 0).total == len(Naive(desk).numbers(few & (LONG | BOOKED)))
    assert desk.reads["rows"] == 1
    assert desk.reads["row"] <= left + len(desk.gone) + 50


def test_rows_that_several_conditions_compare_are_read_once(desk: FakeDesk) -> None:
    for filter_ in (LONG & ~BOOKED, LONG | BOOKED | (TAGGED & Happened(Moment.RESPONSE_DUE, START))):
        desk.reads.clear()
        desk.rounds = 0
        assert first_page(desk, filter_, 0).total == len(Naive(desk).numbers(filter_))
        assert desk.reads["rows"] == 1
        assert desk.rounds <= 3


def many_tickets(size: int) -> FakeDesk:
    """Return a desk with so many opened tickets, a tenth of them tagged, that have no numbers between them."""
    some = replace(next(iter(random_desk(Random(7), 20).tickets.values())), spam=False, visible_only_staff=False)
    tags = {number: ("a",) if number % 10 == 0 else () for number in range(1, size + 1)}
    return FakeDesk({number: replace(some, number=number, state_id=1, tags=tags[number]) for number in tags})


@pytest.mark.parametrize("filter_", [LONG, LONG | TAGGED, LONG & OPENED, ~LONG])
def test_more_rows_than_are_compared_are_refused_before_any_is_read(filter_: Filter) -> None:
    desk = many_tickets(MOST_COMPARED * 10 // 9 + 5)
    with pytest.raises(TooManyRows) as caught:
        first_page(desk, filter_)
    assert caught.value.by == LONG
    assert not desk.reads["rows"] | desk.reads["parts"]


def test_rows_that_other_conditions_decide_do_not_count() -> None:
    desk = many_tickets(MOST_COMPARED + 500)
    assert first_page(desk, LONG & TAGGED, 0).total == len(Naive(desk).numbers(LONG & TAGGED))
    assert first_page(desk, LONG & NumberedBetween(1, MOST_COMPARED), 0).total == len(
        Naive(desk).numbers(LONG & NumberedBetween(1, MOST_COMPARED))
    )
    many_states = LONG & InStates(frozenset({2}))
    assert first_page(desk, many_states, 0).total == 0
