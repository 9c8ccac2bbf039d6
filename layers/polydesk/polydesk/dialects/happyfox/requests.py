"""What the HappyFox API's bodies have in common: how they are checked, what is said, what becomes of a ticket."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any, ClassVar, Self

from pydantic import ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from polydesk.dialects.happyfox.errors import MOST_FAULTS
from polydesk.dialects.happyfox.fields import (
    Agent,
    AgentOrNobody,
    Day,
    Files,
    Html,
    InState,
    Minutes,
    Moment,
    Tags,
    Text,
    WithPriority,
    wrong,
)
from polydesk.dialects.happyfox.references import References
from polydesk.domain.actions import Handling
from polydesk.domain.errors import Invalid
from polydesk.domain.state import State
from polydesk.domain.ticket import Assignee, Attachment, Message
from polydesk.formats import html
from polydesk.http.body import Body

REQUIRED = "This field is required."
UNKNOWN = "This field is not known here."

LONGEST_NAME = 100
"""Characters of an unknown field's name that an answer repeats."""


class Checked(Body):
    """A body that is checked as a whole, together with what its ids stand for, so that all its faults come at once.

    A blank text counts as not given, which is how forms leave something out, and so does null; but not for the fields
    in `clearable`, which know what it means.
    """

    clearable: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def check(cls, data: Any, references: References) -> Self:
        """The body in these plain values. Raises Invalid for the first fault, with the others along."""
        if data is not None and not isinstance(data, dict):
            raise Invalid("body", "", "An object is expected.", "malformed")
        given = {name: value for name, value in (data or {}).items() if name in cls.clearable or not _is_blank(value)}
        faults = list(cls.contradictions(given))
        try:
            body = cls.model_validate(given, context=references)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            raise _together([*map(_fault, found[:MOST_FAULTS]), *faults]) from None
        if faults:
            raise _together(faults)
        return body

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[Invalid]:
        """What is wrong with the given fields taken together."""
        yield from ()


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _fault(found: ErrorDetails) -> Invalid:
    field = str(found["loc"][0]) if found["loc"] else ""
    match found["type"]:
        case "missing":
            return missing(field)
        case "extra_forbidden":
            return Invalid("body", field[:LONGEST_NAME], UNKNOWN, "unknown")
        case _:
            return Invalid("body", field, found["msg"])


def missing(field: str) -> Invalid:
    """The fault of a body without this field."""
    return Invalid("body", field, REQUIRED, "missing")


def _together(faults: Iterable[Invalid]) -> Invalid:
    first, *others = faults
    return Invalid(first.place, first.field, first.problem, first.kind, tuple(others))


class Said(Checked):
    """Words and files."""

    text: Text = ""
    html: Html = ""
    attachments: Files = ()

    @property
    def words(self) -> str:
        """The text, whichever field it came in."""
        return self.text

    @property
    def says_something(self) -> bool:
        """Whether there is anything to say, be it a file."""
        return bool(self.words or self.html or self.attachments)

    def message(self, files: tuple[Attachment, ...], **about: Any) -> Message:
        """The message, with its files as they were stored; `about` is what else a message has.

        Where only HTML was given the text is what it says.
        """
        return Message(self.words or html.text_of(self.html), html=self.html or None, files=files, **about)


def needs_words(given: Mapping[str, Any]) -> Iterator[Invalid]:
    """The fault of a body that has to say something and does not."""
    if "text" not in given and "html" not in given:
        yield missing("text")


class Handled(Said):
    """What staff say, and what becomes of the ticket. Without words only its properties change."""

    clearable: ClassVar[frozenset[str]] = frozenset({"assignee", "tags"})

    staff: Agent
    plaintext: Text = ""
    status: InState | None = None
    pending_time: Moment | None = None
    priority: WithPriority | None = None
    assignee: AgentOrNobody = None
    time_spent: Minutes = 0
    due_date: Day | None = None
    tags: Tags | None = None

    @field_validator("pending_time")
    @classmethod
    def _of_a_state_that_waits(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        state: State | None = info.data.get("status")
        if "status" in info.data and not (state and state.kind.is_pending):
            raise wrong("This field needs a status that waits for a time.")
        return value

    @property
    def words(self) -> str:
        """The text, whichever field it came in."""
        return self.text or self.plaintext

    def handling(self, message: Message | None) -> Handling:
        """The wish as the desk takes it."""
        return Handling(
            message=message,
            state=self.status,
            pending_until=self._pending_until(),
            priority_id=self.priority.id if self.priority else None,
            reassign="assignee" in self.model_fields_set,
            assignee=Assignee("person", self.assignee.id) if self.assignee else None,
            due_date=self.due_date,
            tags=self.tags,
            minutes=self.time_spent,
        )

    def _pending_until(self) -> datetime | None:
        """How long a state that waits lasts; None leaves it to the desk."""
        if self.status is None or not self.status.kind.is_pending:
            return None
        return self.pending_time or (datetime.combine(self.due_date, time(), UTC) if self.due_date else None)
