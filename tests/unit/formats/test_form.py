"""Form bodies as plain values."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats import form as form_format
from polydesk.formats.errors import MalformedInput

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_fields_come_in_their_order_and_repeated_ones_together() -> None:
    assert form_format.parse(b"b=1&a=2&b=3") == {"b": ["1", "3"], "a": ["2"]}


def test_a_plus_is_a_space_and_an_escape_is_its_character() -> None:
    assert form_format.parse(b"name=Grace+Hopper%21&city=%D0%9E%D1%81%D0%BB%D0%BE") == {
        "name": ["Grace Hopper!"],
        "city": ["Осло"],
    }


def test_text_may_come_without_escapes() -> None:
    assert form_format.parse("город=Осло".encode()) == {"город": ["Осло"]}


@pytest.mark.parametrize("raw", [b"", b"&", b"&&&"])
def test_nothing_is_a_form_without_fields(raw: bytes) -> None:
    assert form_format.parse(raw) == {}


@pytest.mark.parametrize("raw", [b"a", b"a=", b"a=&"])
def test_a_field_without_a_value_is_empty(raw: bytes) -> None:
    assert form_format.parse(raw) == {"a": [""]}


def test_only_the_first_equals_sign_divides() -> None:
    assert form_format.parse(b"a=b=c") == {"a": ["b=c"]}


def test_a_semicolon_divides_nothing() -> None:
    assert form_format.parse(b"a=1;b=2") == {"a": ["1;b=2"]}


@pytest.mark.parametrize("raw", [b"a=%FF", b"%FF=a", b"a=\xff", b"\xed\xa0\x80=1"])
def test_what_is_not_utf_8_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedInput, match="not valid UTF-8") as refused:
        form_format.parse(raw)
    assert refused.value.field == ""


def test_a_thousand_fields_are_read_and_one_more_is_refused() -> None:
    thousand = b"&".join([b"a=1"] * 1000)
    assert form_format.parse(thousand) == {"a": ["1"] * 1000}
    with pytest.raises(MalformedInput, match="more than 1000 fields"):
        form_format.parse(thousand + b"&a=1")


@given(st.lists(st.tuples(TEXT, TEXT), max_size=20))
def test_whatever_a_browser_encodes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    read = form_format.parse(urlencode(pairs).encode())
    assert [(name, value) for name, values in read.items() for value in values] == [
        pair for name in dict.fromkeys(name for name, _ in pairs) for pair in pairs if pair[0] == name
    ]
