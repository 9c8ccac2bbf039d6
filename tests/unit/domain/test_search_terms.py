"""How texts fall into words, and what a query asks for."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import InvalidValue
from polydesk.domain.search_terms import (
    SearchQuery,
    distinct_terms,
    parse_query,
    terms_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The printer's on FIRE!", ["the", "printer", "s", "on", "fire"]),
        ("order_no-17, see a.b@example.com", ["order_no", "17", "see", "a", "b", "example", "com"]),
        ("Принтер НЕ печатает…", ["принтер", "не", "печатает"]),
        ("打印机坏了。请帮忙", ["打印机坏了", "请帮忙"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("بِسْمِ الله", ["بِسْمِ", "الله"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδόσ"]),
        ("ﬁne Ｆｕｌｌ① ℡", ["fine", "full1", "tel"]),
        ("re\u00adport zero\u200bwidth \ufeffmark \u2067right\u2069", ["report", "zero", "width", "mark", "right"]),
        ("❤️love ❤️ 葛\U000e0100飾", ["love", "葛飾"]),
        (" \t\r\n!?-–—…❤️\u0301", []),
        ("", []),
    ],
    ids=[
        "punctuation", "addresses", "Cyrillic", "Chinese", "vowel signs", "accents", "sharp s", "sigma",
        "other shapes", "invisible characters", "emoji", "nothing but signs", "nothing",
    ],
)  # fmt: skip
def test_a_text_falls_into_words_of_letters_digits_and_marks(text: str, words: list[str]) -> None:
    assert terms_of(text) == words


@given(st.text())
def test_words_are_the_same_however_their_characters_are_composed(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]

    assert [terms_of(form) for form in forms] == [terms_of(text)] * 4


@given(st.text())
def test_every_word_can_be_a_key_and_is_short(text: str) -> None:
    for word in terms_of(text):
        assert word
        assert "#" not in word
        assert len(word.encode()) <= 160


@given(st.lists(st.text("aбक्打0_", min_size=1, max_size=5)), st.sampled_from([" ", ", ", "\n", "/", "\u200b"]))
def test_neither_case_nor_what_stands_between_words_matters(parts: list[str], between: str) -> None:
    assert terms_of(between.join(parts).upper()) == terms_of(" ".join(parts))


def test_a_word_counts_as_far_as_its_fortieth_character() -> None:
    assert terms_of("x" * 41 + "y") == terms_of("x" * 40) == ["x" * 40]


def test_of_a_text_each_word_counts_once_and_no_more_than_two_thousand_of_them() -> None:
    everything = [f"w{number}" for number in range(2_001)]

    assert distinct_terms("one Two one", "two three") == ["one", "two", "three"]
    assert distinct_terms(" ".join(everything)) == everything[:-1]
    assert distinct_terms(" ".join(everything[:1500]), " ".join(everything)) == everything[:-1]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("printer", SearchQuery((), "printer")),
        ("Broken PRINTER pap", SearchQuery(("broken", "printer"), "pap")),
        ("new new new", SearchQuery(("new",), "new")),
        ("printer ", SearchQuery((), "printer")),
        ("printer 5", SearchQuery(("printer", "5"), None)),
        ("5", SearchQuery(("5",), None)),
        ("x" * 60, SearchQuery((), "x" * 40)),
        ("a " * 8, SearchQuery(("a",), None)),
        ("!" * 198 + "ab", SearchQuery((), "ab")),
    ],
)
def test_the_last_word_of_a_query_may_be_unfinished_if_it_has_two_characters(text: str, query: SearchQuery) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a b c d e f g h i", "There can be at most 8 words."),
        ("ab" * 100 + "c", "There can be at most 200 characters."),
        ("?!", "There is no word to search for."),
        (" ", "There is no word to search for."),
    ],
)
def test_a_query_with_too_much_or_nothing_in_it_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue, match=problem) as refused:
        parse_query(text)

    assert refused.value.field == "q"
