"""Field types of a ticket in a request: its title, its tags, its people, and when a pending state ends."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import PlainValidator

from polydesk.dialects.zammad.bodies import sentence
from polydesk.dialects.zammad.complaints import complaint
from polydesk.dialects.zammad.customer_data import DescribedCustomer, described_customer
from polydesk.domain.line import NotALine, NothingVisible, cut_line
from polydesk.domain.tags import MAX_TAG_LENGTH, MAX_TAGS, each_once
from polydesk.formats.line import read_line
from polydesk.formats.message import invalid, is_blank, readable, words_of
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier
from polydesk.http.schema import Schema

MAX_TITLE = 250
"""Characters of a title. A longer one is cut."""

GUESS = "guess:"
"""What comes before the e-mail address of a customer who may be unknown."""

YEARS = range(1970, 3000)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTEAD = "Send a time in ISO 8601 with its zone, such as 2027-01-05T10:00:00Z, or a date."

PersonReference = int | str
"""A person by id, or by login or e-mail address."""


def _title(value: Any) -> str:
    """Return the title in one line, cut to MAX_TITLE characters. Raises PydanticCustomError."""
    if value is None:
        raise sentence(complaint("title", None))
    try:
        return cut_line(readable(value), MAX_TITLE)
    except NothingVisible:
        raise sentence(complaint("title", None)) from None
    except NotALine as error:
        raise invalid(error.problem) from None


def _pending_time(value: Any) -> datetime | None:
    """Return the time in UTC with no seconds; a date is its beginning in UTC; None for null and an empty text."""
    if is_blank(value):
        return None
    text = readable(value).strip()
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None and not _DATE.fullmatch(text):
            raise ValueError("no zone")
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise invalid(_INSTEAD) from None
    if at.year not in YEARS:
        raise invalid(f"The year must be from {YEARS[0]} to {YEARS[-1]}.")
    return to_the_minute(at)


def to_the_minute(at: datetime) -> datetime:
    """Return the time without its seconds."""
    return at.replace(second=0, microsecond=0)


def _tags(value: Any) -> tuple[str, ...]:
    """Return each tag once, whatever its case, as it is written first."""
    if is_blank(value):
        return ()
    found = each_once(read_line(tag, MAX_TAG_LENGTH) for tag in words_of(value, MAX_TAGS))
    if len(found) > MAX_TAGS:
        raise invalid(f"There can be at most {MAX_TAGS}.")
    return found


def _person(value: Any) -> PersonReference | None:
    """Return an id, or a text: digits of an id, a login or an e-mail address; None for null and nothing."""
    if is_blank(value):
        return None
    if isinstance(value, str):
        return readable(value).strip()
    number = identifier(value)
    if number is None or number > MAX_IDENTIFIER:
        raise invalid("Send an id, a login or an e-mail address.")
    return number


def _customer(value: Any) -> PersonReference | DescribedCustomer | None:
    """Return what `_person` returns, or a customer who may be new. Raises InvalidRequest."""
    return described_customer(value) if isinstance(value, dict) else _person(value)


_PERSON: dict[str, Any] = {"type": ["integer", "string", "null"]}

Title = Annotated[
    str | None,
    PlainValidator(_title),
    Schema(f"One line with a visible character; cut to {MAX_TITLE} characters.", type="string", pattern=r"\S"),
]
"""Null is refused; a field of this type is None when it is absent."""

PendingTime = Annotated[
    datetime | None,
    PlainValidator(_pending_time),
    Schema(
        "When a pending state ends: ISO 8601 with a zone, or a date. Seconds become 0. Ignored for other states.",
        type=["string", "null"],
        examples=["2027-01-05T10:00:00Z"],
    ),
]
Tags = Annotated[
    tuple[str, ...],
    PlainValidator(_tags),
    Schema(
        f"A text with commas, or a list: at most {MAX_TAGS} tags of at most {MAX_TAG_LENGTH} characters, each once "
        "whatever its case.",
        type=["string", "array", "null"],
        items={"type": "string"},
        examples=["vip,invoice"],
    ),
]
Owner = Annotated[
    PersonReference | None,
    PlainValidator(_person),
    Schema("An active agent by id, login or e-mail address; 1, `-` or null for nobody.", **_PERSON, examples=[3]),
]
Customer = Annotated[
    PersonReference | DescribedCustomer | None,
    PlainValidator(_customer),
    Schema(
        f"The customer by id, login or e-mail address; `{GUESS}<e-mail>` for one who may be new; or an object of `id`, "
        "`email`, `login`, `firstname`, `lastname` and `phone`.",
        type=["integer", "string", "object", "null"],
        examples=["guess:ann@example.com"],
    ),
]
