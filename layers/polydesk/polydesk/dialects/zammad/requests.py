"""What a request says of a state.

Keys that are unknown, or not the client's to set, are ignored: an answer can be sent back as it came. Booleans and ids
may be written as text (`"true"`, `1`, `"2"`), as Rails takes them; everything else is refused by name.
"""

import json
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from polydesk.dialects.zammad import html
from polydesk.dialects.zammad.errors import invalid_value
from polydesk.domain.errors import Invalid
from polydesk.domain.state import States, StateType
from polydesk.domain.state_changes import Details, KindlessState
from polydesk.http.body import Body

LONGEST = 250
"""Characters of a name or a note; what is beyond is cut off."""

OWN = {"name", "note", "ignore_escalation", "active", "default_create", "default_follow_up"}
"""The keys that mean the same here and in the domain."""

KINDS = {kind.label: kind for kind in StateType}


def _whole(text: str) -> str:
    """The text, unless it holds half of a surrogate pair, which cannot be stored: that is a ValueError."""
    text.encode()
    return text


def _identifier(value: Any) -> Any:
    """Digits as the number that they write; for all but whole numbers a ValueError."""
    if isinstance(value, str) and len(value) < 16 and value.isascii() and value.isdigit():
        return int(value)
    if type(value) is not int:
        raise ValueError("no id")
    return value


Identifier = Annotated[int, BeforeValidator(_identifier)]
Name = Annotated[str, AfterValidator(_whole), AfterValidator(lambda text: text[:LONGEST])]
Note = Annotated[str, AfterValidator(_whole), AfterValidator(lambda text: html.sanitised(text, LONGEST))]


class StateBody(Body):
    """A state, or as much of it as is to change."""

    model_config = ConfigDict(extra="ignore")

    name: Name | None = None
    state_type_id: Identifier | None = None
    state_type: str | None = None
    next_state_id: Identifier | None = None
    next_state: str | None = None
    ignore_escalation: bool = False
    default_create: bool = False
    default_follow_up: bool = False
    note: Note | None = None
    active: bool = True

    @classmethod
    def read(cls, data: Any) -> Self:
        """The body in these plain values. Raises Invalid for the first fault, in the vendor's words."""
        try:
            return super().read(data)
        except Invalid as error:
            if not error.field:
                raise
            field = error.field.partition(".")[0]
            raise Invalid("body", field, _complaint(field, data.get(field))) from None

    def details(self, states: States) -> Details:
        """What the body says, names looked up among the states. Raises Invalid and KindlessState."""
        details = cast(Details, self.model_dump(exclude_unset=True, include=OWN))
        if "name" in details:
            details["name"] = self.name or ""
        if self.state_type_id is not None or self.state_type is not None:
            details["kind"] = self._kind()
        elif "state_type_id" in self.model_fields_set:
            raise KindlessState
        if self.next_state_id is not None or self.next_state is not None:
            details["next_state_id"] = self._next_state_id(states)
        elif "next_state_id" in self.model_fields_set:
            details["next_state_id"] = None
        return details

    def _kind(self) -> StateType:
        if self.state_type_id is not None:
            if self.state_type_id not in set(StateType):
                raise Invalid("body", "state_type_id", invalid_value("state_type_id", str(self.state_type_id)))
            return StateType(self.state_type_id)
        kind = KINDS.get((self.state_type or "").casefold())
        if kind is None:
            raise _not_found("state_type", self.state_type)
        return kind

    def _next_state_id(self, states: States) -> int:
        if self.next_state_id is not None:
            return self.next_state_id
        state = states.named(self.next_state or "")
        if state is None:
            raise _not_found("next_state", self.next_state)
        return state.id


def _complaint(field: str, value: Any) -> str:
    return f"Attribute '{field}' required!" if value is None else invalid_value(field, _shown(value))


def _not_found(field: str, value: str | None) -> Invalid:
    return Invalid("body", field, f"No lookup value found for '{field}': {_shown(value)}")


def _shown(value: Any) -> str:
    """A value as an error shows it: no longer than it must be, and never the inside of a structure."""
    if isinstance(value, list | dict):
        return "[...]" if isinstance(value, list) else "{...}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
