"""YAML in and out."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import TooLarge
from polydesk.formats import yaml as yaml_format
from polydesk.formats.errors import MalformedInput
from polydesk.formats.yaml import parse, render
from tests.profiles import examples, number
from tests.soon import assert_linear


def refusal(text: str | bytes) -> MalformedInput:
    """How a document is refused."""
    with pytest.raises(MalformedInput) as refused:
        parse(text.encode() if isinstance(text, str) else text)
    assert refused.value.field == ""
    return refused.value


def test_mappings_sequences_and_text_are_read() -> None:
    document = "subject: Broken\nitems:\n  - a\n  - {b: c, d: [e]}\ntext: |\n  two\n  lines\n"

    assert parse(document.encode()) == {
        "subject": "Broken",
        "items": ["a", {"b": "c", "d": ["e"]}],
        "text": "two\nlines\n",
    }


@pytest.mark.parametrize(
    "scalar", ["2019-08-16", "0123", "12", "1.50", "no", "true", "12:30:45", "0x1f", "<<", "=", ".inf"]
)
def test_a_plain_scalar_is_the_text_as_it_stands_there(scalar: str) -> None:
    assert parse(f"a: {scalar}".encode()) == {"a": scalar}


@pytest.mark.parametrize("scalar", ["", "~", "null", "Null", "NULL"])
def test_only_null_is_null(scalar: str) -> None:
    assert parse(f"a: {scalar}".encode()) == {"a": None}
    assert parse(f"a: '{scalar}'".encode()) == {"a": scalar}


@pytest.mark.parametrize("document", [b"", b"\n", b"# nothing\n", b"---\n...\n"])
def test_an_empty_document_is_nothing(document: bytes) -> None:
    assert parse(document) is None


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse("\ufeffa: b".encode()) == {"a": "b"}


def test_tags_are_refused() -> None:
    assert "tag" in refusal("!!python/object/apply:os.system ['true']").problem
    assert "tag" in refusal("a: !!timestamp 2019-08-16").problem
    assert "tag" in refusal("a: !mine {b: c}").problem
    assert "tag" in refusal("a: ! b").problem


def test_anchors_and_aliases_are_refused_so_that_nothing_can_multiply() -> None:
    laughs = 'a: &a ["lol","lol","lol"]\n' + "".join(
        f"{letter}: &{letter} [{','.join([f'*{before}'] * 9)}]\n"
        for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
    )

    assert "anchor" in refusal(laughs).problem
    assert "alias" in refusal("a: *b").problem


@pytest.mark.parametrize(
    "document",
    [
        "a: [",
        "a: b: c",
        "\t",
        "a: 'b",
        "%YAML 2.0\n---\na",
        "%YAML 1." + "9" * 10000 + "\n---\na",
        'a: "\\UFFFFFFFF"',
        "\x00",
    ],
)
def test_what_is_no_yaml_is_refused(document: str) -> None:
    assert refusal(document).problem == "The body is not valid YAML."


def test_what_is_not_utf_8_is_refused() -> None:
    assert refusal("a: b".encode("utf-16")).problem == "The body is not valid UTF-8."


def test_keys_are_text() -> None:
    assert "key" in refusal("? [a, b]\n: c").problem


def test_there_is_one_document() -> None:
    assert "one document" in refusal("a: b\n---\nc: d\n").problem


def test_depth_and_number_of_values_are_bounded() -> None:
    assert parse(b"[" * 20 + b"]" * 20) is not None
    refusal("[" * 21 + "]" * 21)
    refusal("a: " + "[" * 20 + "]" * 20)
    assert len(parse(b"[" + b"a," * 9_999 + b"]")) == 9_999
    refusal("[" + "a," * 10_000 + "]")


@pytest.mark.parametrize("unit", ["[a]", "{a: b}", "[{a: [b]}]"])
def test_values_side_by_side_are_not_deep(unit: str) -> None:
    value = parse(unit.encode())

    assert parse(f"[{', '.join([unit] * 21)}]".encode()) == [value] * 21
    assert parse("".join(f"- {unit}\n" for _ in range(1_000)).encode()) == [value] * 1_000
    assert parse("".join(f"k{number}: {unit}\n" for number in range(21)).encode()) == {
        f"k{number}": value for number in range(21)
    }


def test_depth_is_given_back_level_by_level() -> None:
    deep = "[" * 19 + "]" * 19

    assert parse(f"[{deep}, {deep}]".encode()) == [parse(deep.encode())] * 2
    refusal(f"[{deep}, [{deep}]]")


def test_the_size_is_bounded() -> None:
    text = "x" * 262_141

    assert parse(f"a: {text}".encode()) == {"a": text}
    with pytest.raises(TooLarge) as refused:
        parse(f"a: {text}y".encode())
    assert refused.value.limit == 262_144


SIZE = number(gate=65_536, full=262_144)
"""Bytes of a document that is to be read or refused soon. The largest document has 262144."""


@pytest.mark.parametrize("unit", ["[", "{", "? ", "- ", "&a ", "!!x ", "---\n", "a: b\n", "%A\n", ":", "[a,"])
def test_a_large_document_of_anything_is_refused_soon(unit: str) -> None:
    def outcome(size: int) -> object:
        try:
            return parse((unit * (size // len(unit))).encode())
        except MalformedInput as refused:
            return refused

    assert isinstance(assert_linear(outcome, SIZE), MalformedInput)


@pytest.mark.parametrize("unit", ["x ", "b\n ", "#\n", "\n"])
def test_a_large_document_of_text_is_read_soon(unit: str) -> None:
    assert_linear(lambda size: parse(("a: " + unit * (size // len(unit) - 3)).encode()), SIZE)


def test_a_long_version_is_refused_soon() -> None:
    assert_linear(lambda size: refusal("%YAML 1." + "9" * size + "\n---\na"), 100_000)


@pytest.mark.parametrize(
    "text",
    [
        "2019-08-16",
        "2019-08-16 09:00:00",
        "12",
        "0123",
        "1e3",
        "0o17",
        "no",
        "y",
        "null",
        "~",
        "",
        "true",
        "=",
        " a",
        "a: b",
        "# a",
        "*a",
        "- a",
        "😀",
        "\x01",
        "\x85",
        "a\nb\n",
        "'",
    ],
)
def test_text_stays_text_on_the_way_out(text: str) -> None:
    document = render({"a": text})

    assert yaml.safe_load(document) == {"a": text}
    assert parse(document.encode()) == {"a": text}


@pytest.mark.parametrize("text", ["1e3", "0o17", "+1", ".5", "y", "N"])
def test_text_that_some_readers_take_for_something_else_is_quoted(text: str) -> None:
    assert render([text]) == f"- '{text}'\n"


def test_letters_of_all_alphabets_are_written_as_they_are() -> None:
    assert render({"a": "Привет 😀"}) == "a: Привет 😀\n"


def test_keys_keep_their_order_and_repeated_values_are_written_out() -> None:
    same = {"id": 1}

    assert render({"b": same, "a": [same, same]}) == "b:\n  id: 1\na:\n- id: 1\n- id: 1\n"


PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@examples(gate=50, full=200)
@given(PLAIN)
def test_what_is_written_is_read_back_by_any_reader(value: Any) -> None:
    assert yaml.safe_load(yaml_format.render(value)) == value
