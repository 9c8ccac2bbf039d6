"""Terms of texts and of queries."""

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
    ("text", "terms"),
    [
        ("The printer's on FIRE!", ["the", "printer", "s", "on", "fire"]),
        ("order_no-17, see a.b@example.com", ["order_no", "17", "see", "a", "b", "example", "com"]),
        ("Принтер НЕ печатает…", ["принтер", "не", "печатает"]),
        ("打印机坏了。请帮忙", ["打印", "印机", "机坏", "坏了", "请帮", "帮忙"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("بِسْمِ الله", ["بسم", "الله"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
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
def test_terms_consist_of_letters_digits_and_marks(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


@given(st.text())
def test_terms_do_not_depend_on_the_normalisation_form_of_the_text(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]

    assert [terms_of(form) for form in forms] == [terms_of(text)] * 4


@given(st.text())
def test_every_term_is_short_and_can_be_part_of_a_key(text: str) -> None:
    for term in terms_of(text):
        assert term
        assert "#" not in term
        assert len(term.encode()) <= 160


@given(st.lists(st.text("aбक्打0_", min_size=1, max_size=5)), st.sampled_from([" ", ", ", "\n", "/", "\u200b"]))
def test_case_and_separators_make_no_difference(parts: list[str], between: str) -> None:
    assert terms_of(between.join(parts).upper()) == terms_of(" ".join(parts))


def test_a_term_is_truncated_to_forty_characters() -> None:
    assert terms_of("x" * 41 + "y") == terms_of("x" * 40) == ["x" * 40]


def test_terms_of_a_text_are_distinct_and_at_most_two_thousand() -> None:
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
        ("5", SearchQuery(("5",), None, 5)),
        ("#42", SearchQuery((), "42", 42)),
        (" ４２. ", SearchQuery((), "42", 42)),
        ("#042", SearchQuery((), "042")),
        ("0", SearchQuery(("0",), None)),
        ("42 43", SearchQuery(("42",), "43")),
        ("42a", SearchQuery((), "42a")),
        ("٤٢", SearchQuery((), "٤٢")),
        ("1234567890", SearchQuery((), "1234567890", 1_234_567_890)),
        ("12345678901", SearchQuery((), "12345678901")),
        ("x" * 60, SearchQuery((), "x" * 40)),
        ("a " * 8, SearchQuery(("a",), None)),
        ("!" * 198 + "ab", SearchQuery((), "ab")),
    ],
)
def test_the_last_term_of_a_query_is_a_prefix_if_it_has_two_characters(text: str, query: SearchQuery) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize("text", ["?!", " ", "", "\u200b"])
def test_a_text_without_a_word_is_a_query_without_terms(text: str) -> None:
    assert parse_query(text) == SearchQuery((), None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a b c d e f g h i", "There can be at most 8 words."),
        ("ab" * 100 + "c", "There can be at most 200 characters."),
        ("?" * 201, "There can be at most 200 characters."),
    ],
)
def test_a_query_that_is_too_long_is_invalid(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue, match=problem) as raised:
        parse_query(text)

    assert raised.value.field == "q"
