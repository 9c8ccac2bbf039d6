"""Sets of ticket numbers, compared with Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage.ticket_sets import BUCKET_SIZE, TicketSet

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


@given(numbers, numbers)
def test_the_difference_of_two_sets(one: set[int], other: set[int]) -> None:
    assert of(one) - of(other) == of(one - other)


@given(numbers)
def test_a_set_has_its_numbers_in_ascending_order(members: set[int]) -> None:
    assert list(of(members).ascending()) == sorted(members)


@given(numbers)
def test_a_set_of_given_numbers(members: set[int]) -> None:
    assert TicketSet.from_numbers(members) == of(members)


@given(st.integers(0, 3 * BUCKET_SIZE), st.integers(0, 3 * BUCKET_SIZE))
def test_the_set_of_all_numbers_between_two(first: int, last: int) -> None:
    assert TicketSet.between(first, last) == of(set(range(first, last + 1)))


@given(st.integers(1, 10 * BUCKET_SIZE))
def test_a_set_of_one_number(number: int) -> None:
    assert TicketSet.of(number) == of({number})


def test_a_base_may_come_several_times_and_without_numbers() -> None:
    from_offsets = TicketSet.from_offsets([(1000, [5]), (16_000, []), (1000, [5, 6])])

    assert list(from_offsets.newest_first()) == [1006, 1005]
    assert from_offsets == of({1005, 1006})
