"""Any page of any filter is what a look at every ticket says, by four requests in a row at most."""

from random import Random

import pytest

from polydesk.desk.lists.orders import ByKey, ByMoment, ByNumber
from polydesk.desk.lists.pages import page
from polydesk.desk.lists.visibility import visible_to
from polydesk.domain.facts import Moment, moments_of
from polydesk.domain.filters import Filter
from tests import profiles
from tests.fakes.list_reads import FakeDesk
from tests.unit.desk.lists.callers import AN_AGENT, a_customer
from tests.unit.desk.lists.worlds import Naive, random_desk, random_filter

SEEDS = range(profiles.number(gate=4, full=40))
FILTERS = profiles.number(gate=40, full=100)
SIZES = (1, 7, 25, 100, 1_000)
MOST_ROUNDS = 4


def expect_pages(desk: FakeDesk, visible: Filter, expected: list[int], random: Random) -> None:
    """Compare the first page, one in the middle, the last one and one past the end, in a random direction."""
    ascending, size = random.random() < 0.5, random.choice(SIZES)
    in_order = expected[::-1] if ascending else expected
    for offset in {0, len(expected) // 2, max(len(expected) - size, 0), len(expected)}:
        desk.rounds = 0
        got = page(desk.sources, visible, offset, size, ByNumber(ascending))
        assert got.total == len(expected)
        assert [one.number for one in got.tickets] == in_order[offset : offset + size]
        assert desk.rounds <= MOST_ROUNDS


@pytest.mark.parametrize("seed", SEEDS)
def test_for_agents(seed: int) -> None:
    random = Random(seed)
    desk = random_desk(random, 200)
    for _ in range(FILTERS):
        filter_ = random_filter(random)
        expect_pages(desk, visible_to(AN_AGENT, filter_), Naive(desk).numbers(filter_), random)


@pytest.mark.parametrize("seed", SEEDS)
def test_for_customers(seed: int) -> None:
    random = Random(1_000 + seed)
    desk = random_desk(random, 200)
    for _ in range(FILTERS):
        filter_, customer_id = random_filter(random), random.randrange(1, 5)
        visible = visible_to(a_customer(customer_id), filter_)
        expect_pages(desk, visible, Naive(desk).numbers(filter_, customer_id), random)


@pytest.mark.parametrize("seed", SEEDS)
def test_in_any_order(seed: int) -> None:
    random = Random(2_000 + seed)
    desk = random_desk(random, 200)
    for _ in range(FILTERS // 2):
        filter_, ascending, size = random_filter(random), random.random() < 0.5, random.choice(SIZES)
        moment = random.choice(tuple(Moment))
        expected = by_moment(desk, Naive(desk).numbers(filter_), moment, ascending=ascending)
        offset = random.choice((0, len(expected) // 2, len(expected)))
        got = page(desk.sources, visible_to(AN_AGENT, filter_), offset, size, ByMoment(moment, ascending))
        assert got.total == len(expected)
        assert [one.number for one in got.tickets] == expected[offset : offset + size]


def by_moment(desk: FakeDesk, numbers: list[int], moment: Moment, *, ascending: bool) -> list[int]:
    """Return the numbers, which come newest first, by a moment, those without it last."""
    times = [(moments_of(desk.tickets[number]).get(moment), number) for number in numbers]
    having = sorted(((at, number) for at, number in times if at), key=lambda one: one[0], reverse=not ascending)
    return [number for _, number in having] + [number for at, number in times if not at]


def test_by_a_key_of_the_row() -> None:
    desk = random_desk(Random(1), 100)
    filter_ = random_filter(Random(2), 0)
    got = page(
        desk.sources, visible_to(AN_AGENT, filter_), 0, 1_000, ByKey(lambda one: one.priority_id, ascending=True)
    )
    expected = [desk.tickets[number] for number in Naive(desk).numbers(filter_)]
    assert got.tickets == sorted(expected, key=lambda one: one.priority_id)
