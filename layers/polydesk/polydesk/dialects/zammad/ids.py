"""Numbers of tickets, and the ids that are made of them: of articles and of time accountings.

| id                         | when                                     | made of                          |
|----------------------------|------------------------------------------|----------------------------------|
| number * 1000 + n          | n up to 999, number up to 2,147,482      | the ticket's number, and n from 1 |
| 2^31 + number * 100000 + n | all others                               | the same                         |

For an article n says which message of the ticket it is, for a time accounting it is the version of the update. The
first range fits 32 bits, which some clients use for ids. A number may be written with `#` and leading zeros.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from polydesk.domain.errors import NotFound
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier
from polydesk.http.request import Request

SMALL_STEP = 1000
LARGE_STEP = 100_000
LARGE_BASE = 2**31
MAX_SMALL_NUMBER = LARGE_BASE // SMALL_STEP - 1
"""The largest number of a ticket whose ids can be in the first range."""


class Part(NamedTuple):
    """A part of a ticket: the ticket's number, and which of its messages or updates it is, from 1."""

    number: int
    n: int


def part_id(number: int, n: int) -> int:
    """Return the id of a part of a ticket."""
    if n < SMALL_STEP and number <= MAX_SMALL_NUMBER:
        return number * SMALL_STEP + n
    return LARGE_BASE + number * LARGE_STEP + n


def part_of(part: int) -> Part | None:
    """Return which part of which ticket has this id; None for an id that no part can have."""
    number, n = divmod(part, SMALL_STEP) if part < LARGE_BASE else divmod(part - LARGE_BASE, LARGE_STEP)
    found = Part(number, n)
    return found if number > 0 and n > 0 and part_id(*found) == part else None


def article_ids(number: int, messages: int) -> list[int]:
    """Return the ids of the articles of a ticket with so many messages, in order."""
    return part_ids(number, range(1, messages + 1))


def part_ids(number: int, ns: Iterable[int]) -> list[int]:
    """Return the ids of parts of a ticket."""
    return [part_id(number, n) for n in ns]


def parse_number(value: Any) -> int | None:
    """Return the number of a ticket that a number or a text writes: `42`, `"42"`, `"#0042"`; None for anything else."""
    number = identifier(value.strip().removeprefix("#") if isinstance(value, str) else value)
    return number if number is not None and number <= MAX_IDENTIFIER else None


def ticket_number(request: Request, name: str, not_found: type[NotFound]) -> int:
    """Return the number of a ticket in the path. Raises `not_found` for anything else."""
    text = request.path_parameters.get(name, "")
    number = parse_number(text.replace("%23", "#"))
    if number is None:
        raise not_found(text)
    return number


def part_in_path(request: Request, name: str, not_found: type[NotFound]) -> Part:
    """Return which part of a ticket the path names. Raises `not_found` for anything that cannot be one."""
    part = part_of(request.identifier(name, not_found))
    if part is None:
        raise not_found(request.path_parameters[name])
    return part
