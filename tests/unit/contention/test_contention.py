"""The model of writers that meet in the index: its rules, and which layouts reach the goals."""

import random

import pytest

from tools.contention.__main__ import HEAD, row
from tools.contention.goals import CREATES_AND_CHANGES, CREATES_IN_A_ROW, GOALS, Goal
from tools.contention.layouts import AS_BUILT, NEIGHBOURS_TOGETHER, ONE_ITEM, HeldItem, Layout, spread
from tools.contention.model import UNITS_PER_ITEM, Load, Policy, Result, simulate

FREE = Layout("every write has an item of its own", lambda number: [HeldItem("p", number)])
NEVER = Policy(repetitions=0)


def test_writers_who_do_not_meet_need_one_attempt_that_takes_as_long_as_it_holds() -> None:
    result = simulate(FREE, Load(creates=400, changes=0, hold=0.010, jitter=0.005))

    assert result.attempts == len(result.waits) > 7_000
    assert min(result.waits) >= 0.010
    assert max(result.waits) <= 0.015 + 1e-9


def test_without_repetitions_exactly_those_give_up_who_find_the_item_held() -> None:
    result = simulate(ONE_ITEM, Load(creates=50, changes=0, hold=0.010, jitter=0, seconds=100), NEVER)

    assert result.attempts == len(result.waits) + result.given_up
    assert result.given_up_share == pytest.approx(1 - 1 / (1 + 50 * 0.010), abs=0.02)


def test_a_write_is_attempted_once_more_than_it_is_repeated() -> None:
    result = simulate(ONE_ITEM, Load(creates=20, changes=0, hold=10, seconds=5), Policy(repetitions=3, longest=0.001))

    assert len(result.waits) == 1
    assert result.attempts == 1 + 4 * result.given_up


def test_each_attempt_is_charged_two_units_for_each_item() -> None:
    result = simulate(NEIGHBOURS_TOGETHER, Load(creates=100, changes=50, hold=0.010))

    assert sum(result.units.values()) == result.attempts * 2 * 2
    assert set(result.peak_units) == {"segments", "counts"}


def test_the_same_arguments_have_the_same_result() -> None:
    load = Load(creates=100, changes=50, hold=0.010)

    assert simulate(spread(10, 10), load) == simulate(spread(10, 10), load)
    assert simulate(spread(10, 10), load) != simulate(spread(10, 10), load, seed=2)


def test_pauses_grow_up_to_the_longest() -> None:
    chance = random.Random(1)
    policy = Policy(first=0.01, growth=2, longest=0.05)
    longest = [max(policy.pause(chance, cancelled) for _ in range(1_000)) for cancelled in (1, 2, 3, 4, 20)]

    assert longest == pytest.approx([0.01, 0.02, 0.04, 0.05, 0.05], rel=0.02)


def test_neighbours_share_neither_a_segment_nor_a_stripe_nor_all_a_partition() -> None:
    held = [item for number in range(100, 125) for item in spread(25, 25, partitions=2).items(number)]

    assert len(set(held)) == len(held) == 50
    assert len({item.pk for item in held}) == 4


@pytest.mark.parametrize(
    ("layout", "goal", "is_met"),
    [
        (NEIGHBOURS_TOGETHER, CREATES_IN_A_ROW, False),
        (spread(10, 1), CREATES_IN_A_ROW, False),
        (spread(10, 8), CREATES_IN_A_ROW, False),
        (spread(10, 10), CREATES_IN_A_ROW, True),
        (spread(10, 10), CREATES_AND_CHANGES, False),
        (spread(16, 16), CREATES_AND_CHANGES, True),
        (spread(25, 25), CREATES_IN_A_ROW, True),
        (spread(25, 25), CREATES_AND_CHANGES, True),
        (AS_BUILT, CREATES_IN_A_ROW, True),
        (AS_BUILT, CREATES_AND_CHANGES, True),
    ],
    ids=lambda value: value.name if isinstance(value, Layout) else str(GOALS.index(value)) if value in GOALS else None,
)
def test_which_layouts_reach_the_goals(layout: Layout, goal: Goal, is_met: bool) -> None:
    assert goal.is_met(simulate(layout, goal.load)) is is_met


@pytest.mark.parametrize("goal", GOALS, ids=["creates", "changes"])
def test_the_ticket_index_carries_what_25_segments_and_stripes_carry(goal: Goal) -> None:
    built, planned = simulate(AS_BUILT, goal.load), simulate(spread(25, 25), goal.load)

    assert (built.waits, built.attempts, built.peak_units) == (planned.waits, planned.attempts, planned.peak_units)


def test_the_ticket_index_carries_440_writes_a_second_with_the_units_of_one_partition() -> None:
    """Segments and stripes of the newest tickets are one partition each, with 1,000 units a second."""
    result = simulate(AS_BUILT, CREATES_AND_CHANGES.load)

    assert len({item.pk for number in range(100, 3_900) for item in AS_BUILT.items(number)}) == 2
    assert result.given_up == 0
    assert result.percentile(99) < 0.04
    assert 1_000 / (UNITS_PER_ITEM * result.attempts_per_success) == pytest.approx(440, abs=10)


def test_two_partitions_stay_below_a_thousand_units_a_second_where_one_does_not() -> None:
    assert max(simulate(spread(25, 25), CREATES_AND_CHANGES.load).peak_units.values()) > 1_000
    assert max(simulate(spread(25, 25, partitions=2), CREATES_AND_CHANGES.load).peak_units.values()) < 1_000


def test_an_item_that_all_writes_share_carries_thirty_a_second() -> None:
    result = simulate(ONE_ITEM, Load(creates=30, changes=0, hold=0.010, seconds=120))

    assert result.given_up_share < 0.001
    assert result.percentile(99) < 0.2


def test_a_row_shows_milliseconds_shares_and_whether_the_goal_is_met() -> None:
    result = Result(waits=[0.012] * 99 + [0.040], attempts=110, given_up=100)
    result.units["counts 1", 0] = 7

    cells = dict(zip(HEAD, row(CREATES_IN_A_ROW.load, result, CREATES_IN_A_ROW), strict=True))

    assert (cells["p50, ms"], cells["p99, ms"], cells["attempts"], cells["gave up"]) == ("12", "40", "1.10", "50.00%")
    assert (cells["peak units/s"], cells["goal"]) == ("counts 7", "met")
    assert row(CREATES_IN_A_ROW.load, result, None)[-1] == ""
