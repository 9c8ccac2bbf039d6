"""Texts with very many combining marks cost no more than other texts of their length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.search_terms import distinct_terms, terms_of
from polydesk.domain.text_folding import MAX_MARKS_IN_A_ROW, stream_safe
from tests.soon import assert_comparable, assert_linear

SIZE = 50_000
"""The longest message."""

TWO_CLASSES = "a" + "\u0344" * 25_000 + "\u0f73" * 24_998
"""Marks of a lower combining class behind as many of a higher one, which sorting moves one by one."""

UNITS = {
    "two classes": "\u0301\u0323",
    "three classes": "\u0345\u0301\u0323",
    "voiced marks of half width": "\uff9e\u0301",
    "spacing marks": "\u302e\u1b44",
    "vowel signs": "\u093e",
    "enclosing marks": "\u20dd",
    "marks that fold to letters": "\u0345",
    "long decompositions": "\ufdfa",
    "letters with marks": "e\u0301\u0323",
    "Thai": "\u0e01\u0e38\u0e48",
    "Hangul letters": "\u1112\u1161\u11ab",
    "Chinese": "打印机",
    "marks with invisible characters between them": "\u093e\u200d",
    "ASCII": "ab ",
}


def test_marks_of_two_classes_take_linear_time() -> None:
    assert_linear(lambda size: distinct_terms(TWO_CLASSES[25_001 - size // 2 :][:size]), SIZE)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_terms_of_a_long_text_take_linear_time(unit: str) -> None:
    assert_linear(lambda size: distinct_terms("a" + unit * (size // len(unit))), SIZE)


@pytest.mark.parametrize("half", ["\u0301\u0323", "\u0344\u0f73", "\uff9e\u0301", "\u302e\u1b44"])
def test_sorted_runs_of_marks_take_linear_time(half: str) -> None:
    assert_linear(lambda size: distinct_terms("a" + half[0] * (size // 2) + half[1] * (size // 2)), SIZE)


@pytest.mark.parametrize("invisible", ["\u200d", "\u00ad", "\u200c\u2060"])
def test_sorted_runs_of_marks_with_invisible_characters_between_them_take_linear_time(invisible: str) -> None:
    pair = f"\u0e48{invisible}", f"\u0e38{invisible}"

    assert_linear(lambda size: distinct_terms("ก" + pair[0] * (size // 4) + pair[1] * (size // 4)), SIZE)


def test_many_different_marks_make_short_words_no_more_expensive() -> None:
    marks = [one for one in map(chr, range(0x900, 0x12000)) if unicodedata.category(one).startswith("M")]
    words = "a b " * 10_000

    assert_comparable(lambda: distinct_terms("a".join(marks) + words), lambda: distinct_terms(words * 2 + "é"), 3)


def test_a_run_of_marks_is_cut_after_thirty() -> None:
    assert stream_safe("a" + "\u0301" * 31 + "b" + "\u0301" * 30) == "a" + "\u0301" * 30 + "b" + "\u0301" * 30
    assert stream_safe("\u0301" * 100) == "\u0301" * MAX_MARKS_IN_A_ROW


def test_words_around_a_run_of_marks_are_found() -> None:
    assert {"invoice", "printer"} <= set(terms_of("invoice " + TWO_CLASSES + " printer"))


@given(st.text(st.characters(categories=["L", "M", "N", "Z"])))
def test_a_text_of_few_marks_is_not_cut(text: str) -> None:
    assert stream_safe(text) == text


@given(st.text(st.sampled_from("a打\u0301\u0323\u093e\uff9e "), max_size=200))
def test_no_run_of_marks_is_longer_than_thirty_and_nothing_else_is_removed(text: str) -> None:
    safe = stream_safe(text)

    longest = run = 0
    for one in safe:
        combines = unicodedata.category(unicodedata.normalize("NFKD", one)[0]).startswith("M")
        run = run + 1 if combines else 0
        longest = max(longest, run)
    assert longest <= MAX_MARKS_IN_A_ROW
    assert [one for one in safe if one in "a打 "] == [one for one in text if one in "a打 "]
    assert stream_safe(safe) == safe
