"""The query and body models of Zammad's ticket states.

Unknown and read-only keys are ignored, so that a client can send a response back as a request. Booleans and ids may be
texts or numbers (`"true"`, `1`, `"2"`), as in Rails. Any other value is refused with an error that names the field.
"""

from collections.abc import Collection
from typing import Annotated, cast

from pydantic import AfterValidator, Field

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import responses
from polydesk.dialects.zammad.bodies import Identifier, Text, VendorBody, encodable
from polydesk.dialects.zammad.complaints import invalid, invalid_value, not_found, shown_value
from polydesk.dialects.zammad.logins import HIDDEN
from polydesk.dialects.zammad.queries import wants_names
from polydesk.domain.line import MAX_DECOMPOSED, NotALine, NothingVisible, cut_line
from polydesk.domain.state import State, States, StateType
from polydesk.domain.state_changes import Details, StateNameMissing, StateTypeMissing
from polydesk.formats import html
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.schema import Schema

MAX_LENGTH = 250
"""Characters of a name or a note. Longer ones are cut."""

NO_INLINE_PICTURES = (
    "Inline images are not taken in 'note'. Attach the file to a ticket, or send the address of an image."
)

OWN = {"name", "note", "ignore_escalation", "active", "default_create", "default_follow_up"}
"""The keys with the same name and meaning in the domain."""

STATE_TYPES = {state_type.label: state_type for state_type in StateType}


def _sanitized(text: str) -> str:
    """Return the HTML sanitised and cut. Raises InvalidRequest for a picture inside it, which would be lost."""
    try:
        return html.sanitize_to(encodable(text), MAX_LENGTH)
    except html.InlinePicture:
        raise InvalidRequest("body", "", NO_INLINE_PICTURES) from None


Note = Annotated[str, AfterValidator(_sanitized)]


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


class StateBody(VendorBody):
    """A state, or the attributes of it to change."""

    name: Annotated[
        Text | None,
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
                raise invalid("state_type_id", self.state_type_id)
            return StateType(self.state_type_id)
        state_type = STATE_TYPES.get((self.state_type or "").casefold())
        if state_type is None:
            raise not_found("state_type", self.state_type)
        return state_type

    def _next_state_id(self, states: States) -> int:
        if self.next_state_id is not None:
            return self.next_state_id
        name = self.next_state or ""
        state = states.named(name) if len(name) <= MAX_LENGTH * MAX_DECOMPOSED else None
        if state is None:
            raise not_found("next_state", self.next_state)
        return state.id
