"""Python values to DynamoDB attribute values and back. Numbers are whole; an absent value is an absent attribute."""

from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Any

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


def encode_value(value: Any) -> dict[str, Any]:
    """One value as an attribute value; tuples become lists.

    Text, whole numbers, truth, None, lists, mappings with names, and sets of numbers or of texts; TypeError for others.
    """
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": _digits(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, Mapping):
        return {"M": {name: encode_value(one) for name, one in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [encode_value(one) for one in value]}
    if isinstance(value, Set):
        return _encode_set(value)
    raise TypeError(f"the table holds no {type(value).__name__}")


def _encode_set(values: Set[Any]) -> dict[str, Any]:
    if all(isinstance(one, str) for one in values):
        return {"SS": list(values)}
    if all(isinstance(one, int) for one in values):
        return {"NS": [_digits(one) for one in values]}
    raise TypeError("a set in the table holds only texts, or only numbers")


def _digits(number: int) -> str:
    """Also of an enumeration's member, whatever that calls itself."""
    return int.__repr__(number)


def encode(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as attribute values; attributes that are None are left out."""
    return {name: encode_value(value) for name, value in item.items() if value is not None}


def decode(attributes: Mapping[str, Any]) -> Item:
    """The item that attribute values stand for. Raises KeyError or ValueError for what `encode` does not write."""
    return {name: _decode_value(value) for name, value in attributes.items()}


def _decode_value(value: Mapping[str, Any]) -> Any:
    [(kind, content)] = value.items()
    return _READERS[kind](content)


# boto3.dynamodb.types does the same for every type there is. Reading items is most of what a function computes, and
# this takes half the time.
_READERS: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda values: [_decode_value(one) for one in values],
    "M": decode,
    "NS": lambda values: set(map(int, values)),
    "SS": set,
}
