"""The query and body models of Zammad's ticket states.

Unknown and read-only keys are ignored, so that a client can send a response back as a request. Booleans and ids may be
texts or numbers (`"true"`, `1`, `"2"`), as in Rails. Any other value is refused with an error that names the field.
"""

import json
from collections.abc import Collection
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import responses
from polydesk.dialects.zammad.errors import invalid_value
from polydesk.domain.line import MAX_DECOMPOSED, NotALine, NothingVisible, cut_line
from polydesk.domain.state import State, States, StateType
from polydesk.domain.state_changes import Details, StateNameMissing, StateTypeMissing
from polydesk.formats import html
from polydesk.http.body import Body, Query
from polydesk.http.errors import InvalidRequest
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier, whole_number
from polydesk.http.request import Request
from polydesk.http.schema import Schema

MAX_LENGTH = 250
"""Characters of a name or a note. Longer ones are cut."""

NO_INLINE_PICTURES = (
    "Inline images are not taken in 'note'. Attach the file to a ticket, or send the address of an image."
)

OWN = {"name", "note", "ignore_escalation", "active", "default_create", "default_follow_up"}
"""The keys with the same name and meaning in the domain."""

HIDDEN = "-"
"""What a customer sees instead of the login of staff."""

STATE_TYPES = {state_type.label: state_type for state_type in StateType}


def _encodable(text: str) -> str:
    """Return the text. Raises ValueError for an unpaired surrogate, which cannot be stored."""
    text.encode()
    return text


def _identifier(value: Any) -> int:
    """Return the id that is written as a number or as digits. Raises ValueError for anything else."""
    number = identifier(value)
    if number is None or number > MAX_IDENTIFIER:
        raise ValueError("no id")
    return number


Identifier = Annotated[
    int,
    BeforeValidator(_identifier),
    Schema(type=["integer", "string"], minimum=1, pattern="^[1-9][0-9]{0,14}$"),
]


def _sanitized(text: str) -> str:
    """Return the HTML sanitised and cut. Raises InvalidRequest for a picture inside it, which would be lost."""
    try:
        return html.sanitize_to(_encodable(text), MAX_LENGTH)
    except html.InlinePicture:
        raise InvalidRequest("body", "", NO_INLINE_PICTURES) from None


Name = Annotated[str, AfterValidator(_encodable)]
Note = Annotated[str, AfterValidator(_sanitized)]


def _expand(value: Any) -> bool:
    """Return whether the value of `expand` means yes. Unknown values mean no."""
    return value in (True, "true", "1")


class Expand(Query):
    """The query of every call: whether to add the names of what ids refer to."""

    expand: Annotated[
        bool | None,
        BeforeValidator(_expand),
        Schema("Add the names of what ids refer to. A body may say so, too.", default=False),
    ] = None


def wants_names(request: Request) -> bool:
    """Return whether the query, or else the body, says `expand`. Raises InvalidRequest for a body that is not JSON."""
    expand = request.query(Expand).expand
    if expand is None and request.raw:
        data = request.data
        return _expand(data.get("expand")) if isinstance(data, dict) else False
    return bool(expand)


def shown(rows: Collection[State], states: States, request: Request, desk: Desk) -> list[responses.State]:
    """Return the states as responses, with names when the request asks for them. Raises InvalidRequest."""
    if not wants_names(request):
        return [responses.state(state, states) for state in rows]
    logins = _logins(rows, request, desk)
    return [responses.expanded(state, states, logins) for state in rows]


def _logins(rows: Collection[State], request: Request, desk: Desk) -> dict[int, str]:
    """Return the logins of the people who created and last changed the states, by id; customers see none of them."""
    if request.principal.is_only_customer:
        return {number: HIDDEN for state in rows for number in (state.created_by_id, state.updated_by_id)}
    return desk.states.logins(rows)


def _lenient(value: Any) -> int | None:
    number = whole_number(value) if isinstance(value, str) else None
    return number if number and number > 0 else None


LenientNumber = Annotated[int | None, BeforeValidator(_lenient), Schema(minimum=1)]
"""A positive number; anything else counts as absent."""


