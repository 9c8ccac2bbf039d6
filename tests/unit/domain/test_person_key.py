"""Two names are the same person's if their keys are: pairs in both directions, and rules for all texts."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.person_key import MAX_LOGIN_LENGTH, person_key

SAME = {
    "case": ("Ada@Example.COM", "ada@example.com"),
    "case beyond ASCII": ("ÄRA@example.com", "ära@example.com"),
    "case of a login": ("Ada", "aDA"),
    "composed and decomposed": ("r\u00e9sum\u00e9@example.com", "re\u0301sume\u0301@example.com"),
    "composed and decomposed login": ("r\u00e9sum\u00e9", "RE\u0301SUME\u0301"),
    "Unicode and ASCII domain": ("ada@bücher.example", "ada@xn--bcher-kva.example"),
    "Unicode and ASCII domain in capitals": ("ada@BÜCHER.example", "ada@XN--BCHER-KVA.EXAMPLE"),
    "decomposed domain": ("ada@bu\u0308cher.example", "ada@bücher.example"),
    "domain with ß": ("ada@straße.example", "ada@xn--strae-oqa.example"),
    "ideographic full stop in the domain": ("ada@bücher。example", "ada@bücher.example"),
    "ligature in the domain": ("ada@ﬁrm.example", "ada@firm.example"),
    "quotes that are not needed": ('"ada.l"@example.com', "ada.l@example.com"),
    "escapes that are not needed": ('"a\\da b"@example.com', '"ada b"@example.com'),
    "quoted case": ('"Ada B"@example.com', '"ada b"@EXAMPLE.com'),
    "capital without a composed form": ("J\u030cada@example.com", "\u01f0ada@example.com"),
    "a quoted @ before a Unicode domain": ('"A@b"@bücher.example', '"a@b"@xn--bcher-kva.example'),
    "Kelvin sign": ("\u212a@example.com", "k@example.com"),
}
DIFFERENT = {
    "ß and ss": ("straße@example.com", "strasse@example.com"),
    "ß and ss in a login": ("straße", "strasse"),
    "ß and ss in the domain": ("ada@straße.example", "ada@strasse.example"),
    "ligature": ("ﬁ@example.com", "fi@example.com"),
    "İ and i": ("İ@example.com", "i@example.com"),
    "ı and i": ("ı@example.com", "i@example.com"),
    "long s": ("ſ@example.com", "s@example.com"),
    "full width": ("ａ@example.com", "a@example.com"),
    "final sigma": ("ας@example.com", "ασ@example.com"),
    "micro sign and mu": ("µ@example.com", "μ@example.com"),
    "Cyrillic and Latin": ("а@example.com", "a@example.com"),
    "dots": ("a.da@example.com", "ada@example.com"),
    "tags": ("ada+x@example.com", "ada@example.com"),
    "a quoted space": ('"a b"@example.com', "ab@example.com"),
    "a quoted @": ('"a@b"@example.com', "a@b@example.com"),
    "a quotation mark alone": ('"@example.com', '""@example.com'),
    "login and address": ("ada", "ada@example.com"),
    "subdomain": ("ada@a.example.com", "ada@example.com"),
}

LOCAL = st.text("abKß\u00c5\u212bÉe\u0301\u0307İıſςΣﬁ\u1e9e.-+", min_size=1, max_size=10)
DOMAIN = st.sampled_from(
    ["example.com", "Bücher.example", "xn--Bcher-kva.example", "straße.example", "ﬁrm.example", "☃.example", "a_b.ü"]
)
ADDRESSES = st.builds("{}@{}".format, LOCAL, DOMAIN)
QUOTED = st.builds('"{}"@{}'.format, st.one_of(st.text(max_size=20), st.text('aÉ"\\ .@', max_size=6)), DOMAIN)
NAMES = st.one_of(ADDRESSES, LOCAL, st.text(max_size=40), QUOTED)


def upper_in_ascii(text: str) -> str:
    """Return the text with ASCII's letters as capitals."""
    return text.translate(str.maketrans(string.ascii_lowercase, string.ascii_uppercase))


@pytest.mark.parametrize("pair", SAME.values(), ids=list(SAME))
def test_these_are_the_same_person(pair: tuple[str, str]) -> None:
    assert person_key(pair[0]) == person_key(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=list(DIFFERENT))
def test_these_are_two_people(pair: tuple[str, str]) -> None:
    assert person_key(pair[0]) != person_key(pair[1])


@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    assert person_key(person_key(name)) == person_key(name)


@given(ADDRESSES)
def test_a_key_does_not_depend_on_normal_forms_or_on_the_case_of_ascii(name: str) -> None:
    for same in (unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), upper_in_ascii(name)):
        assert person_key(same) == person_key(name)


@given(st.text(string.ascii_letters + string.digits + ".-_+@ ", max_size=40))
def test_the_key_of_an_ascii_name_is_the_one_of_releases_before(name: str) -> None:
    assert person_key(name) == name.casefold()


@given(LOCAL, LOCAL)
def test_local_parts_are_two_people_where_their_lower_case_differs(one: str, other: str) -> None:
    def lower(text: str) -> str:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())

    same = person_key(f"{one}@example.com") == person_key(f"{other}@example.com")

    assert same == (lower(one) == lower(other))


@given(st.text(min_size=MAX_LOGIN_LENGTH + 1, max_size=MAX_LOGIN_LENGTH + 10))
def test_a_text_that_is_too_long_is_compared_as_it_is(text: str) -> None:
    assert person_key(text) == text
