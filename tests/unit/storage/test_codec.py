"""Values in the table, against boto3's own way of writing and reading them."""

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from polydesk.storage import codec

numbers = st.integers(-(10**38) + 1, 10**38 - 1)
scalars = (
    st.none() | st.booleans() | numbers | st.text() | st.sets(numbers, min_size=1) | st.sets(st.text(), min_size=1)
)
values = st.recursive(scalars, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=20)


def as_boto3_takes_it(value: Any) -> Any:
    """With numbers that keep all their digits."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Mapping):
        return {name: as_boto3_takes_it(one) for name, one in value.items()}
    return type(value)(map(as_boto3_takes_it, value)) if isinstance(value, list | set) else value


@given(values)
def test_values_are_written_so_that_boto3_reads_them(value: object) -> None:
    written: Any = codec.encode_value(value)
    assert TypeDeserializer().deserialize(written) == value


@given(values)
def test_what_boto3_writes_is_read(value: object) -> None:
    assert codec.decode({"a": TypeSerializer().serialize(as_boto3_takes_it(value))}) == {"a": value}


def test_members_of_enumerations_are_their_values() -> None:
    kind = IntEnum("kind", {"OPEN": 2})
    side = StrEnum("side", {"CLIENT": "client"})

    assert codec.encode({"kind": kind(2), "side": side("client")}) == {"kind": {"N": "2"}, "side": {"S": "client"}}


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), b"bytes", {1, "a"}, {1.5}, object()])
def test_what_the_table_does_not_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        codec.encode_value(value)


@pytest.mark.parametrize("value", [{}, {"X": "1"}, {"N": "one"}, {"S": "a", "N": "1"}])
def test_what_is_no_value_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        codec.decode({"a": value})
