"""Which states a list shows, and in which order: `page`, `per_page` or `limit`, `sort_by`, `order_by`."""

from typing import Any

from polydesk.dialects.zammad import responses
from polydesk.domain.errors import Invalid
from polydesk.domain.state import State, States
from polydesk.http.query import Query, whole_number

USUAL_SIZE = 500
LARGEST_SIZE = 1000


def page(query: Query, states: States) -> list[State]:
    """The page that the query asks for; by default the first one, by id. Raises Invalid.

    Numbers that are none count as if they were absent, as Rails takes them.
    """
    size = min(_positive(query.get("per_page") or query.get("limit"), USUAL_SIZE), LARGEST_SIZE)
    start = (_positive(query.get("page"), 1) - 1) * size
    return _sorted(query, states)[start : start + size]


def _positive(text: str | None, otherwise: int) -> int:
    number = whole_number(text) if text else None
    return number if number and number > 0 else otherwise


def _sorted(query: Query, states: States) -> list[State]:
    """The states by one key or several, separated by commas; each has its order, or the last one's."""
    rows = [(responses.state(state, states), state) for state in states.all()]
    columns = _words(query.get("sort_by")) or ["id"]
    orders = _words(query.get("order_by")) or ["asc"]
    for column in columns:
        if rows and column not in rows[0][0]:
            raise Invalid("query", "sort_by", f"Found invalid column '{column}' for sorting.")
    for order in orders:
        if order.lower() not in {"asc", "desc"}:
            raise Invalid("query", "order_by", f"Found invalid order by value {order}. Please use 'asc' or 'desc'.")
    orders += orders[-1:] * (len(columns) - len(orders))
    for column, order in reversed(list(zip(columns, orders, strict=False))):
        rows.sort(key=lambda row: _rank(row[0][column]), reverse=order.lower() == "desc")
    return [state for _, state in rows]


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _rank(value: Any) -> tuple[bool, Any]:
    """What is empty comes last, and letters count without their case."""
    return value is None, value.casefold() if isinstance(value, str) else value
