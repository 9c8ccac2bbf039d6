"""Python values to DynamoDB attribute values and back. Numbers are whole; an absent value is an absent attribute."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
"""An item, in plain Python values."""


class _Reader(TypeDeserializer):
    def _deserialize_n(self, value: str) -> int:
        return int(value)


_writer = TypeSerializer()
_reader = _Reader()


def encode_value(value: Any) -> Any:
    """One value as an attribute value; tuples become lists."""
    return _writer.serialize(_plain(value))


def encode(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as attribute values; attributes that are None are left out."""
    return {name: encode_value(value) for name, value in item.items() if value is not None}


def decode(attributes: Mapping[str, Any]) -> Item:
    """The item that attribute values stand for."""
    return {name: _reader.deserialize(value) for name, value in attributes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
