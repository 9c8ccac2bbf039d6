"""JSON in."""

import json

import pytest

from polydesk.formats.errors import MalformedInput
from polydesk.formats.json import MAX_OBJECTS, parse
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


def test_brackets_in_texts_are_no_objects() -> None:
    text = "{" * (MAX_OBJECTS + 1)

    assert parse(json.dumps({"a": text}).encode()) == {"a": text}


def test_each_body_counts_its_own_objects() -> None:
    one = b"[" + b"{}," * (MAX_OBJECTS // 2) + b"{}]"

    assert [len(parse(one)) for _ in range(3)] == [MAX_OBJECTS // 2 + 1] * 3


def many_keys(size: int) -> bytes:
    """Return an object of that many bytes, of which the last key is a repetition."""
    return b"{" + b",".join(b'"%08d":1' % one for one in range(size // 13)) + b',"00000000":1}'


def many_objects(size: int) -> bytes:
    return b"[" + b"{}," * (size // 3) + b"{}]"


@pytest.mark.parametrize("body", [many_keys, many_objects])
def test_the_look_at_the_keys_takes_linear_time(body: object) -> None:
    assert callable(body)
    assert_linear(lambda size: refusal(body(size)), LARGEST)
    assert_comparable(lambda: refusal(body(LARGEST)), lambda: json.loads(REFERENCE), MAX_TIMES)
