"""Conversion between Python values and DynamoDB's attribute values. Numbers are integers; None is no attribute."""

from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Any

Item = dict[str, Any]
"""An item as Python values."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def read_times(item: Mapping[str, Any], *names: str) -> dict[str, datetime]:
    """Return those attributes of an item, by name, that hold times. One that is absent has no entry."""
    return {name: _EPOCH + item[name] * _MILLISECOND for name in names if name in item}


def encode_value(value: Any) -> dict[str, Any]:
    """Convert a value to an attribute value. A tuple becomes a list, a time the milliseconds since 1970.

    Accepts strings, bytes, integers, booleans, times with a time zone, None, lists, mappings with string keys, and sets
    of strings or of integers.
    Raises TypeError for other types.
    """
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": _digits(value)}
    if isinstance(value, datetime):
        return {"N": _digits((value - _EPOCH) // _MILLISECOND)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, Mapping):
        return {"M": {name: encode_value(one) for name, one in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [encode_value(one) for one in value]}
    if isinstance(value, Set):
        return _encode_set(value)
    if isinstance(value, bytes):
        return {"B": value}
    raise TypeError(f"{type(value).__name__} cannot be stored in the table")


def _encode_set(values: Set[Any]) -> dict[str, Any]:
    if all(isinstance(one, str) for one in values):
        return {"SS": list(values)}
    if all(isinstance(one, int) for one in values):
        return {"NS": [_digits(one) for one in values]}
    raise TypeError("a set in the table holds either strings or integers")


def _digits(number: int) -> str:
    """Return the digits of an integer, also of an enumeration's member, whose str() is its name."""
    return int.__repr__(number)


def encode(item: Mapping[str, Any]) -> dict[str, Any]:
    """Convert an item to attribute values, without the attributes that are None."""
    return {name: encode_value(value) for name, value in item.items() if value is not None}


def decode(attributes: Mapping[str, Any]) -> Item:
    """Convert attribute values to an item. Raises KeyError or ValueError for what `encode` does not produce."""
    return {name: _decode_value(value) for name, value in attributes.items()}


def _decode_value(value: Mapping[str, Any]) -> Any:
    [(kind, content)] = value.items()
    return _READERS[kind](content)


# boto3.dynamodb.types does the same for every type. Decoding items is most of what a function computes, and this takes
# half the time.
_READERS: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "B": bytes,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda values: [_decode_value(one) for one in values],
    "M": decode,
    "NS": lambda values: set(map(int, values)),
    "SS": set,
}
