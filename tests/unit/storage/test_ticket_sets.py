"""Sets of ticket numbers, compared with Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage.state_index.layout import BUCKET_SIZE
from polydesk.storage.state_index.ticket_sets import TicketSet

numbers = st.sets(st.integers(1, 40) | st.integers(BUCKET_SIZE - 2, BUCKET_SIZE + 2) | st.integers(1, 10 * BUCKET_SIZE))


def of(members: set[int]) -> TicketSet:
    """Return a set of these numbers."""
    return TicketSet.from_offsets((number // 1000 * 1000, [number % 1000]) for number in members)


@given(numbers)
def test_a_set_has_its_numbers_newest_first(members: set[int]) -> None:
    from_offsets = of(members)

    assert list(from_offsets.newest_first()) == sorted(members, reverse=True)
    assert len(from_offsets) == len(members)
    assert bool(from_offsets) == bool(members)
    assert all(number in from_offsets for number in members)
    assert all(number + 1 not in from_offsets for number in members if number + 1 not in members)


@given(numbers, numbers)
def test_the_intersection_of_two_sets(one: set[int], other: set[int]) -> None:
    both = of(one) & of(other)

    assert list(both.newest_first()) == sorted(one & other, reverse=True)
    assert bool(both) == bool(one & other)


@given(numbers, numbers)
def test_the_union_of_two_sets(one: set[int], other: set[int]) -> None:
    either = of(one) | of(other)

    assert either == of(one | other)
    assert list(either.newest_first()) == sorted(one | other, reverse=True)


@given(st.integers(1, 10 * BUCKET_SIZE))
def test_a_set_of_one_number(number: int) -> None:
    assert TicketSet.of(number) == of({number})


def test_a_base_may_come_several_times_and_without_numbers() -> None:
    from_offsets = TicketSet.from_offsets([(1000, [5]), (16_000, []), (1000, [5, 6])])

    assert list(from_offsets.newest_first()) == [1006, 1005]
    assert from_offsets == of({1005, 1006})
