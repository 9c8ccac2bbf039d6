"""The same pages come from a table with all indexes."""

from random import Random

import pytest

from polydesk.desk.lists.orders import INDEXED, ByMoment, ByNumber, SortMethod
from polydesk.desk.lists.pages import page
from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.facts import moments_of
from polydesk.domain.filters import Filter
from tests import profiles
from tests.fakes.list_reads import FakeDesk
from tests.fakes.table import FakeTable
from tests.unit.desk.lists.callers import AN_AGENT, a_customer
from tests.unit.desk.lists.stored import stored
from tests.unit.desk.lists.worlds import Naive, random_desk, random_filter

FILTERS = profiles.number(gate=100, full=600)
SIZES = (1, 10, 1_000)


@pytest.fixture(scope="module")
def desk() -> FakeDesk:
    return random_desk(Random(5), 120)


@pytest.fixture(scope="module")
def reads(desk: FakeDesk) -> Reads:
    return stored(desk, FakeTable())


def expect_page(reads: Reads, visible: Filter, expected: list[int], random: Random, order: SortMethod) -> None:
    size, offset = random.choice(SIZES), random.choice((0, len(expected) // 2, max(len(expected) - 1, 0)))
    got = page(reads, visible, offset, size, order)
    assert got.total == len(expected)
    assert [one.number for one in got.tickets] == expected[offset : offset + size]


def test_for_agents(desk: FakeDesk, reads: Reads) -> None:
    random = Random(1)
    for _ in range(FILTERS):
        filter_, ascending = random_filter(random), random.random() < 0.5
        expected = Naive(desk).numbers(filter_)[:: -1 if ascending else 1]
        expect_page(reads, visible_to(AN_AGENT, filter_), expected, random, ByNumber(ascending))


def test_for_customers(desk: FakeDesk, reads: Reads) -> None:
    random = Random(2)
    for _ in range(FILTERS):
        filter_ = random_filter(random)
        expected = Naive(desk).numbers(filter_, 1)
        expect_page(reads, visible_to(a_customer(1), filter_), expected, random, ByNumber())


@pytest.mark.parametrize("moment", sorted(INDEXED))
def test_by_moments(desk: FakeDesk, reads: Reads, moment: str) -> None:
    random = Random(3)
    for _ in range(FILTERS // 5):
        filter_, order = random_filter(random), ByMoment(next(one for one in INDEXED if one == moment))
        times = {number: moments_of(desk.tickets[number]).get(order.moment) for number in Naive(desk).numbers(filter_)}
        expected = sorted((at, number) for number, at in times.items() if at)[::-1]
        lacking = [number for number, at in times.items() if not at]
        expect_page(reads, visible_to(AN_AGENT, filter_), [*(one for _, one in expected), *lacking], random, order)
