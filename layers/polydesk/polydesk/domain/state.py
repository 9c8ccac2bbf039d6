"""Ticket states. Administrators define them; the type of a state decides how its tickets behave."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from polydesk.domain.errors import Conflict, StateNotFound
from polydesk.domain.line import name_key


class StateType(IntEnum):
    """How tickets in a state behave. A closed set; the numbers are the ids of the types."""

    NEW = 1
    OPEN = 2
    PENDING_REMINDER = 3
    PENDING_ACTION = 4
    CLOSED = 5
    MERGED = 6
    REMOVED = 7

    @property
    def label(self) -> str:
        """Return the name of the type in words, such as `pending reminder`."""
        return self.name.lower().replace("_", " ")

    @property
    def is_closed(self) -> bool:
        """Return whether work on tickets in such a state is finished."""
        return self in CLOSED_TYPES

    @property
    def is_pending(self) -> bool:
        """Return whether tickets in such a state wait until a set time."""
        return self in PENDING_TYPES


CLOSED_TYPES = frozenset({StateType.CLOSED, StateType.MERGED, StateType.REMOVED})
PENDING_TYPES = frozenset({StateType.PENDING_REMINDER, StateType.PENDING_ACTION})


class NoStateOfType(Conflict):
    """No active state has the type that the action needs."""

    def __init__(self, state_type: StateType) -> None:
        super().__init__(f"The desk has no active state of the type {state_type.label}.")


@dataclass(frozen=True, slots=True)
class State:
    """A ticket state. A `deleted` one is kept because a ticket may have entered it during the deletion."""

    id: int
    name: str
    type: StateType
    next_state_id: int | None
    ignore_escalation: bool
    active: bool
    note: str | None
    created_by_id: int
    updated_by_id: int
    created_at: datetime
    updated_at: datetime
    version: int = 1
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class States:
    """All states of the desk, by id, with the default for new tickets and the default for follow-ups.

    `version` grows with every change of any state.
    """

    rows: Mapping[int, State]
    default_create_id: int
    default_follow_up_id: int
    next_id: int
    version: int = 1

    def all(self) -> list[State]:
        """Return the states that are not deleted, ordered by id."""
        return [self.rows[key] for key in sorted(self.rows) if not self.rows[key].deleted]

    def get(self, state_id: int) -> State:
        """Return the state, even a deleted one. Raises StateNotFound."""
        try:
            return self.rows[state_id]
        except KeyError:
            raise StateNotFound(state_id) from None

    def existing(self, state_id: int) -> State:
        """Return the state unless it is deleted. Raises StateNotFound."""
        state = self.get(state_id)
        if state.deleted:
            raise StateNotFound(state_id)
        return state

    def named(self, name: str) -> State | None:
        """Return the state with this name, or else with one that counts as the same. Deleted states are skipped."""
        namesakes = self.namesakes(name)
        return next((state for state in namesakes if state.name == name), next(iter(namesakes), None))

    def namesakes(self, name: str) -> list[State]:
        """Return the states whose names count as the same as this one, ordered by id. Deleted states are skipped."""
        key = name_key(name)
        return [state for state in self.all() if name_key(state.name) == key]

    @property
    def default_create(self) -> State:
        """Return the state of new tickets."""
        return self.get(self.default_create_id)

    @property
    def default_follow_up(self) -> State:
        """Return the state of tickets that are reopened or replied to by their customer."""
        return self.get(self.default_follow_up_id)

    def first_active(self, state_type: StateType) -> State:
        """Return the active state of this type with the lowest id. Raises NoStateOfType."""
        for state in self.all():
            if state.type is state_type and state.active:
                return state
        raise NoStateOfType(state_type)

    def of_types(self, types: Collection[StateType]) -> frozenset[int]:
        """Return the ids of all states of these types, including deleted ones: tickets may still be in them."""
        return frozenset(state.id for state in self.rows.values() if state.type in types)

    def is_closed(self, state_id: int) -> bool:
        """Return whether tickets in this state are closed. Raises StateNotFound."""
        return self.get(state_id).type.is_closed

    def is_resolved(self, state_id: int) -> bool:
        """Return whether tickets in this state are closed, or will be closed by a timer. Raises StateNotFound."""
        state = self.get(state_id)
        if state.type is StateType.PENDING_ACTION and state.next_state_id is not None:
            state = self.rows.get(state.next_state_id, state)
        return state.type.is_closed


INITIAL_CLOSED = 4
"""The id of the state *closed* of a new desk."""

_INITIAL = (
    # id, type, name, next_state_id, ignore_escalation, active
    (1, StateType.NEW, "new", None, False, True),
    (2, StateType.OPEN, "open", None, False, True),
    (3, StateType.PENDING_REMINDER, "pending reminder", None, True, True),
    (INITIAL_CLOSED, StateType.CLOSED, "closed", None, True, True),
    (5, StateType.MERGED, "merged", None, True, True),
    (6, StateType.REMOVED, "removed", None, True, False),
    (7, StateType.PENDING_ACTION, "pending close", INITIAL_CLOSED, True, True),
)


def initial_states(at: datetime, by_id: int) -> States:
    """Return the seven states of a new desk, created at this time by this person."""
    rows = {
        state_id: State(state_id, name, state_type, next_id, ignore, active, None, by_id, by_id, at, at)
        for state_id, state_type, name, next_id, ignore, active in _INITIAL
    }
    return States(rows, default_create_id=1, default_follow_up_id=2, next_id=8)
