"""What the Zammad API answers (polydesk/dialects/zammad/present.py)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tools.openapi.schemas.shape import Id, Shape

Millisecond = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$",
        json_schema_extra={"format": "date-time"},
        examples=["2026-01-05T09:30:00.000Z"],
    ),
]
"""ISO 8601, UTC, milliseconds."""

Name = Annotated[str, Field(max_length=250)]


class State(Shape):
    """A ticket state. The last four keys are there with `expand`, as far as what they name exists."""

    id: Id
    state_type_id: Annotated[
        int,
        Field(
            ge=1,
            le=7,
            description="1 new, 2 open, 3 pending reminder, 4 pending action, 5 closed, 6 merged, 7 removed.",
        ),
    ]
    name: Name
    next_state_id: Annotated[Id | None, Field(description="Where a state of the kind pending action leads to.")]
    ignore_escalation: bool
    default_create: Annotated[bool, Field(description="New tickets are in it; exactly one state is this.")]
    default_follow_up: Annotated[bool, Field(description="Closed tickets come back to it; exactly one state is this.")]
    note: Name | None
    active: bool
    updated_by_id: Id
    created_by_id: Id
    created_at: Millisecond
    updated_at: Millisecond
    state_type: Literal["new", "open", "pending reminder", "pending action", "closed", "merged", "removed"] = "new"
    next_state: Name = ""
    created_by: Annotated[str, Field(description="A login.")] = ""
    updated_by: Annotated[str, Field(description="A login.")] = ""


class Nothing(Shape):
    """An empty object."""


class Failure(Shape):
    """What is wrong on the desk's side."""

    error: str


class Error(Failure):
    """What is wrong: the same sentence twice."""

    error_human: str


ANSWERS: dict[str, Any] = {
    "list_states": list[State],
    "show_state": State,
    "create_state": State,
    "update_state": State,
    "delete_state": Nothing,
}
"""What a success brings, by the file of the function."""
