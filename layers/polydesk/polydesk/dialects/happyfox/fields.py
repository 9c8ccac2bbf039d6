"""The kinds of fields of the HappyFox API's bodies, each of which reads every encoding.

An id may be a number or its digits; a list of words may be a text with commas or a list. Fields that name something of
the desk become what they name, so a body that has been read holds no id that stands for nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from pydantic import AfterValidator, PlainValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from polydesk.desk.messages import NewFile
from polydesk.dialects.happyfox.references import References, parse_id
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person
from polydesk.domain.state import State
from polydesk.formats import html as html_format
from polydesk.formats.email import address
from polydesk.formats.multipart import FilePart
from polydesk.http.identifiers import MAX_IDENTIFIER, whole_number

LONGEST_TEXT = 50_000
"""Characters of a message, as in the Tickets API."""

LARGEST_HTML = 120_000
"""Bytes. A message with its text, its HTML and all else is one item of the table, which has room for 400 KB."""

MOST_MINUTES = 1_000_000
MOST_TAGS = 50
LONGEST_TAG = 50
MOST_ADDRESSES = 50
MOST_FILES = 10
YEARS = range(1970, 3000)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


def wrong(problem: str) -> PydanticCustomError:
    """What a validator raises for a value that will not do."""
    return PydanticCustomError("unacceptable", "{problem}", {"problem": problem})


def _readable(value: Any) -> str:
    """Text that UTF-8 can write."""
    if not isinstance(value, str):
        raise wrong("A text is expected.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise wrong("The text has half a surrogate pair in it.") from None
    return value


def _one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise wrong("Line breaks and control characters are not possible here.")
    return value


def _find(find: Callable[[References, int], Any], value: Any, info: ValidationInfo) -> Any:
    """What an id stands for."""
    number = parse_id(value)
    if number is None or number > MAX_IDENTIFIER:
        raise wrong("An id is expected, a whole number from 1 on.")
    try:
        return find(cast(References, info.context), number)
    except InvalidValue as error:
        raise wrong(error.problem) from None


def _reference(find: Callable[[References, int], Any]) -> PlainValidator:
    """Reads an id and becomes what it stands for."""

    def read(value: Any, info: ValidationInfo) -> Any:
        return _find(find, value, info)

    return PlainValidator(read)


def _agent_or_nobody(value: Any, info: ValidationInfo) -> Person | None:
    if value is None or value == "":
        return None
    return cast(Person, _find(References.agent, value, info))


@dataclass(frozen=True, slots=True)
class Correspondent:
    """An e-mail address, and the contact it belongs to, if there is one yet."""

    email: str
    person: Person | None


def _correspondent(value: Any, info: ValidationInfo) -> Correspondent:
    email = address(_readable(value).strip())
    try:
        return Correspondent(email, cast(References, info.context).desk.people.customer(email))
    except InvalidValue as error:
        raise wrong(error.problem) from None


def _listed(value: Any, most: int) -> list[str]:
    """The words of a text with commas, or of a list, each once, without blank ones."""
    values = value if isinstance(value, list) else [value]
    words = [word.strip() for one in values for word in _one_line(_readable(one)).split(",")]
    found = list(dict.fromkeys(word for word in words if word))
    if len(found) > most:
        raise wrong(f"There can be at most {most}.")
    return found


def _tags(value: Any) -> tuple[str, ...]:
    tags = tuple(_listed(value, MOST_TAGS))
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise wrong(f"A tag can have at most {LONGEST_TAG} characters.")
    return tags


def _addresses(value: Any) -> str:
    return ", ".join(address(one) for one in _listed(value, MOST_ADDRESSES))


def _html(value: Any) -> str:
    html = _readable(value)
    if html_format.has_too_many_tags(html):
        raise wrong(f"The HTML has more than {html_format.MAX_TAGS} tags.")
    if len(html.encode()) <= LARGEST_HTML:
        html = html_format.sanitize(html)
    if len(html.encode()) > LARGEST_HTML:
        raise wrong(f"The HTML, made safe to show, has more than {LARGEST_HTML} bytes.")
    if not html:
        raise wrong("The HTML has nothing in it that can be shown.")
    return html


def _date(value: Any) -> date:
    text = _readable(value).strip()
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH_DATE.fullmatch(text):
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    else:
        raise wrong("A date is expected, as yyyy-mm-dd or dd/mm/yyyy.")
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        raise wrong("There is no such day.") from None


def _moment(value: Any) -> datetime:
    """A time to the millisecond in UTC, which is also what a time without an offset is in."""
    try:
        at = datetime.fromisoformat(_readable(value).strip())
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise wrong("A time is expected, in the form of ISO 8601.") from None
    return _in_range(at.replace(microsecond=at.microsecond // 1000 * 1000))


def _in_range[D: date](at: D) -> D:
    if at.year not in YEARS:
        raise wrong(f"The year should be from {YEARS[0]} to {YEARS[-1]}.")
    return at


def _minutes(value: Any) -> int:
    minutes = whole_number(value.strip()) if isinstance(value, str) else value
    if type(minutes) is not int or not 0 <= minutes <= MOST_MINUTES:
        raise wrong(f"Minutes are expected, from 0 to {MOST_MINUTES}.")
    return minutes


def _files(value: Any) -> tuple[NewFile, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, FilePart) for one in values):
        raise wrong("Files are read only as file parts of multipart/form-data.")
    if len(values) > MOST_FILES:
        raise wrong(f"There can be at most {MOST_FILES} files.")
    return tuple(NewFile(one.name, one.content_type, one.content) for one in values)


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), AfterValidator(_one_line)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50), AfterValidator(_one_line)]
Flag = bool
"""True or false, also as forms write it: `true`, `1`, `yes`, `on` and their opposites."""

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Html = Annotated[str, PlainValidator(_html)]
Tags = Annotated[tuple[str, ...], PlainValidator(_tags)]
Addresses = Annotated[str, PlainValidator(_addresses)]
Minutes = Annotated[int, PlainValidator(_minutes)]
Day = Annotated[date, PlainValidator(_date)]
Moment = Annotated[datetime, PlainValidator(_moment)]
Files = Annotated[tuple[NewFile, ...], PlainValidator(_files)]
Agent = Annotated[Person, _reference(References.agent)]
AgentOrNobody = Annotated[Person | None, PlainValidator(_agent_or_nobody)]
Contact = Annotated[Person, _reference(References.contact)]
Email = Annotated[Correspondent, PlainValidator(_correspondent)]
InCategory = Annotated[Category, _reference(References.category)]
WithPriority = Annotated[Priority, _reference(References.priority)]
InState = Annotated[State, _reference(References.state)]
