"""Conversion of values, compared with boto3's own."""

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
    st.none()
    | st.booleans()
    | numbers
    | st.text()
    | st.binary()
    | st.sets(numbers, min_size=1)
    | st.sets(st.text(), min_size=1)
)
values = st.recursive(scalars, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=20)


def for_boto3(value: Any) -> Any:
    """Return the value as boto3 takes it: with Decimals, which keep all digits."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Mapping):
        return {name: for_boto3(one) for name, one in value.items()}
    return type(value)(map(for_boto3, value)) if isinstance(value, list | set) else value


@given(values)
def test_boto3_reads_encoded_values(value: object) -> None:
    written: Any = codec.encode_value(value)
    assert TypeDeserializer().deserialize(written) == value


@given(values)
def test_values_that_boto3_has_encoded_are_read(value: object) -> None:
    assert codec.decode({"a": TypeSerializer().serialize(for_boto3(value))}) == {"a": value}


def test_members_of_enumerations_are_their_values() -> None:
    kind = IntEnum("kind", {"OPEN": 2})
    side = StrEnum("side", {"CLIENT": "client"})

    assert codec.encode({"kind": kind(2), "side": side("client")}) == {"kind": {"N": "2"}, "side": {"S": "client"}}


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), {b"bytes"}, {1, "a"}, {1.5}, object()])
def test_types_that_cannot_be_stored_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        codec.encode_value(value)


@pytest.mark.parametrize("value", [{}, {"X": "1"}, {"N": "one"}, {"S": "a", "N": "1"}])
def test_invalid_attribute_values_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        codec.decode({"a": value})
