"""JSON in."""

import json

import pytest

from polydesk.formats.errors import MalformedInput
from polydesk.formats.json import MAX_KEYS, MAX_OBJECTS, parse
from tests.soon import assert_comparable, assert_linear
from tools.hostile.fillings import MAX_TIMES, REFERENCE

LARGEST = 4_600_000


def refusal(raw: bytes) -> MalformedInput:
    with pytest.raises(MalformedInput) as refused:
        parse(raw)
    return refused.value


def test_the_number_of_objects_is_bounded() -> None:
    most = b"[" + b"{}," * (MAX_OBJECTS - 1) + b"{}]"

    assert len(parse(most)) == MAX_OBJECTS
    assert refusal(b"[{}," + most[1:]).problem == "The body has more than 200000 objects."


def test_the_number_of_keys_of_an_object_is_bounded() -> None:
    assert refusal(keys(MAX_KEYS)).field == "00000001"
    assert refusal(keys(MAX_KEYS + 1)).problem == "The body has an object of more than 50000 keys."


def test_brackets_in_texts_are_no_objects() -> None:
    text = "{" * (MAX_OBJECTS + 1)

    assert parse(json.dumps({"a": text}).encode()) == {"a": text}


def test_each_body_counts_its_own_objects() -> None:
    one = b"[" + b"{}," * (MAX_OBJECTS // 2) + b"{}]"

    assert [len(parse(one)) for _ in range(3)] == [MAX_OBJECTS // 2 + 1] * 3


def keys(number: int) -> bytes:
    """Return an object with so many keys, of which the last one is that before it."""
    return b"{" + b",".join(b'"%08d":1' % max(one, 1) for one in range(number - 1, -1, -1)) + b"}"


def many_keys(size: int) -> bytes:
    return keys(size // 13)


def many_repetitions(size: int) -> bytes:
    """Return a list of objects that are as large as they may be."""
    return b"[" + b",".join([keys(MAX_KEYS)[:-14] + b"}"] * (size // 13 // MAX_KEYS)) + b"," + keys(MAX_KEYS) + b"]"


def many_objects(size: int) -> bytes:
    return b"[" + b"{}," * (size // 3) + b"{}]"


@pytest.mark.parametrize("body", [many_keys, many_repetitions, many_objects])
def test_the_look_at_the_keys_takes_linear_time(body: object) -> None:
    assert callable(body)
    assert_linear(lambda size: refusal(body(size)), LARGEST)
    assert_comparable(lambda: refusal(body(LARGEST)), lambda: json.loads(REFERENCE), MAX_TIMES)
