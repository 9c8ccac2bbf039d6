"""How an administrator changes the desk's states: pure rules from one set of states to the next.

| rule | refused with |
|---|---|
| a state has a name and a kind | NamelessState, KindlessState |
| names are unique among the states that exist, in any case of letters | NameTaken |
| the next state exists; any state may name one | UnknownNextState |
| one active state is the default for new tickets, one for follow-ups | InactiveDefault, LastActiveState |
| a state that another one leads to is not deleted | StateInUse |

Whoever becomes a default takes it from the one that was. A default that steps back, or goes, or becomes inactive
leaves it to the active state with the lowest id, which after stepping back may be itself.

Each function leaves its argument alone, and answers the very same object when there is nothing to change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from polydesk.domain.errors import Conflict, InvalidValue, MissingValue, NameTaken, StateInUse
from polydesk.domain.state import State, States, StateType


class NamelessState(MissingValue):
    """The name is missing or blank."""

    def __init__(self) -> None:
        super().__init__("name", "A state needs a name.")


class KindlessState(MissingValue):
    """Nothing says of which kind the state is."""

    def __init__(self) -> None:
        super().__init__("kind", "A state needs a kind.")


class UnknownNextState(InvalidValue):
    """No state has the id that is to be next; `identifier` is that id."""

    def __init__(self, identifier: int) -> None:
        super().__init__("next_state_id", f"There is no state {identifier} to be the next one.")
        self.identifier = identifier


class InactiveDefault(Conflict):
    """A default must be a state that tickets can enter."""

    def __init__(self) -> None:
        super().__init__("An inactive state can't be a default.")


class LastActiveState(Conflict):
    """Without an active state no ticket could be opened."""

    def __init__(self) -> None:
        super().__init__("The last active state can't be deleted or made inactive.")


class Details(TypedDict, total=False):
    """What can be said of a state; what is not said stays as it is, or as it is by default in a new one."""

    name: str
    kind: StateType
    next_state_id: int | None
    ignore_escalation: bool
    active: bool
    note: str | None
    default_create: bool
    default_follow_up: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """When something is changed, and by whom."""

    at: datetime
    by_id: int


def create(states: States, details: Details, signed: Signature) -> States:
    """Add a state, under the next id. Raises NamelessState, KindlessState and what `change` raises."""
    if "name" not in details:
        raise NamelessState
    if "kind" not in details:
        _check_name(details["name"])
        raise KindlessState
    blank = State(
        id=states.next_id,
        name=details["name"],
        kind=details["kind"],
        next_state_id=None,
        ignore_escalation=False,
        active=True,
        note=None,
        created_by_id=signed.by_id,
        updated_by_id=signed.by_id,
        created_at=signed.at,
        updated_at=signed.at,
        version=0,
    )
    return _with(replace(states, next_id=states.next_id + 1), _described(states, blank, details), details, signed)


def change(states: States, state_id: int, details: Details, signed: Signature) -> States:
    """Change what the details say.

    Raises StateNotFound, NamelessState, UnknownNextState, NameTaken, InactiveDefault and LastActiveState.
    """
    return _with(states, _described(states, states.existing(state_id), details), details, signed)


def delete(states: States, state_id: int, signed: Signature) -> States:
    """Take a state away: its row stays for tickets that still name it, its name becomes free.

    Raises StateNotFound, StateInUse when another state leads to it, and LastActiveState.
    """
    state = states.existing(state_id)
    if any(other.next_state_id == state_id for other in states.all() if other.id != state_id):
        raise StateInUse
    return _with(states, replace(state, deleted=True), {}, signed)


def bring_back(states: States, before: States, after: States, state_id: int, signed: Signature) -> States:
    """Undo a deletion that led from `before` to `after`, in the states as they are by now.

    The state gets back its name and, unless somebody has moved them since, its defaults. Raises NameTaken.
    """
    gone = states.get(state_id)
    following = gone.next_state_id
    if following not in {None, state_id} and states.get(following).deleted:
        following = None
    state = replace(gone, deleted=False, next_state_id=following)
    _check_unique(states, state)
    wanted = Details()
    if before.default_create_id == state_id and states.default_create_id == after.default_create_id:
        wanted["default_create"] = True
    if before.default_follow_up_id == state_id and states.default_follow_up_id == after.default_follow_up_id:
        wanted["default_follow_up"] = True
    return _with(states, state, wanted, signed)


def _described(states: States, state: State, details: Details) -> State:
    """The state with its own properties as the details say; the defaults are not its own."""
    own: Any = {name: value for name, value in details.items() if not name.startswith("default_")}
    state = replace(state, **own)
    _check_name(state.name)
    following = state.next_state_id
    if following is not None and (following not in states.rows or states.rows[following].deleted):
        raise UnknownNextState(following)
    _check_unique(states, state)
    return state


def _check_name(name: str) -> None:
    if not name.strip():
        raise NamelessState


def _check_unique(states: States, state: State) -> None:
    namesake = states.named(state.name)
    if namesake and namesake.id != state.id:
        raise NameTaken


def _with(states: States, state: State, wanted: Details, signed: Signature) -> States:
    """The states with this one among them, the defaults settled, and everything that differs signed."""
    rows = {**states.rows, state.id: state}
    settled = replace(
        states,
        rows=rows,
        default_create_id=_holder(rows, states.default_create_id, state, wanted.get("default_create")),
        default_follow_up_id=_holder(rows, states.default_follow_up_id, state, wanted.get("default_follow_up")),
    )
    moved = _holders(states) ^ _holders(settled)
    touched = {one for one, _ in moved} | ({state.id} if state != states.rows.get(state.id) else set())
    if not touched:
        return states
    signed_rows = {one: _signed(rows[one], signed) for one in touched}
    return replace(settled, rows={**rows, **signed_rows}, version=states.version + 1)


def _holders(states: States) -> set[tuple[int, str]]:
    return {(states.default_create_id, "create"), (states.default_follow_up_id, "follow-up")}


def _holder(rows: Mapping[int, State], holder_id: int, state: State, wanted: bool | None) -> int:
    """Who is a default after a state has become as it is, and wants it, or no longer wants it, or says nothing."""
    can_hold = state.active and not state.deleted
    if wanted:
        if not can_hold:
            raise InactiveDefault
        return state.id
    if holder_id != state.id or (can_hold and wanted is None):
        return holder_id
    active = (one.id for one in rows.values() if one.active and not one.deleted)
    lowest = min(active, default=None)
    if lowest is None:
        raise LastActiveState
    return lowest


def _signed(state: State, signed: Signature) -> State:
    return replace(state, updated_at=signed.at, updated_by_id=signed.by_id, version=state.version + 1)
