"""Ids of articles are made of the ticket's number and the place of the message in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.zammad.ids import Part, article_ids, parse_number, part_id, part_of

NUMBERS = st.integers(1, 10**10 - 1) | st.integers(1, 3_000_000)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part(42, 1), 42_001),
        (Part(42, 999), 42_999),
        (Part(42, 1000), 2**31 + 4_201_000),
        (Part(2_147_482, 999), 2_147_482_999),
        (Part(2_147_483, 1), 2**31 + 214_748_300_001),
    ],
)
def test_an_id_fits_32_bits_where_it_can(part: Part, expected: int) -> None:
    assert part_id(*part) == expected
    assert part_of(expected) == part


@given(NUMBERS, st.integers(1, 99_999))
def test_an_id_leads_back_to_its_part(number: int, n: int) -> None:
    assert part_of(part_id(number, n)) == (number, n)


@given(st.integers(1, 10**15 - 1) | st.integers(1, 2**32))
def test_no_other_id_leads_to_a_part(number: int) -> None:
    found = part_of(number)

    assert found is None or part_id(*found) == number


@pytest.mark.parametrize("number", [1, 999, 42_000, 2**31, 2**31 + 4_200_001])
def test_an_id_without_a_part_is_none(number: int) -> None:
    assert part_of(number) is None


def test_the_articles_of_a_ticket_follow_from_their_count() -> None:
    assert article_ids(7, 3) == [7001, 7002, 7003]
    assert article_ids(7, 0) == []


@pytest.mark.parametrize("value", [42, "42", "#42", "0042", "#0042", " 42 "])
def test_a_number_may_have_a_hash_and_leading_zeros(value: Any) -> None:
    assert parse_number(value) == 42


@pytest.mark.parametrize("value", [0, -1, "", "#", "##42", "4 2", "x", 1.5, True, None, [42], 10**15, "42#"])
def test_anything_else_is_no_number(value: Any) -> None:
    assert parse_number(value) is None
