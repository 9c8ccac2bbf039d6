"""Ticket states: one partition with a row for each state, a claim for each name, and the registry.

Every change is one transaction on condition that the registry's version is the one that was read: what holds of all
states together (one default of each kind, an active state, nothing leading nowhere) is decided on a set that nobody
else has touched. The set is read by a query, which may catch another transaction with some of its items written and
some not yet; the registry knows the sum of the rows' versions, so that such a mixture is seen and read again.
"""

import hashlib
from collections.abc import Sequence

from polydesk.domain.errors import NameTaken, Unavailable
from polydesk.domain.state import State, States, StateType
from polydesk.storage import keys
from polydesk.storage.codec import Item, millis, moment
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, DeleteItem, PutItem, TransactionItem, VersionMismatch, same

LOAD_SECONDS = 2.0
"""How long a load waits for a set that is all of one moment."""

LONGEST_CLAIM = 1000
"""Bytes of a name that fit into a sort key; case folding can make a name longer than it was."""


class StateRows:
    """The states of one desk."""

    def __init__(self, table: Table) -> None:
        """Keep them in this table."""
        self._table = table

    def load(self) -> States | None:
        """All states in one read, or None while the desk has not been set up.

        Raises Unavailable when they are being changed all the time.
        """
        deadline = Deadline(LOAD_SECONDS)
        while True:
            states, versions = self._read()
            if states is None or versions == _versions(states):
                return states
            deadline.pause(Unavailable())

    def _read(self) -> tuple[States | None, int]:
        """The states, and the sum of their versions as the registry has it."""
        rows: dict[int, State] = {}
        registry: Item | None = None
        for item in self._table.query(keys.STATES):
            match item["type"]:
                case "state":
                    rows[item["id"]] = state_of(item)
                case "state registry":
                    registry = item
        if registry is None:
            return None, 0
        states = States(
            rows, registry["default_create"], registry["default_follow_up"], registry["next"], registry["version"]
        )
        return states, registry["versions"]

    def beginning(self, states: States) -> list[TransactionItem]:
        """The operations that write the first states of a desk; they raise Stale when it has some."""
        batch: list[TransactionItem] = [
            PutItem(keys.state_registry(), registry_item(states), ABSENT, VersionMismatch())
        ]
        for state in states.all():
            batch.append(PutItem(keys.state(state.id), state_item(state)))
            batch.append(_claim(_name_key(state), state.id))
        return batch

    def save(self, before: States, after: States, also: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Write what differs, all of it or nothing, together with `also`.

        Raises what `also` refuses with, Stale when the states are not as in `before`, and NameTaken.
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
    taken: list[TransactionItem] = [_claim(key, state_id) for key, state_id in sorted(new - old)]
    return [*taken, *(DeleteItem(key) for key, _ in sorted(old - new))]


def _claim(key: Key, state_id: int) -> TransactionItem:
    return PutItem(key, {"type": "state name", "version": 1, "id": state_id}, ABSENT, NameTaken())


def _name_key(state: State) -> Key:
    folded = state.name.casefold()
    raw = folded.encode()
    return keys.state_name(folded if len(raw) <= LONGEST_CLAIM else f"#{hashlib.sha256(raw).hexdigest()}")


def _versions(states: States) -> int:
    return sum(state.version for state in states.rows.values())


def note_of(states: States, state_id: int) -> Item:
    """A state as it is now, for an idempotency note: its row, and who the defaults are."""
    return {
        "state": state_item(states.rows[state_id]),
        "default_create": states.default_create_id,
        "default_follow_up": states.default_follow_up_id,
    }


def noted(note: Item, states: States) -> tuple[States, int]:
    """The noted state's id, and the states with this one as it was when it was noted."""
    state = state_of(note["state"])
    rows = {**states.rows, state.id: state}
    return States(rows, note["default_create"], note["default_follow_up"], states.next_id, states.version), state.id


def registry_item(states: States) -> Item:
    """What holds of all states together."""
    return {
        "type": "state registry",
        "version": states.version,
        "next": states.next_id,
        "default_create": states.default_create_id,
        "default_follow_up": states.default_follow_up_id,
        "versions": _versions(states),
    }


def state_item(state: State) -> Item:
    """A state as an item."""
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
        "created": millis(state.created_at),
        "updated": millis(state.updated_at),
        "deleted": state.deleted or None,
    }


def state_of(item: Item) -> State:
    """The state that an item stands for."""
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
        created_at=moment(item["created"]),
        updated_at=moment(item["updated"]),
        version=item["version"],
        deleted=bool(item.get("deleted")),
    )
