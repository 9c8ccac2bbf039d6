"""Ticket states: one partition with a row for each state, an item that reserves each name, and the registry.

- Every change is one transaction, with the condition that the registry's version is the one that was read. So the
  rules about all states together (one default of each sort, an active state, no successor that does not exist) are
  checked on a set that no other change has touched.
- The set is read by a query, which may see only some of the items of another transaction. The registry stores the sum
  of the rows' versions: a read with another sum is repeated.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from polydesk.domain.errors import NameTaken, Unavailable
from polydesk.domain.state import State, States, StateType
from polydesk.storage import keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, DeleteItem, PutItem, TransactionItem, same

LOAD_SECONDS = 2.0
"""How long `load` tries to read a consistent set."""

MAX_NAME_KEY_LENGTH = 1000
"""Bytes of a name that fit into a sort key. A longer one is hashed; case folding can make a name longer."""


class StateRows:
    """The states of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def load(self) -> States | None:
        """Return all states, or None before the desk has been set up.

        Raises Unavailable when no read shows a consistent set in time.
        """
        return retry(self._read, Deadline(LOAD_SECONDS))

    def _read(self) -> States | None:
        """Read the states. Raises Contention when the read shows only a part of another transaction."""
        rows: dict[int, State] = {}
        registry: Item | None = None
        for item in self._table.query(keys.STATES):
            match item["type"]:
                case "state":
                    rows[item["id"]] = state_of(item)
                case "state registry":
                    registry = item
        if registry is None:
            return None
        states = States(
            rows, registry["default_create"], registry["default_follow_up"], registry["next"], registry["version"]
        )
        if registry["versions"] != _versions(states):
            raise Contention(Unavailable())
        return states

    def initial_items(self, states: States) -> list[TransactionItem]:
        """Return the operations that write a desk's first states. They raise VersionMismatch when it has states."""
        batch: list[TransactionItem] = [
            PutItem(keys.state_registry(), registry_item(states), ABSENT, VersionMismatch())
        ]
        for state in states.all():
            batch.append(PutItem(keys.state(state.id), state_item(state)))
            batch.append(_reserve(_name_key(state), state.id))
        return batch

    def save(self, before: States, after: States, also: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Write what differs in one transaction that begins with `also`.

        Raises the `on_failure` of an operation in `also`, NameTaken, and VersionMismatch when the states are no longer
        as in `before`.
        """
        registry = PutItem(keys.state_registry(), registry_item(after), same(version=before.version), VersionMismatch())
        self._table.commit([*also, registry, *_changed_rows(before, after), *_changed_names(before, after)], deadline)


def _changed_rows(before: States, after: States) -> list[TransactionItem]:
    batch: list[TransactionItem] = []
    for state_id, state in after.rows.items():
        old = before.rows.get(state_id)
        if state != old:
            condition = same(version=old.version) if old else ABSENT
            batch.append(PutItem(keys.state(state_id), state_item(state), condition, VersionMismatch()))
    return batch


def _changed_names(before: States, after: States) -> list[TransactionItem]:
    old = {(_name_key(state), state.id) for state in before.all()}
    new = {(_name_key(state), state.id) for state in after.all()}
    reserved: list[TransactionItem] = [_reserve(key, state_id) for key, state_id in sorted(new - old)]
    return [*reserved, *(DeleteItem(key) for key, _ in sorted(old - new))]


def _reserve(key: Key, state_id: int) -> TransactionItem:
    return PutItem(key, {"type": "state name", "version": 1, "id": state_id}, ABSENT, NameTaken())


def _name_key(state: State) -> Key:
    folded = state.name.casefold()
    raw = folded.encode()
    return keys.state_name(folded if len(raw) <= MAX_NAME_KEY_LENGTH else f"#{hashlib.sha256(raw).hexdigest()}")


def _versions(states: States) -> int:
    return sum(state.version for state in states.rows.values())


def snapshot(states: States, state_id: int) -> Item:
    """Return a state and the ids of the default states as attributes, for an idempotency record."""
    return {
        "state": state_item(states.rows[state_id]),
        "default_create": states.default_create_id,
        "default_follow_up": states.default_follow_up_id,
    }


def restore(snapshot: Item, states: States) -> tuple[States, int]:
    """Return the states with the one of the snapshot as it was then, and its id."""
    state = state_of(snapshot["state"])
    rows = {**states.rows, state.id: state}
    defaults = {
        "default_create_id": snapshot["default_create"],
        "default_follow_up_id": snapshot["default_follow_up"],
    }
    return replace(states, rows=rows, **defaults), state.id


def registry_item(states: States) -> Item:
    """Return the item of the registry."""
    return {
        "type": "state registry",
        "version": states.version,
        "next": states.next_id,
        "default_create": states.default_create_id,
        "default_follow_up": states.default_follow_up_id,
        "versions": _versions(states),
    }


def state_item(state: State) -> Item:
    """Return the item of a state."""
    return {
        "type": "state",
        "version": state.version,
        "id": state.id,
        "name": state.name,
        "kind": int(state.type),
        "next": state.next_state_id,
        "ignore_escalation": state.ignore_escalation,
        "active": state.active,
        "note": state.note,
        "created_by": state.created_by_id,
        "updated_by": state.updated_by_id,
        "created": state.created_at,
        "updated": state.updated_at,
        "deleted": state.deleted or None,
    }


def state_of(item: Item) -> State:
    """Return the state of an item."""
    times = read_times(item, "created", "updated")
    return State(
        id=item["id"],
        name=item["name"],
        type=StateType(item["kind"]),
        next_state_id=item.get("next"),
        ignore_escalation=item["ignore_escalation"],
        active=item["active"],
        note=item.get("note"),
        created_by_id=item["created_by"],
        updated_by_id=item["updated_by"],
        created_at=times["created"],
        updated_at=times["updated"],
        version=item["version"],
        deleted=bool(item.get("deleted")),
    )
