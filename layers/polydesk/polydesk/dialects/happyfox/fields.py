"""Field types of the HappyFox API's request bodies; each accepts JSON, form fields and XML.

An id may be a number or a text of digits; a list of words may be a list or a text with commas. A field that refers to
something of the desk is read as that object, so a parsed body holds no id that refers to nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from pydantic import AfterValidator, PlainValidator, ValidationInfo

from polydesk.desk.messages import NewFile
from polydesk.dialects.happyfox.references import References, parse_id
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.domain.state import State
from polydesk.domain.tags import MAX_TAG_LENGTH, MAX_TAGS, each_once
from polydesk.formats import html as html_format
from polydesk.formats.email import address
from polydesk.formats.html import Hypertext
from polydesk.formats.line import OneLine, read_line
from polydesk.formats.message import (
    MAX_FILES,
    MAX_HTML_BYTES,
    NO_MAIL,
    file_name,
    hypertext,
    invalid,
    is_blank,
    readable,
    words_of,
)
from polydesk.formats.multipart import FilePart
from polydesk.http.identifiers import MAX_IDENTIFIER, whole_number
from polydesk.http.schema import Schema

MAX_MINUTES = 1_000_000
MAX_ADDRESSES = 50
YEARS = range(1970, 3000)

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


def _id(value: Any) -> int:
    number = parse_id(value)
    if number is None or number > MAX_IDENTIFIER:
        raise invalid("Send an id: a whole number, 1 or greater.")
    return number


def _find(find: Callable[[References, int], Any], value: Any, info: ValidationInfo) -> Any:
    """Return what the id refers to."""
    number = _id(value)
    try:
        return find(cast(References, info.context), number)
    except InvalidValue as error:
        raise invalid(error.problem) from None


def _reference(find: Callable[[References, int], Any]) -> PlainValidator:
    """Return a validator that replaces an id by what it refers to."""

    def read(value: Any, info: ValidationInfo) -> Any:
        return _find(find, value, info)

    return PlainValidator(read)


def _agent_or_nobody(value: Any, info: ValidationInfo) -> Person | None:
    if value is None or value == "":
        return None
    return cast(Person, _find(References.agent, value, info))


@dataclass(frozen=True, slots=True)
class Correspondent:
    """An e-mail address, and the customer it belongs to, if there is one."""

    email: str
    person: Person | None


def _correspondent(value: Any, info: ValidationInfo) -> Correspondent:
    email = address(readable(value).strip())
    try:
        return Correspondent(email, cast(References, info.context).desk.people.customer(email))
    except InvalidValue as error:
        raise invalid(error.problem) from None


def _tags(value: Any) -> tuple[str, ...]:
    """Return each tag once, whatever its case, as it is written first."""
    found = each_once(read_line(tag, MAX_TAG_LENGTH) for tag in words_of(value, MAX_TAGS))
    if len(found) > MAX_TAGS:
        raise invalid(f"There can be at most {MAX_TAGS}.")
    return found


def _addresses(value: Any) -> str:
    """Return the addresses of a list or of a text with commas; of two spellings of one address the first stays."""
    found: dict[str, str] = {}
    words = list(dict.fromkeys(words_of(value, MAX_ADDRESSES)))
    if len(words) > MAX_ADDRESSES:
        raise invalid(f"There can be at most {MAX_ADDRESSES}.")
    for one in words:
        found.setdefault(person_key(address(one)), one)
    return ", ".join(found.values())


def _html(value: Any) -> Hypertext:
    return hypertext(value, INSTEAD_OF_PICTURES)


def _date(value: Any) -> date:
    text = readable(value).strip()
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH_DATE.fullmatch(text):
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    else:
        raise invalid("Send a date as yyyy-mm-dd or dd/mm/yyyy.")
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        raise invalid("There is no such date.") from None


def _date_or_none(value: Any) -> date | None:
    """Return the date; None for null and for a blank text."""
    return None if is_blank(value) else _date(value)


def _moment(value: Any) -> datetime:
    """Return the time in UTC, cut to the millisecond. A time without an offset is read as UTC."""
    try:
        at = datetime.fromisoformat(readable(value).strip())
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise invalid("Send a time in ISO 8601.") from None
    return _in_range(at.replace(microsecond=at.microsecond // 1000 * 1000))


def _in_range[D: date](at: D) -> D:
    if at.year not in YEARS:
        raise invalid(f"The year must be from {YEARS[0]} to {YEARS[-1]}.")
    return at


def _minutes(value: Any) -> int:
    minutes = whole_number(value.strip()) if isinstance(value, str) else value
    if type(minutes) is not int or not 0 <= minutes <= MAX_MINUTES:
        raise invalid(f"Send minutes: a whole number from 0 to {MAX_MINUTES}.")
    return minutes


def _no_survey(wanted: bool) -> bool:
    if wanted:
        raise invalid("There are no surveys here.")
    return wanted


def _files(value: Any) -> tuple[NewFile, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, FilePart) for one in values):
        raise invalid("Send files as file parts of multipart/form-data.")
    if len(values) > MAX_FILES:
        raise invalid(f"There can be at most {MAX_FILES} files.")
    return tuple(NewFile(file_name(one.name), one.content_type, one.content) for one in values)


_NUMBER = "[1-9][0-9]{0,14}"
_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}"
_ID: dict[str, Any] = {"type": ["integer", "string"], "minimum": 1, "pattern": f"^{_NUMBER}$"}
_ID_OR_NONE: dict[str, Any] = {"type": ["integer", "string", "null"], "minimum": 1, "pattern": f"^({_NUMBER})?$"}
_WORDS: dict[str, Any] = {"type": ["string", "array"], "items": {"type": "string"}}
_FILE = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}

INSTEAD_OF_PICTURES = (
    "Attach the file in `attachments` of a multipart form, or send the address of a picture on the web."
)
TAGS_DESCRIPTION = (
    f"A list, or a text with commas: at most {MAX_TAGS} tags of at most {MAX_TAG_LENGTH} characters, "
    "each once whatever its case."
)

Line = Annotated[str, OneLine(255)]
Phone = Annotated[str, OneLine(50)]
Flag = bool
"""True or false, also as forms write it: `true`, `1`, `yes`, `on` and their opposites."""

NoSurvey = Annotated[
    Flag, AfterValidator(_no_survey), Schema("Only `false` is accepted: there are no surveys here.", const=False)
]

Html = Annotated[
    Hypertext,
    PlainValidator(_html),
    Schema(
        f"The message as HTML, sanitised: at most {MAX_HTML_BYTES:,} bytes and {html_format.MAX_TAGS:,} tags "
        "after that. Pictures inside it (`data:`, `cid:`) are refused.",
        type="string",
    ),
]
Tags = Annotated[
    tuple[str, ...], PlainValidator(_tags), Schema(TAGS_DESCRIPTION, **_WORDS, examples=[["invoice", "address"]])
]
Addresses = Annotated[
    str,
    PlainValidator(_addresses),
    Schema(
        f"E-mail addresses: a list, or a text with commas; at most {MAX_ADDRESSES}. {NO_MAIL}",
        **_WORDS,
        examples=[["office@example.com"]],
    ),
]
Minutes = Annotated[
    int,
    PlainValidator(_minutes),
    Schema(
        "Minutes, added to the time spent so far.",
        type=["integer", "string"],
        minimum=0,
        maximum=MAX_MINUTES,
        pattern="^[0-9]{1,6}$",
        examples=[12],
    ),
]
Day = Annotated[
    date,
    PlainValidator(_date),
    Schema("`yyyy-mm-dd` or `dd/mm/yyyy`.", type="string", pattern=f"^({_DAY})$", examples=["2026-01-16"]),
]
DayOrNone = Annotated[
    date | None,
    PlainValidator(_date_or_none),
    Schema(
        "`yyyy-mm-dd` or `dd/mm/yyyy`; null or empty removes it.",
        type=["string", "null"],
        pattern=rf"^({_DAY}|\s*)$",
        examples=["2026-01-16"],
    ),
]
Moment = Annotated[datetime, PlainValidator(_moment), Schema("ISO 8601.", type="string", format="date-time")]
Files = Annotated[
    tuple[NewFile, ...],
    PlainValidator(_files),
    Schema("Files, in multipart forms only.", type="array", maxItems=MAX_FILES, items=_FILE),
]
UpdateId = Annotated[int, PlainValidator(_id), Schema("The id of an update.", **_ID, examples=[100002])]
Agent = Annotated[Person, _reference(References.agent), Schema("The id of an active agent.", **_ID, examples=[3])]
AgentOrNobody = Annotated[
    Person | None,
    PlainValidator(_agent_or_nobody),
    Schema("The id of an active agent; null or empty for nobody.", **_ID_OR_NONE, examples=[3]),
]
Contact = Annotated[
    Person, _reference(References.contact), Schema("The id of an active customer.", **_ID, examples=[4])
]
Email = Annotated[Correspondent, PlainValidator(_correspondent), Schema(type="string", format="email")]
InCategory = Annotated[Category, _reference(References.category), Schema("The id of a category.", **_ID, examples=[1])]
WithPriority = Annotated[
    Priority, _reference(References.priority), Schema("The id of a priority.", **_ID, examples=[2])
]
InState = Annotated[State, _reference(References.state), Schema("The id of an active status.", **_ID, examples=[3])]
