"""Types of query parameters of the HappyFox API, and what a list's `status` selects."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from polydesk.desk.desk import Desk
from polydesk.desk.states import Selection, select
from polydesk.dialects.happyfox.query_values import MAX_VALUES
from polydesk.domain.errors import InvalidValue, NotFound
from polydesk.http.body import wrong
from polydesk.http.identifiers import INT32_MAX, whole_number

MIN_SIZE, MAX_SIZE = 10, 50
"""Bounds of a page's size; a size outside of them is brought to the nearer one."""

STATUS_WORDS: dict[str, Selection] = {"_all": "all", "_pending": "opened", "_completed": "closed"}
"""The values of `status` that select several states."""

_NUMBER = re.compile(r"[+-]?[0-9]+")
_STATUS = "(_all|_pending|_completed|[0-9]+)"
_NO_STATUS = "There is no status with this id. Send an id, _all, _pending or _completed."


def _integer(text: object) -> int:
    """Return a whole number; one too large to be read is brought down to the largest."""
    if not isinstance(text, str):
        return int(str(text))
    if not _NUMBER.fullmatch(text):
        raise PydanticCustomError("int_parsing", "Send a whole number.")
    number = whole_number(text)
    if number is not None:
        return number
    return -INT32_MAX if text.startswith("-") else INT32_MAX


def refusing[T](read: Callable[[Any], T]) -> PlainValidator:
    """Return a validator that reads a parameter; an InvalidValue that it raises becomes a fault of the parameter."""

    def validate(value: Any) -> T:
        try:
            return read(value)
        except InvalidValue as error:
            raise wrong(error.problem) from None

    return PlainValidator(validate)


def listed(texts: Iterable[str]) -> list[str]:
    """Return the distinct values of comma lists, in order. Raises InvalidValue for too many."""
    values = list(dict.fromkeys(part.strip() for text in texts for part in text.split(",")))
    if len(values) > MAX_VALUES:
        raise InvalidValue("", f"Send at most {MAX_VALUES} values.")
    return values


def _statuses(texts: Sequence[str]) -> tuple[str, ...]:
    values = listed(texts)
    if not all(value in STATUS_WORDS or whole_number(value) is not None for value in values):
        raise InvalidValue("", _NO_STATUS)
    return tuple(values)


def _counted_from_1(number: int) -> int:
    if number < 1:
        raise PydanticCustomError("page", "Pages are counted from 1.")
    return number


LargeInteger = Annotated[int, BeforeValidator(_integer)]
LargePageNumber = Annotated[
    LargeInteger,
    AfterValidator(_counted_from_1),
    Field(description="The number of the page, from 1.", json_schema_extra={"minimum": 1}),
]
StatusFilter = Annotated[
    tuple[str, ...],
    refusing(_statuses),
    Field(
        description="`_all`, `_pending`, `_completed`, or the id of a status. Several with commas, or in several "
        "parameters `status`, list the tickets of each.",
        json_schema_extra={"type": "string", "pattern": f"^{_STATUS}( *, *{_STATUS})*$", "default": "_all"},
    ),
]
"""A repeatable parameter."""

ALL_STATUSES = ("_all",)
Ignored = Annotated[
    Any,
    Field(
        description="Accepted and ignored: `sort` orders the list.",
        json_schema_extra={"type": "string"},
    ),
]


def page_size(size: int) -> int:
    """Return the size of a page within its bounds."""
    return min(max(size, MIN_SIZE), MAX_SIZE)


def wanted_states(statuses: Collection[str], desk: Desk) -> frozenset[int]:
    """Return the states whose tickets a list shows. Raises InvalidValue for an unknown status."""
    return frozenset[int]().union(*(_states_of(status, desk) for status in statuses))


def _states_of(status: str, desk: Desk) -> frozenset[int]:
    current = desk.states.current()
    if selection := STATUS_WORDS.get(status):
        return select(current, selection)
    number = whole_number(status)
    if number is not None and number not in current.rows:
        current = desk.states.fresh()
    try:
        return frozenset({current.existing(number or 0).id})
    except NotFound:
        raise InvalidValue("status", _NO_STATUS) from None
