"""Answers of the Zammad API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from polydesk.domain import state as domain
from polydesk.http.schema import Id, Schema

Millisecond = Annotated[
    str,
    Schema(
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$",
        format="date-time",
        examples=["2026-01-05T09:30:00.000Z"],
    ),
]
"""ISO 8601, UTC, milliseconds."""

Name = Annotated[str, Schema(maxLength=250)]
StateTypeName = Literal["new", "open", "pending reminder", "pending action", "closed", "merged", "removed"]


class State(TypedDict):
    """A ticket state. The last four keys appear with `expand`, as far as what they name exists."""

    id: Id
    state_type_id: Annotated[
        int,
        Schema(
            "1 new, 2 open, 3 pending reminder, 4 pending action, 5 closed, 6 merged, 7 removed.", minimum=1, maximum=7
        ),
    ]
    name: Name
    next_state_id: Annotated[Id | None, Schema("The state that a pending action leads to.")]
    ignore_escalation: bool
    default_create: Annotated[bool, Schema("Whether new tickets get it; true for exactly one state.")]
    default_follow_up: Annotated[bool, Schema("Whether reopened tickets get it; true for exactly one state.")]
    note: Name | None
    active: bool
    updated_by_id: Id
    created_by_id: Id
    created_at: Millisecond
    updated_at: Millisecond
    state_type: NotRequired[StateTypeName]
    next_state: NotRequired[Name]
    created_by: NotRequired[Annotated[str, Schema("A login; customers see `-`.")]]
    updated_by: NotRequired[Annotated[str, Schema("A login; customers see `-`.")]]


class Nothing(TypedDict):
    """An empty object."""


NoItems = Annotated[list[int], Schema("Always empty.", maxItems=0)]
"""A list of what the desk does not have."""

NoKeys = Annotated[dict[str, Any], Schema("Always empty.", maxProperties=0)]
"""An object without what the desk does not have."""


def time(at: datetime) -> str:
    """Return a time in ISO 8601, UTC, milliseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def state(state: domain.State, states: domain.States) -> State:
    """Return a state, its 13 keys in the vendor's order."""
    return State(
        id=state.id,
        state_type_id=int(state.type),
        name=state.name,
        next_state_id=state.next_state_id,
        ignore_escalation=state.ignore_escalation,
        default_create=state.id == states.default_create_id,
        default_follow_up=state.id == states.default_follow_up_id,
        note=state.note,
        active=state.active,
        updated_by_id=state.updated_by_id,
        created_by_id=state.created_by_id,
        created_at=time(state.created_at),
        updated_at=time(state.updated_at),
    )


def expanded(shown: domain.State, states: domain.States, logins: Mapping[int, str]) -> State:
    """Return a state with the names of what its ids refer to, as far as there are any; logins in lower case."""
    found = state(shown, states)
    found["state_type"] = STATE_TYPE_NAMES[shown.type]
    following = states.rows.get(shown.next_state_id) if shown.next_state_id is not None else None
    if following:
        found["next_state"] = following.name
    if shown.created_by_id in logins:
        found["created_by"] = logins[shown.created_by_id].lower()
    if shown.updated_by_id in logins:
        found["updated_by"] = logins[shown.updated_by_id].lower()
    return found


STATE_TYPE_NAMES: dict[domain.StateType, StateTypeName] = {
    domain.StateType.NEW: "new",
    domain.StateType.OPEN: "open",
    domain.StateType.PENDING_REMINDER: "pending reminder",
    domain.StateType.PENDING_ACTION: "pending action",
    domain.StateType.CLOSED: "closed",
    domain.StateType.MERGED: "merged",
    domain.StateType.REMOVED: "removed",
}
"""The vendor's names of the state types."""
