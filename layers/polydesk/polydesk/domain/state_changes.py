"""How administrators change the states: pure functions from one set of states to the next.

| rule | error |
|---|---|
| a state has a name and a type | StateNameMissing, StateTypeMissing |
| names are unique among the states that are not deleted, ignoring case | NameTaken |
| the next state exists; a state of any type may have one | NextStateNotFound |
| one active state is the default for new tickets, one for follow-ups | InactiveDefault, LastActiveState |
| a state that is the next state of another one cannot be deleted | StateInUse |

A state that becomes a default replaces the previous one. When a default gives this up, is deleted or becomes inactive,
the active state with the lowest id becomes the default; this can be the same state if it only gave it up.

The functions do not modify their arguments, and return the same object when nothing changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from polydesk.domain.errors import Conflict, InvalidValue, MissingValue, NameTaken, StateInUse
from polydesk.domain.line import is_visible, name_key
from polydesk.domain.state import State, States, StateType


class StateNameMissing(MissingValue):
    """The name is missing or blank."""

    def __init__(self) -> None:
        super().__init__("name", "A state needs a name.")


class StateTypeMissing(MissingValue):
    """The state type is missing."""

    def __init__(self) -> None:
        super().__init__("type", "A state needs a type.")


class NextStateNotFound(InvalidValue):
    """The next state does not exist; `identifier` is its id."""

    def __init__(self, identifier: int) -> None:
        super().__init__("next_state_id", f"The next state {identifier} does not exist.")
        self.identifier = identifier


class InactiveDefault(Conflict):
    """A default must be a state that tickets can enter."""

    def __init__(self) -> None:
        super().__init__("An inactive state can't be a default.")


class LastActiveState(Conflict):
    """New tickets need at least one active state."""

    def __init__(self) -> None:
        super().__init__("The last active state can't be deleted or made inactive.")


class Details(TypedDict, total=False):
    """The properties to set. A missing one keeps its value, or its default in a new state."""

    name: str
    type: StateType
    next_state_id: int | None
    ignore_escalation: bool
    active: bool
    note: str | None
    default_create: bool
    default_follow_up: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """When a change is made, and by whom."""

    at: datetime
    by_id: int


def create(states: States, details: Details, signature: Signature) -> States:
    """Add a state with the next id. Raises StateNameMissing, StateTypeMissing and what `change` raises."""
    if "name" not in details:
        raise StateNameMissing
    _check_name(details["name"])
    if "type" not in details:
        raise StateTypeMissing
    blank = State(
        id=states.next_id,
        name=details["name"],
        type=details["type"],
        next_state_id=None,
        ignore_escalation=False,
        active=True,
        note=None,
        created_by_id=signature.by_id,
        updated_by_id=signature.by_id,
        created_at=signature.at,
        updated_at=signature.at,
        version=0,
    )
    state = _with_details(states, blank, details)
    return _replace_state(replace(states, next_id=states.next_id + 1), state, details, signature)


def change(states: States, state_id: int, details: Details, signature: Signature) -> States:
    """Set the properties in the details.

    Raises StateNotFound, StateNameMissing, NextStateNotFound, NameTaken, InactiveDefault and LastActiveState.
    """
    state = _with_details(states, states.existing(state_id), details)
    return _replace_state(states, state, details, signature)


def delete(states: States, state_id: int, signature: Signature) -> States:
    """Mark a state as deleted. Its row stays for tickets that are still in it; its name becomes free.

    Raises StateNotFound, StateInUse when it is the next state of another one, and LastActiveState.
    """
    state = states.existing(state_id)
    if any(other.next_state_id == state_id for other in states.all() if other.id != state_id):
        raise StateInUse
    return _replace_state(states, replace(state, deleted=True), {}, signature)


def restore(states: States, before: States, after: States, state_id: int, signature: Signature) -> States:
    """Undo the deletion that led from `before` to `after`; `states` are the current ones.

    The state becomes a default again if it was one and the default has not changed since. Raises NameTaken.
    """
    deleted = states.get(state_id)
    next_id = deleted.next_state_id
    if next_id not in {None, state_id} and states.get(next_id).deleted:
        next_id = None
    state = replace(deleted, deleted=False, next_state_id=next_id)
    _check_unique(before, states, state)
    defaults = Details()
    if before.default_create_id == state_id and states.default_create_id == after.default_create_id:
        defaults["default_create"] = True
    if before.default_follow_up_id == state_id and states.default_follow_up_id == after.default_follow_up_id:
        defaults["default_follow_up"] = True
    return _replace_state(states, state, defaults, signature)


def _with_details(states: States, state: State, details: Details) -> State:
    """Return the state with its new properties, checked. The defaults are not properties of a state."""
    properties: Any = {name: value for name, value in details.items() if not name.startswith("default_")}
    old_name, state = state.name, replace(state, **properties)
    if state.name != old_name:
        _check_name(state.name)
    next_id = state.next_state_id
    if next_id is not None and (next_id not in states.rows or states.rows[next_id].deleted):
        raise NextStateNotFound(next_id)
    _check_unique(states, states, state)
    return state


def _check_name(name: str) -> None:
    if not is_visible(name):
        raise StateNameMissing


def _check_unique(before: States, states: States, state: State) -> None:
    """Raise NameTaken when another state has the name, unless both had it `before`: an earlier release let them."""
    taken = {other.id for other in states.namesakes(state.name)} - {state.id}
    was = before.rows.get(state.id)
    if was and name_key(was.name) == name_key(state.name):
        taken -= {other.id for other in before.namesakes(was.name)}
    if taken:
        raise NameTaken


def _replace_state(states: States, state: State, details: Details, signature: Signature) -> States:
    """Return the states with this one added or replaced, the defaults updated and changed rows signed."""
    rows = {**states.rows, state.id: state}
    updated = replace(
        states,
        rows=rows,
        default_create_id=_default_id(rows, states.default_create_id, state, details.get("default_create")),
        default_follow_up_id=_default_id(rows, states.default_follow_up_id, state, details.get("default_follow_up")),
    )
    moved = _defaults(states) ^ _defaults(updated)
    changed = {state_id for state_id, _ in moved} | ({state.id} if state != states.rows.get(state.id) else set())
    if not changed:
        return states
    signed_rows = {state_id: _signed(rows[state_id], signature) for state_id in changed}
    return replace(updated, rows={**rows, **signed_rows}, version=states.version + 1)


def _defaults(states: States) -> set[tuple[int, str]]:
    return {(states.default_create_id, "create"), (states.default_follow_up_id, "follow-up")}


def _default_id(rows: Mapping[int, State], current_id: int, state: State, wanted: bool | None) -> int:
    """Return the id of a default after `state` has changed.

    `wanted` is whether the state is to be the default; None leaves this as it is. Raises InactiveDefault and
    LastActiveState.
    """
    is_usable = state.active and not state.deleted
    if wanted:
        if not is_usable:
            raise InactiveDefault
        return state.id
    if current_id != state.id or (is_usable and wanted is None):
        return current_id
    active = (row.id for row in rows.values() if row.active and not row.deleted)
    lowest = min(active, default=None)
    if lowest is None:
        raise LastActiveState
    return lowest


def _signed(state: State, signature: Signature) -> State:
    return replace(state, updated_at=signature.at, updated_by_id=signature.by_id, version=state.version + 1)
