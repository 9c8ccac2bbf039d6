"""Sorts and pages lists as `page`, `per_page` or `limit`, `sort_by` and `order_by` ask."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from polydesk.dialects.zammad import responses
from polydesk.domain.state import State, States
from polydesk.http.errors import InvalidRequest
from polydesk.http.schema import Schema

DEFAULT_SIZE = 500
MAX_SIZE = 1000
COLUMNS = tuple(name for name in responses.State.__annotations__ if name in responses.State.__required_keys__)


MAX_LISTED = 250
"""Characters of a list of columns or orders; all columns take less."""


def listed(*words: str, description: str) -> Schema:
    """Return the schema of a text that lists some of these words, separated by commas; the first is the default."""
    one = f"({'|'.join(words)})"
    return Schema(description, pattern=f"^{one}(,{one})*$", default=words[0], maxLength=MAX_LISTED)


def page(states: States, number: int, size: int, sort_by: str, order_by: str) -> list[State]:
    """Return a page of the states, by id unless `sort_by` says otherwise. Raises InvalidRequest."""
    size = min(size, MAX_SIZE)
    start = (number - 1) * size
    rows = [(responses.state(state, states), state) for state in states.all()]
    return ordered(rows, sort_by, order_by)[start : start + size]


def ordered[T](rows: Sequence[tuple[Mapping[str, Any], T]], sort_by: str, order_by: str) -> list[T]:
    """Return things in order, each given with the row that is shown of it.

    Sort by one column or several, separated by commas; each has its own order, or the last one given. Raises
    InvalidRequest for a column that the rows do not have.
    """
    rows = list(rows)
    columns = _words(sort_by) or ["id"]
    orders = _words(order_by) or ["asc"]
    for column in columns:
        if rows and column not in rows[0][0]:
            raise InvalidRequest("query", "sort_by", f"Found invalid column '{column}' for sorting.")
    for order in orders:
        if order.lower() not in {"asc", "desc"}:
            problem = f"Found invalid order by value {order}. Please use 'asc' or 'desc'."
            raise InvalidRequest("query", "order_by", problem)
    orders += orders[-1:] * (len(columns) - len(orders))
    for column, order in reversed(list(zip(columns, orders, strict=False))):
        rows.sort(key=partial(_rank, column), reverse=order.lower() == "desc")
    return [thing for _, thing in rows]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _rank[T](column: str, row: tuple[Mapping[str, Any], T]) -> tuple[bool, Any]:
    """Rank null last, and texts regardless of case."""
    value = row[0][column]
    return value is None, value.casefold() if isinstance(value, str) else value
