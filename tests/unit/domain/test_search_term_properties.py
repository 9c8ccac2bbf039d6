"""Terms do not depend on how a text is typed, and queries match as a naive comparison of texts does."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import InvalidValue
from polydesk.domain.search_terms import (
    MAX_PAIRS_PER_QUERY,
    SearchQuery,
    distinct_terms,
    parse_query,
    terms_of,
)
from polydesk.domain.text_folding import fold

WRITTEN = st.text(
    st.sampled_from(
        "aAzßİıéÉйЙїΣςأبَשּׁहिन्打印机がか\u3099\uff9eｶกีภ한글ᄒ\u0301\u0323\u0345\u0344_7٧๑ .-\u200b\u200d\ufe0f❤"
    )
    | st.characters(),
    max_size=30,
)

UNSPACED = st.text("打印机坏了かなカナไทย", min_size=1, max_size=12)


def matches(query: SearchQuery, terms: list[str]) -> bool:
    """Return whether a text with these terms matches."""
    has_prefix = query.prefix is None or any(term.startswith(query.prefix) for term in terms)
    return bool(query.terms or query.prefix) and set(query.terms) <= set(terms) and has_prefix


@given(WRITTEN)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WRITTEN)
def test_terms_of_terms_are_the_same_terms(text: str) -> None:
    terms = terms_of(text)

    assert [term for one in terms for term in terms_of(one)] == terms


@given(WRITTEN)
def test_case_makes_no_difference(text: str) -> None:
    assert [terms_of(one) for one in (text.upper(), text.lower(), text.casefold())] == [terms_of(text)] * 3


@given(WRITTEN)
def test_composition_makes_no_difference(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]

    assert [terms_of(form) for form in forms] == [terms_of(text)] * 4


@given(st.text("aeouñµжאبا ", max_size=20), st.text("\u0300\u0301\u0308\u0323\u05b0\u064e\u0651", max_size=3))
def test_accents_and_vowel_marks_make_no_difference(text: str, marks: str) -> None:
    assert terms_of("".join(one + marks * one.isalpha() for one in text)) == terms_of(text)


@given(
    st.text("aeиіу打\u0301\u0306\u0308\u0323\u093c\u0e48", max_size=12),
    st.sampled_from("\u00ad\u200c\u200d\u2060\ufeff"),
)
def test_invisible_characters_make_no_difference(text: str, invisible: str) -> None:
    assert terms_of(invisible.join(text)) == terms_of(text)


@given(UNSPACED, UNSPACED, UNSPACED)
def test_every_part_of_a_run_without_spaces_is_found(before: str, part: str, after: str) -> None:
    terms = distinct_terms(before + part + after)

    assert matches(parse_query(part), terms)
    assert all(matches(parse_query(one + other), terms) for one, other in pairwise(part))
    assert all(matches(parse_query(one), terms) for one in part)


@given(UNSPACED, st.lists(UNSPACED, max_size=3))
def test_a_run_without_spaces_is_found_where_all_its_pairs_occur(part: str, texts: list[str]) -> None:
    wanted = [one + other for one, other in pairwise(part)] or [part]

    found = matches(parse_query(part), distinct_terms(*texts))

    assert found == all(any(pair in text for text in texts) for pair in wanted)


@given(st.text("abc ", max_size=12), st.text("abc ", max_size=20))
def test_words_of_ascii_are_compared_as_they_are(q: str, text: str) -> None:
    *whole, last = q.split() or [""]
    words = text.split()
    fits = [word for word in words if (word == last if len(last) == 1 else word.startswith(last))]

    assert matches(parse_query(q), distinct_terms(text)) == bool(last and set(whole) <= set(words) and fits)
    assert set(distinct_terms(text)) == set(words)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("İSTANBUL İstanbul istanbul ıstanbul", ["istanbul"] * 4),
        ("Café CAFE\u0301 cafe", ["cafe"] * 3),
        ("שָׁלוֹם שלום", ["שלום"] * 2),
        ("مُحَمَّد محمد", ["محمد"] * 2),
        ("Новый Ёж ежи їх", ["новый", "еж", "ежи", "їх"]),
        ("दुकान देखना", ["दुकान", "देखना"]),
        ("한국어 \u1112\u1161\u11ab글", ["한국어", "한글"]),
        ("がか ｶﾞｶ", ["がか", "ガカ"]),
        ("ภาษาไทย", ["ภา", "าษ", "ษา", "าไ", "ไท", "ทย"]),
        ("ที่นี่", ["ที่นี่"]),
        ("ລາວ", ["ລາ", "າວ"]),
        ("ខ្មែរ", ["ខ្មែ", "មែរ"]),
        ("မြန်မာ", ["မြန်", "န်မာ"]),
        ("打", ["打"]),
        ("打 印机", ["打", "印机"]),
        ("食べるiPhone手机12", ["食べ", "べる", "iphone", "手机", "12"]),
        ("ข้อ๑๒", ["ข้อ", "๑๒"]),
        ("人々〇ー", ["人々", "々〇", "〇ー"]),
        ("\U00020bb7\U00020bb7", ["\U00020bb7\U00020bb7"]),
    ],
)
def test_words_as_readers_of_their_script_expect_them(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


def test_texts_without_spaces_are_indexed_by_pairs_and_single_characters() -> None:
    assert distinct_terms("打印机", "打印") == ["打", "打印", "印", "印机", "机"]


def test_a_query_without_spaces_reads_its_pairs() -> None:
    assert parse_query("打印机坏了") == SearchQuery(("打印", "印机", "机坏"), "坏了")
    assert parse_query("打") == SearchQuery(("打",), None)
    assert parse_query("打 printer") == SearchQuery(("打",), "printer")


def test_a_long_query_without_spaces_is_refused() -> None:
    characters = "".join(map(chr, range(0x4E00, 0x4E00 + MAX_PAIRS_PER_QUERY + 2)))

    assert len(parse_query(characters[:-1]).terms) == MAX_PAIRS_PER_QUERY - 1
    for too_long in (characters, f"one two three four five six seven {characters[:35]}"):
        with pytest.raises(InvalidValue, match="at most 40 words and pairs of neighbouring characters of a script"):
            parse_query(too_long)
