"""Statuses, priorities and categories as the HappyFox API shows them, alone and in tickets."""

from typing import Annotated, Literal, TypedDict

from polydesk.domain import catalog as domain
from polydesk.domain.state import State, States, StateType
from polydesk.http.schema import Id, Schema

COLORS = {
    StateType.NEW: "0066CC",
    StateType.OPEN: "339933",
    StateType.PENDING_REMINDER: "FF9900",
    StateType.PENDING_ACTION: "FFCC00",
    StateType.CLOSED: "666666",
    StateType.MERGED: "999999",
    StateType.REMOVED: "CC0000",
}
"""The colors of statuses, by the type of the state."""


NoItems = Annotated[list[str], Schema(maxItems=0)]
"""A list of what the desk does not have."""


class Status(TypedDict):
    """A ticket state as a status."""

    id: Id
    name: str
    behavior: Literal["pending", "completed"]
    color: Annotated[str, Schema(pattern=r"^[0-9A-F]{6}$", examples=["339933"])]
    order: int
    default: bool


class Priority(TypedDict):
    """A priority."""

    id: Id
    name: str
    order: int
    default: bool


class Category(TypedDict):
    """A category of tickets."""

    id: Id
    name: str
    description: str
    public: Literal[True]
    prepopulate_cc: Literal[""]
    time_spent_mandatory: Literal[False]


def status(state: State, states: States) -> Status:
    """Return a ticket state as a status."""
    return Status(
        id=state.id,
        name=state.name,
        behavior="completed" if state.type.is_closed else "pending",
        color=COLORS[state.type],
        order=state.id,
        default=state.id == states.default_create_id,
    )


def statuses(states: States) -> list[Status]:
    """Return the statuses that a ticket can be given, in their order: active ones, without those of removed tickets."""
    return [status(one, states) for one in states.all() if one.active and one.type is not StateType.REMOVED]


def priority(priority: domain.Priority) -> Priority:
    """Return a priority."""
    return Priority(id=priority.id, name=priority.name, order=priority.order, default=priority.default)


def category(category: domain.Category) -> Category:
    """Return a category; every one of them is public."""
    return Category(
        id=category.id,
        name=category.name_en,
        description=category.description,
        public=True,
        prepopulate_cc="",
        time_spent_mandatory=False,
    )
