"""The positions of bits, and the numbers of a bitmap."""

from collections import defaultdict
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage import keys
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import BUCKET_SIZE, CHUNK_SIZE, QUARTER_SIZE, SEGMENT_SIZE
from polydesk.storage.ticket_sets import newest_first

numbers = st.integers(1, 5 * BUCKET_SIZE)


@given(st.sets(numbers, max_size=50), st.sets(st.integers(1, 12)))
def test_the_bits_of_a_bucket_s_tickets_read_back_as_their_numbers(tickets: set[int], wanted: set[int]) -> None:
    segments: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number in tickets:
        address = layout.address(number)
        segments[address.bucket, address.segment][layout.chunk_name(number % 12 + 1, address.letter)] += address.value

    for bucket in range(6):
        items = [
            {**chunks, "sk": keys.index_segment_sort(segment)}
            for (one, segment), chunks in segments.items()
            if one == bucket
        ]
        bitmap = layout.bitmap_of_bucket(items, wanted)
        expected = [number for number in tickets if number // BUCKET_SIZE == bucket and number % 12 + 1 in wanted]
        assert list(newest_first(bitmap, bucket * BUCKET_SIZE)) == sorted(expected, reverse=True)


@given(numbers, numbers)
def test_two_tickets_never_share_a_bit(one: int, other: int) -> None:
    assert (layout.address(one) == layout.address(other)) == (one == other)


@given(numbers)
def test_the_segment_of_a_ticket_is_in_its_quarter(number: int) -> None:
    address, quarter = layout.address(number), layout.quarter_of(number)
    lowest, highest = layout.segments_of(quarter)

    assert address.bucket == quarter // layout.QUARTERS_PER_BUCKET
    assert lowest <= address.segment <= highest
    assert address.value < 2**CHUNK_SIZE


def test_the_sizes_are_multiples_of_each_other() -> None:
    assert CHUNK_SIZE * len(layout.CHUNK_LETTERS) == SEGMENT_SIZE
    assert QUARTER_SIZE == SEGMENT_SIZE * layout.SEGMENTS_PER_QUARTER
    assert BUCKET_SIZE == QUARTER_SIZE * layout.QUARTERS_PER_BUCKET == SEGMENT_SIZE * layout.SEGMENTS_PER_BUCKET


@pytest.mark.parametrize("damaged", [-1, -(2**79), 2**80, 10**37])
def test_a_damaged_chunk_shows_nothing_and_does_not_affect_others(damaged: int) -> None:
    item = {"1a": damaged, "1b": 1, "2a": 2}

    assert layout.bitmap_of_segment(item, {1}) == 1 << CHUNK_SIZE
    assert layout.bitmap_of_segment(item, {1, 2}) == 1 << CHUNK_SIZE | 2


@pytest.mark.parametrize("name", ["pk", "sk", "r", "a", "4", "4f", "h4", "h4a", "-4a", ""])
def test_no_other_attribute_is_taken_for_a_chunk(name: str) -> None:
    assert layout.state_of_chunk(name) is None


@pytest.mark.parametrize("name", ["pk", "sk", "r", "h", "4a", "hh4", "-4", ""])
def test_no_other_attribute_is_taken_for_a_count(name: str) -> None:
    assert layout.state_of_count(name) is None


@given(st.integers(1, 10**9), st.sampled_from(layout.CHUNK_LETTERS))
def test_the_names_of_chunks_and_counts_contain_their_states(state_id: int, letter: str) -> None:
    assert layout.state_of_chunk(layout.chunk_name(state_id, letter)) == state_id
    assert layout.state_of_count(layout.visible_name(state_id)) == (state_id, False)
    assert layout.state_of_count(layout.hidden_name(state_id)) == (state_id, True)


def test_an_empty_bitmap_has_no_number() -> None:
    assert list(islice(newest_first(0, 16_000), 3)) == []