class StateBody(Body):
    """A state, or the attributes of it to change."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[
        Name | None,
        Schema(
            "One line with a visible character, unique whatever the case of its letters; "
            f"kept in NFC, without spaces around it, and cut to {MAX_LENGTH} characters.",
            type="string",
            pattern=r"\S",
        ),
    ] = None
    state_type_id: Annotated[
        Identifier | None,
        Schema(
            f"The type: {', '.join(f'{one} {one.label}' for one in StateType)}.",
            type=["integer", "string"],
            maximum=len(StateType),
        ),
    ] = None
    state_type: Annotated[
        str | None,
        Schema("The type by name; `state_type_id` takes precedence.", type="string", enum=list(STATE_TYPES)),
    ] = None
    next_state_id: Annotated[
        Identifier | None, Field(description="The state that tickets of type pending action move to.")
    ] = None
    next_state: Annotated[
        str | None, Field(description="The next state by name; `next_state_id` takes precedence.")
    ] = None
    ignore_escalation: Annotated[bool, Field(description="Tickets in this state do not escalate.")] = False
    default_create: Annotated[bool, Field(description="New tickets start in this state.")] = False
    default_follow_up: Annotated[bool, Field(description="Reopened tickets go to this state.")] = False
    note: Annotated[Note | None, Field(description=f"HTML, sanitised; cut to {MAX_LENGTH} characters.")] = None
    active: Annotated[bool, Field(description="Tickets can enter this state.")] = True

    @classmethod
    def read(cls, data: Any) -> Self:
        """Read the body. Raises InvalidRequest for the first invalid field, in the vendor's words."""
        try:
            return super().read(data)
        except InvalidRequest as error:
            if not error.field:
                raise
            field = error.field.partition(".")[0]
            raise InvalidRequest("body", field, _complaint(field, data.get(field))) from None

    def details(self, states: States) -> Details:
        """Return the details of the state, with names resolved to ids. Raises InvalidRequest and StateTypeMissing."""
        details = cast(Details, self.model_dump(exclude_unset=True, include=OWN))
        if "name" in details:
            details["name"] = self._name(states)
        if self.state_type_id is not None or self.state_type is not None:
            details["type"] = self._state_type()
        elif "state_type_id" in self.model_fields_set:
            raise StateTypeMissing
        if self.next_state_id is not None or self.next_state is not None:
            details["next_state_id"] = self._next_state_id(states)
        elif "next_state_id" in self.model_fields_set:
            details["next_state_id"] = None
        return details

    def _name(self, states: States) -> str:
        """Return the name as a line. One that a state has is taken as it is: an earlier release may have stored it."""
        name = self.name or ""
        if any(state.name == name for state in states.all()):
            return name
        try:
            return cut_line(name, MAX_LENGTH)
        except NothingVisible:
            raise StateNameMissing from None
        except NotALine as error:
            complaint = f"{invalid_value('name', shown_value(name))}. {error.problem}"
            raise InvalidRequest("body", "name", complaint) from None

    def _state_type(self) -> StateType:
        if self.state_type_id is not None:
            if self.state_type_id not in set(StateType):
                raise InvalidRequest("body", "state_type_id", invalid_value("state_type_id", str(self.state_type_id)))
            return StateType(self.state_type_id)
        state_type = STATE_TYPES.get((self.state_type or "").casefold())
        if state_type is None:
            raise _not_found("state_type", self.state_type)
        return state_type

    def _next_state_id(self, states: States) -> int:
        if self.next_state_id is not None:
            return self.next_state_id
        name = self.next_state or ""
        state = states.named(name) if len(name) <= MAX_LENGTH * MAX_DECOMPOSED else None
        if state is None:
            raise _not_found("next_state", self.next_state)
        return state.id


def _complaint(field: str, value: Any) -> str:
    return f"Attribute '{field}' required!" if value is None else invalid_value(field, shown_value(value))


def _not_found(field: str, value: str | None) -> InvalidRequest:
    return InvalidRequest("body", field, f"No lookup value found for '{field}': {shown_value(value)}")


def shown_value(value: Any) -> str:
    """Return a value as an error message quotes it: cut, and without the contents of lists and objects."""
    if isinstance(value, list | dict):
        return "[...]" if isinstance(value, list) else "{...}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}..."
