"""Request bodies of the HappyFox API: how they are checked, and the parts that several of them share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage
from polydesk.dialects.happyfox.errors import MAX_FAULTS
from polydesk.dialects.happyfox.fields import (
    TAGS_DESCRIPTION,
    Agent,
    AgentOrNobody,
    DayOrNone,
    Files,
    Html,
    InState,
    Minutes,
    Moment,
    Tags,
    WithPriority,
)
from polydesk.dialects.happyfox.references import References, people_in
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.handling import Handling
from polydesk.domain.person import Person
from polydesk.domain.state import State
from polydesk.domain.ticket import Assignee, Ticket
from polydesk.formats.message import NO_HTML, Text, invalid, is_blank
from polydesk.http.body import Body
from polydesk.http.errors import InvalidRequest, together
from polydesk.http.request import Request

REQUIRED = "This field is required."
UNKNOWN = "This is not a known field."
NOTHING = "Nothing to update"

NO_CUSTOM_FIELD = "There is no custom field with this id."

_CUSTOM_FIELD = re.compile("(?:[tc]-cf|ccf)-")

MAX_FIELD_NAME = 100
"""Characters of an unknown field's name that an answer repeats."""


class CheckedBody(Body):
    """A body that is checked as a whole, with the things that its ids refer to, so that all faults come at once.

    A blank text and null count as not given: forms leave a field out like that. The fields in `clearable` are passed
    on as they are.
    """

    clearable: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def check(cls, data: Any, references: References) -> Self:
        """Return the body that these plain values are. Raises InvalidRequest for the first fault, with the others."""
        if data is not None and not isinstance(data, dict):
            raise InvalidRequest("body", "", "Send an object.", "malformed")
        given = {name: value for name, value in (data or {}).items() if cls._counts(name, value)}
        faults = list(cls.contradictions(given))
        try:
            body = cls.model_validate(given, context=references)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            raise together([*map(_fault, found[:MAX_FAULTS]), *faults]) from None
        if faults:
            raise together(faults)
        return body

    @classmethod
    def _counts(cls, name: str, value: Any) -> bool:
        """Return whether a field counts as given. A blank custom field would be cleared, so it is not passed over."""
        return name in cls.clearable or not is_blank(value) or bool(_CUSTOM_FIELD.match(name))

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the faults of the given fields taken together."""
        yield from ()


def _fault(found: ErrorDetails) -> InvalidRequest:
    field = str(found["loc"][0]) if found["loc"] else ""
    match found["type"]:
        case "missing":
            return missing(field)
        case "extra_forbidden" if _CUSTOM_FIELD.match(field):
            return InvalidRequest("body", field[:MAX_FIELD_NAME], NO_CUSTOM_FIELD, "unknown")
        case "extra_forbidden":
            return InvalidRequest("body", field[:MAX_FIELD_NAME], UNKNOWN, "unknown")
        case _:
            return InvalidRequest("body", field, found["msg"])


def missing(field: str) -> InvalidRequest:
    """Return the fault of a body without this field."""
    return InvalidRequest("body", field, REQUIRED, "missing")


TEXT_OR_HTML: dict[str, Any] = {"if": {"not": {"required": ["text"]}}, "then": {"required": ["html"]}}
"""JSON Schema of a body that `needs_text`."""


class MessageBody(CheckedBody):
    """A message with its files."""

    text: Annotated[Text, Field(description="The message.")] = ""
    html: Html = NO_HTML
    attachments: Files = ()

    @property
    def plain(self) -> str:
        """The plain text, whichever field it came in."""
        return self.text

    def message(self, **mail: Any) -> NewMessage | None:
        """Return the message, or None when there is none; `mail` has the fields of the mail that carries it.

        The text of a message that has only HTML is what the HTML shows.
        """
        if not (self.plain or self.html.html or self.attachments):
            return None
        return NewMessage(self.plain or self.html.text, html=self.html.html or None, files=self.attachments, **mail)


def needs_text(given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
    """Yield the fault of a body that needs a text and has none."""
    if "text" not in given and "html" not in given:
        yield missing("text")


class StaffBody(MessageBody):
    """A message of staff, and changes of the ticket. Without a message only properties change."""

    clearable: ClassVar[frozenset[str]] = frozenset({"assignee", "due_date", "tags"})

    staff: Agent
    plaintext: Annotated[Text, Field(description="Used as `text` where that is missing.")] = ""
    status: InState | None = None
    pending_time: Annotated[
        Moment | None,
        Field(description="When a pending status ends, in ISO 8601; UTC without an offset. Needs such a `status`."),
    ] = None
    priority: WithPriority | None = None
    assignee: AgentOrNobody = None
    time_spent: Minutes = 0
    due_date: DayOrNone = None
    tags: Annotated[
        Tags | None, Field(description=f"{TAGS_DESCRIPTION} They replace all tags; an empty value removes them.")
    ] = None

    @field_validator("pending_time")
    @classmethod
    def _needs_a_pending_state(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        state: State | None = info.data.get("status")
        if "status" in info.data and not (state and state.type.is_pending):
            raise invalid("This field needs a pending status.")
        return value

    @property
    def plain(self) -> str:
        """The plain text, whichever field it came in."""
        return self.text or self.plaintext

    def handling(self) -> Handling:
        """Return the changes of the ticket."""
        return Handling(
            state=self.status,
            pending_until=self._pending_until(),
            priority_id=self.priority.id if self.priority else None,
            reassign="assignee" in self.model_fields_set,
            assignee=Assignee("person", self.assignee.id) if self.assignee else None,
            due_date=self.due_date,
            clear_due_date="due_date" in self.model_fields_set and self.due_date is None,
            tags=self.tags,
            minutes=Decimal(self.time_spent),
        )

    def _pending_until(self) -> datetime | None:
        """Return how long a pending state lasts; None leaves it to the desk."""
        if self.status is None or not self.status.type.is_pending:
            return None
        return self.pending_time or start_of(self.due_date)


def start_of(day: date | None) -> datetime | None:
    """Return when a day begins, in UTC; None for no day."""
    return datetime.combine(day, time(), UTC) if day else None


@dataclass(frozen=True, slots=True)
class CheckedUpdate[B: CheckedBody]:
    """A checked body, the ticket of the path as it was read, and the people that the body names."""

    body: B
    ticket: Ticket
    people: Mapping[int, Person]


def read_update[B: CheckedBody](model: type[B], request: Request, desk: Desk) -> CheckedUpdate[B]:
    """Read the ticket of the path and the people of the body in one read, and check the body.

    Raises TicketNotFound, InvalidRequest and what reading the body raises.
    """
    number = request.identifier("id", TicketNotFound)
    ticket, people = desk.tickets.with_people(number, people_in(request.data), request.principal)
    return CheckedUpdate(model.check(request.data, References(desk, people)), ticket, people)
