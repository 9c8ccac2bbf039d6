"""Python values to DynamoDB attribute values and back. Numbers are whole; an absent value is an absent attribute."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
"""An item, in plain Python values."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def millis(at: datetime | None) -> int | None:
    """A time as whole milliseconds since 1970: eight bytes in the table."""
    return None if at is None else (at - _EPOCH) // _MILLISECOND


def moment(milliseconds: int) -> datetime:
    """The time that `millis` wrote."""
    return _EPOCH + milliseconds * _MILLISECOND


def optional_moment(milliseconds: int | None) -> datetime | None:
    """The time that `millis` wrote, if there is one."""
    return None if milliseconds is None else moment(milliseconds)


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
