"""Ticket states: rows that an administrator keeps, each of one of seven kinds that decide what it does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from polydesk.domain.errors import Conflict, StateNotFound


class StateType(IntEnum):
    """What a state does with a ticket. A closed set; the numbers are the ids of state types."""

    NEW = 1
    OPEN = 2
    PENDING_REMINDER = 3
    PENDING_ACTION = 4
    CLOSED = 5
    MERGED = 6
    REMOVED = 7

    @property
    def label(self) -> str:
        """The kind's name in words, as in `pending reminder`."""
        return self.name.lower().replace("_", " ")

    @property
    def is_closed(self) -> bool:
        """Whether work on a ticket of this kind is over."""
        return self in CLOSED_TYPES

    @property
    def is_pending(self) -> bool:
        """Whether a ticket of this kind waits for a time."""
        return self in PENDING_TYPES


CLOSED_TYPES = frozenset({StateType.CLOSED, StateType.MERGED, StateType.REMOVED})
PENDING_TYPES = frozenset({StateType.PENDING_REMINDER, StateType.PENDING_ACTION})


class NoStateOfType(Conflict):
    """No active state of the kind that the action leads to."""

    def __init__(self, kind: StateType) -> None:
        super().__init__(f"The desk has no active state of the kind {kind.label}.")


@dataclass(frozen=True, slots=True)
class State:
    """A ticket state. `deleted` marks one that is gone but may still be named by a ticket that raced into it."""

    id: int
    name: str
    kind: StateType
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
    """All states of the desk and which two are the defaults: one for new tickets, one for follow-ups.

    `version` counts the changes of the whole set.
    """

    rows: Mapping[int, State]
    default_create_id: int
    default_follow_up_id: int
    next_id: int
    version: int = 1

    def all(self) -> list[State]:
        """The states that exist, by id."""
        return [self.rows[key] for key in sorted(self.rows) if not self.rows[key].deleted]

    def get(self, state_id: int) -> State:
        """The state, also a deleted one that a ticket still names. Raises StateNotFound."""
        try:
            return self.rows[state_id]
        except KeyError:
            raise StateNotFound(state_id) from None

    def existing(self, state_id: int) -> State:
        """The state if it exists. Raises StateNotFound, for deleted ones too."""
        state = self.get(state_id)
        if state.deleted:
            raise StateNotFound(state_id)
        return state

    def named(self, name: str) -> State | None:
        """The state that exists under this name, in any case of letters."""
        folded = name.casefold()
        return next((state for state in self.all() if state.name.casefold() == folded), None)

    @property
    def default_create(self) -> State:
        """Where new tickets begin."""
        return self.get(self.default_create_id)

    @property
    def default_follow_up(self) -> State:
        """Where a ticket goes when it is taken up again."""
        return self.get(self.default_follow_up_id)

    def first_active(self, kind: StateType) -> State:
        """The active state of the kind with the lowest id. Raises NoStateOfKind."""
        for state in self.all():
            if state.kind is kind and state.active:
                return state
        raise NoStateOfType(kind)

    def of_types(self, kinds: Collection[StateType]) -> frozenset[int]:
        """The ids of all states of these kinds, deleted ones included: tickets may still be in them."""
        return frozenset(state.id for state in self.rows.values() if state.kind in kinds)

    def is_closed(self, state_id: int) -> bool:
        """Whether tickets in this state are closed."""
        return self.get(state_id).kind.is_closed

    def is_resolved(self, state_id: int) -> bool:
        """Whether tickets in this state are closed, or on their way to it by time alone."""
        state = self.get(state_id)
        if state.kind is StateType.PENDING_ACTION and state.next_state_id is not None:
            state = self.rows.get(state.next_state_id, state)
        return state.kind.is_closed


_SEED = (
    # id, kind, name, next, ignore_escalation, active
    (1, StateType.NEW, "new", None, False, True),
    (2, StateType.OPEN, "open", None, False, True),
    (3, StateType.PENDING_REMINDER, "pending reminder", None, True, True),
    (4, StateType.CLOSED, "closed", None, True, True),
    (5, StateType.MERGED, "merged", None, True, True),
    (6, StateType.REMOVED, "removed", None, True, False),
    (7, StateType.PENDING_ACTION, "pending close", 4, True, True),
)


def first_states(at: datetime, by_id: int) -> States:
    """The seven states that a new desk has."""
    rows = {
        state_id: State(state_id, name, kind, following, ignore, active, None, by_id, by_id, at, at)
        for state_id, kind, name, following, ignore, active in _SEED
    }
    return States(rows, default_create_id=1, default_follow_up_id=2, next_id=8)
