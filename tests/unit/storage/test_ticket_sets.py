"""Sets of ticket numbers against Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage.state_index.layout import BUCKET
from polydesk.storage.state_index.ticket_sets import Numbers

numbers = st.sets(st.integers(1, 40) | st.integers(BUCKET - 2, BUCKET + 2) | st.integers(1, 10 * BUCKET))


def of(members: set[int]) -> Numbers:
    """These numbers, gathered one by one."""
    return Numbers.gathered((number // 1000 * 1000, [number % 1000]) for number in members)


@given(numbers)
def test_a_set_has_what_was_gathered_newest_first(members: set[int]) -> None:
    gathered = of(members)

    assert list(gathered.newest_first()) == sorted(members, reverse=True)
    assert len(gathered) == len(members)
    assert bool(gathered) == bool(members)
    assert all(number in gathered for number in members)
    assert all(number + 1 not in gathered for number in members if number + 1 not in members)


@given(numbers, numbers)
def test_what_two_sets_have_in_common_is_a_set(one: set[int], other: set[int]) -> None:
    both = of(one) & of(other)

    assert list(both.newest_first()) == sorted(one & other, reverse=True)
    assert bool(both) == bool(one & other)


def test_a_base_may_come_several_times_and_without_numbers() -> None:
    gathered = Numbers.gathered([(1000, [5]), (16_000, []), (1000, [5, 6])])

    assert list(gathered.newest_first()) == [1006, 1005]
    assert gathered == of({1005, 1006})
