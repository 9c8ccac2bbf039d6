"""Where bits stand, and which numbers a bitmap holds."""

from collections import defaultdict
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage import keys
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import BUCKET, PART, QUARTER, WORD

numbers = st.integers(1, 5 * BUCKET)


@given(st.sets(numbers, max_size=50), st.sets(st.integers(1, 12)))
def test_the_bits_of_a_bucket_s_tickets_read_back_as_their_numbers(tickets: set[int], wanted: set[int]) -> None:
    parts: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number in tickets:
        spot = layout.spot(number)
        parts[spot.bucket, spot.part][layout.word_name(number % 12 + 1, spot.letter)] += spot.value

    for bucket in range(6):
        items = [{**words, "sk": keys.index_part(part)} for (one, part), words in parts.items() if one == bucket]
        bitmap = layout.bitmap_of_bucket(items, wanted)
        expected = [number for number in tickets if number // BUCKET == bucket and number % 12 + 1 in wanted]
        assert list(layout.newest_first(bitmap, bucket * BUCKET)) == sorted(expected, reverse=True)


@given(numbers, numbers)
def test_two_tickets_never_share_a_bit(one: int, other: int) -> None:
    assert (layout.spot(one) == layout.spot(other)) == (one == other)


@given(numbers)
def test_a_ticket_stands_in_a_part_of_the_quarter_that_counts_it(number: int) -> None:
    spot, quarter = layout.spot(number), layout.quarter_of(number)
    lowest, highest = layout.parts_of(quarter)

    assert spot.bucket == quarter // layout.QUARTERS_PER_BUCKET
    assert lowest <= spot.part <= highest
    assert spot.value < 2**WORD


def test_the_measures_fit_into_each_other() -> None:
    assert WORD * len(layout.LETTERS) == PART
    assert QUARTER == PART * layout.PARTS_PER_QUARTER
    assert BUCKET == QUARTER * layout.QUARTERS_PER_BUCKET == PART * layout.PARTS_PER_BUCKET


@pytest.mark.parametrize("damaged", [-1, -(2**79), 2**80, 10**37])
def test_a_damaged_word_shows_nothing_and_leaves_the_others_alone(damaged: int) -> None:
    item = {"1a": damaged, "1b": 1, "2a": 2}

    assert layout.bitmap_of_part(item, {1}) == 1 << WORD
    assert layout.bitmap_of_part(item, {1, 2}) == 1 << WORD | 2


@pytest.mark.parametrize("name", ["pk", "sk", "r", "a", "4", "4f", "h4", "h4a", "-4a", ""])
def test_no_other_attribute_is_taken_for_a_word(name: str) -> None:
    assert layout.state_of_word(name) is None


@pytest.mark.parametrize("name", ["pk", "sk", "r", "h", "4a", "hh4", "-4", ""])
def test_no_other_attribute_is_taken_for_a_count(name: str) -> None:
    assert layout.state_of_count(name) is None


@given(st.integers(1, 10**9), st.sampled_from(layout.LETTERS))
def test_the_names_of_words_and_counts_tell_their_states(state_id: int, letter: str) -> None:
    assert layout.state_of_word(layout.word_name(state_id, letter)) == state_id
    assert layout.state_of_count(layout.visible_name(state_id)) == (state_id, False)
    assert layout.state_of_count(layout.hidden_name(state_id)) == (state_id, True)


def test_an_empty_bitmap_holds_no_number() -> None:
    assert list(islice(layout.newest_first(0, 16_000), 3)) == []
