"""What a list of tickets is asked for."""

import re

from polydesk.desk.desk import Desk
from polydesk.desk.states import select
from polydesk.domain.errors import Invalid, NotFound
from polydesk.http.query import INT32_MAX, Query, whole_number

SMALLEST, LARGEST = 10, 50
"""Bounds of a page's size; a size outside of them is brought to the nearer one."""

_NUMBER = re.compile(r"[+-]?[0-9]+")


def paging(query: Query) -> tuple[int, int]:
    """The number of the page, from 1, and its size. Raises Invalid for what is no number."""
    size = _number(query, "size", SMALLEST)
    number = _number(query, "page", 1)
    if number < 1:
        raise Invalid("query", "page", "Pages are counted from 1.")
    return number, min(max(size, SMALLEST), LARGEST)


def _number(query: Query, name: str, default: int) -> int:
    """A whole number, however large it is written."""
    text = query.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text):
        raise Invalid("query", name, "A whole number is expected.")
    far = -INT32_MAX if text.startswith("-") else INT32_MAX
    number = whole_number(text)
    return far if number is None else number


def states(query: Query, desk: Desk) -> frozenset[int]:
    """The states whose tickets are asked for. Raises Invalid for a status that there is not."""
    wanted = query.get("status") or "_all"
    current = desk.states.current()
    match wanted:
        case "_all":
            return select(current, "all")
        case "_pending":
            return select(current, "opened")
        case "_completed":
            return select(current, "closed")
    number = whole_number(wanted)
    if number is not None and number not in current.rows:
        current = desk.states.fresh()
    try:
        return frozenset({current.existing(number or 0).id})
    except NotFound:
        raise Invalid("query", "status", "There is no status with this id, nor _all, _pending, _completed.") from None


def words(query: Query) -> str | None:
    """The words that tickets are searched for, if there are any."""
    return (query.get("q") or "").strip() or None
