"""Lines: one form of a text, on one line, that shows something."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polydesk.domain.line import WHITE_SPACE, NotALine, NothingVisible, cut_line, is_visible, line, name_key

LIMIT = 50

BREAKS = [*map(chr, (*range(0x20), *range(0x7F, 0xA0))), "\u2028", "\u2029"]
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SHOW_NOTHING = (
    "\u200b\u200d\u2060\ufeff\u00ad\u0301\u0903\u20dd\ufe0f\u115f\u1160"
    "\u3164\uffa0\u2800\u00a0\u3000\U000e0041\U000e0fff\ufff0\u2065\U0001d159\u2028\u2029\x85"
)

hostile = st.text(
    st.one_of(st.characters(), st.sampled_from([*BREAKS, *DIRECTIONS, *SHOW_NOTHING, *WHITE_SPACE])), max_size=60
)
"""Texts of all characters, surrogates included, with many of those that matter here."""

words = st.text(st.characters(codec="utf-8"), max_size=20)


def taken(text: str, limit: int = LIMIT) -> str | None:
    """The text as a line; None when it is refused."""
    try:
        return line(text, limit)
    except NotALine:
        return None


@given(hostile)
def test_a_line_is_normalised_trimmed_short_writable_and_visible(text: str) -> None:
    found = taken(text)

    if found is not None:
        assert found == unicodedata.normalize("NFC", text.strip(WHITE_SPACE))
        assert found == found.strip(WHITE_SPACE)
        assert len(found) <= 50
        assert {unicodedata.category(one) for one in found}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
        assert found.encode()
        assert is_visible(found)


@given(hostile)
def test_a_line_stays_as_it_is(text: str) -> None:
    found = taken(text)

    assert found is None or line(found, LIMIT) == found


@given(hostile, st.sampled_from(["NFC", "NFD"]))
def test_the_way_a_text_is_typed_makes_no_difference(text: str, form: str) -> None:
    typed = unicodedata.normalize(form, text)  # type: ignore[arg-type]

    assert taken(typed) == taken(text)


@given(words, st.text(WHITE_SPACE), st.text(WHITE_SPACE))
def test_white_space_around_a_line_makes_no_difference(text: str, before: str, after: str) -> None:
    assert taken(f"{before}{text}{after}") == taken(text)


@given(words, words, st.sampled_from(BREAKS))
def test_nothing_breaks_a_line(first: str, second: str, between: str) -> None:
    assert taken(f"x{first}{between}{second}x") is None


@given(st.text(SHOW_NOTHING, max_size=20))
def test_a_line_shows_something(text: str) -> None:
    assert not is_visible(text)
    assert taken(text) is None
    assert is_visible(f"{text}x")


@given(st.text(st.characters(codec="utf-8")))
def test_letters_digits_punctuation_and_symbols_are_visible(text: str) -> None:
    shown = [one for one in text if unicodedata.category(one)[0] in "LNPS" and one not in SHOW_NOTHING]

    assert is_visible(text) or not shown


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 8))
def test_no_text_is_too_long_only_before_it_is_normalised(text: str, limit: int) -> None:
    assume(taken(text, 1_000) is not None)

    fits = len(unicodedata.normalize("NFC", text.strip(WHITE_SPACE))) <= limit

    assert (taken(text, limit) is not None) == fits


@given(hostile)
def test_a_text_that_is_cut_is_a_line_too(text: str) -> None:
    try:
        found = cut_line(text, 10)
    except NotALine:
        return

    assert line(found, 10) == found
    assert found == unicodedata.normalize("NFC", text.strip(WHITE_SPACE))[:10].rstrip(WHITE_SPACE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\r\nBcc: x@y", "Line breaks and control characters"),
        ("a\x00b", "Line breaks and control characters"),
        ("a\x85b", "Line breaks and control characters"),
        ("a\u2028b", "Line breaks and control characters"),
        ("a\x1f", "Line breaks and control characters"),
        ("a\ud800b", "Unpaired surrogates"),
        ("a\ufffe", "noncharacters"),
        ("a\uffff", "noncharacters"),
        ("a\ufdd0", "noncharacters"),
        ("a\ufdef", "noncharacters"),
        ("\U0010ffffa", "noncharacters"),
        ("invoice\u202efdp.exe", "Direction overrides"),
        ("\u202dfixed\u202c", "Direction overrides"),
        ("\u2067open", "not closed"),
        ("closed\u2069", "not closed"),
        ("\u2067a\u202ab\u2069c\u202c", "not closed"),
        ("", "visible"),
        (" \u3000", "visible"),
        ("\u200b\u3164", "visible"),
        ("x" * 51, "at most 50 characters"),
        ("e\u0301" * 51, "at most 50 characters"),
        ("\u0301" * 1_000_000, "at most 50 characters"),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_a_refusal_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(NotALine, match=problem):
        line(text, LIMIT)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Invoice 7\n", "Invoice 7"),
        ("Cafe\u0301", "Caf\xe9"),
        ("\u212b", "\xc5"),
        ("1\u1160", "1\u1160"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("نامه\u200cها", "نامه\u200cها"),
        ("\u2068Anna\u2069 wrote", "\u2068Anna\u2069 wrote"),
        ("\u202a+49 30\u202c", "\u202a+49 30\u202c"),
        ("\u200fשלום", "\u200fשלום"),
        ("e\u0301" * 50, "\xe9" * 50),
        ("\u03b1\u0313\u0300\u0345" * 50, "\u1f82" * 50),
        ("\uf8ff", "\uf8ff"),
        ("a\tb".replace("\t", "\u3000"), "a\u3000b"),
    ],
    ids=ascii,
)
def test_what_people_write_is_taken(text: str, kept: str) -> None:
    assert line(text, LIMIT) == kept


def test_a_text_is_normalised_before_it_is_cut() -> None:
    assert cut_line("e\u0301" * 60, LIMIT) == "\xe9" * LIMIT


def test_a_text_without_anything_visible_has_an_error_of_its_own() -> None:
    with pytest.raises(NothingVisible):
        line("\u2800", LIMIT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Open", "oPEN"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("Caf\xe9", "CAFE\u0301"),
        ("Open", "Ｏｐｅｎ"),
        ("ﬁnal", "Final"),
        ("\u2460", "1"),
        ("K", "\u212a"),
        ("kb", "\u3385"),
        ("\u1fad\u1dd6", "\u1f65\u1dd6\u0345"),
        ("Open", " open\n"),
    ],
    ids=ascii,
)
def test_names_count_as_the_same_however_they_are_written(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Open", "Opened"), ("a b", "ab"), ("é", "e"), ("о", "o")], ids=ascii)
def test_other_names_are_not_the_same(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(words)
def test_a_name_counts_as_the_same_in_every_form_and_case(name: str) -> None:
    key = name_key(name)

    assert name_key(key) == key
    assert name_key(name.casefold()) == key
    assert {name_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {key}
    assert name_key(f" {name}\n") == key


@given(st.text("abcXYZ äöüßÄÖ привет ПРИВЕТ 123-_", max_size=20))
def test_the_key_of_an_ordinary_name_is_its_case_folding(name: str) -> None:
    assert name_key(name) == name.strip().casefold()
