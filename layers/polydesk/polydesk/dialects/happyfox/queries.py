"""Types of query parameters of the HappyFox API, and what a list's `status` selects."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from polydesk.desk.desk import Desk
from polydesk.desk.states import select
from polydesk.domain.errors import NotFound
from polydesk.domain.search_terms import MAX_QUERY_LENGTH, MAX_TERMS_PER_QUERY, terms_of
from polydesk.http.errors import InvalidRequest
from polydesk.http.identifiers import INT32_MAX, whole_number

MIN_SIZE, MAX_SIZE = 10, 50
"""Bounds of a page's size; a size outside of them is brought to the nearer one."""

_NUMBER = re.compile(r"[+-]?[0-9]+")


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


def _words(text: object) -> str | None:
    """Return the text to search for; None for a blank one. Raises PydanticCustomError for a text without a word."""
    words = str(text).strip()
    if words and len(words) <= MAX_QUERY_LENGTH and not terms_of(words):
        raise PydanticCustomError("no_word", "There is no word to search for.")
    return words or None


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
    str,
    Field(
        description="`_all`, `_pending`, `_completed`, or the id of a status.",
        json_schema_extra={"pattern": "^(_all|_pending|_completed|[0-9]+)$"},
    ),
]
Ignored = Annotated[
    Any,
    Field(
        description="Accepted and ignored: newest tickets come first.",
        json_schema_extra={"type": "string"},
    ),
]
OptionalWords = Annotated[
    str | None,
    PlainValidator(_words),
    Field(
        description=f"Words, at most {MAX_TERMS_PER_QUERY}, that the ticket has in its subject or its messages. "
        "The last one may be the beginning of a word. A number alone finds the ticket with that number, too. "
        "A blank text counts as absent.",
        json_schema_extra={"type": "string", "maxLength": MAX_QUERY_LENGTH},
    ),
]


def page_size(size: int) -> int:
    """Return the size of a page within its bounds."""
    return min(max(size, MIN_SIZE), MAX_SIZE)


def wanted_states(status: str, desk: Desk) -> frozenset[int]:
    """Return the states whose tickets a list shows. Raises InvalidRequest for an unknown status."""
    current = desk.states.current()
    match status:
        case "_all":
            return select(current, "all")
        case "_pending":
            return select(current, "opened")
        case "_completed":
            return select(current, "closed")
    number = whole_number(status)
    if number is not None and number not in current.rows:
        current = desk.states.fresh()
    try:
        return frozenset({current.existing(number or 0).id})
    except NotFound:
        problem = "There is no status with this id. Send an id, _all, _pending or _completed."
        raise InvalidRequest("query", "status", problem) from None
