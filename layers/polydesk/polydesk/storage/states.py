"""Ticket states: one partition with a row for each state, a claim for each name, and the registry."""

from polydesk.domain.errors import NameTaken
from polydesk.domain.state import Kind, State, States
from polydesk.storage import keys
from polydesk.storage.codec import Item, millis, moment
from polydesk.storage.operations import ABSENT, Operation, Put, Stale
from polydesk.storage.table import Table


class StateRows:
    """The states of one desk."""

    def __init__(self, table: Table) -> None:
        """Keep them in this table."""
        self._table = table

    def load(self) -> States | None:
        """All states in one read, or None while the desk has not been set up."""
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
        return States(
            rows, registry["default_create"], registry["default_follow_up"], registry["next"], registry["version"]
        )

    def beginning(self, states: States) -> list[Operation]:
        """The operations that write the first states of a desk; they raise Stale when it has some."""
        batch: list[Operation] = [Put(keys.state_registry(), registry_item(states), ABSENT, Stale())]
        for state in states.all():
            batch.append(Put(keys.state(state.id), state_item(state)))
            batch.append(name_claim(state))
        return batch


def name_claim(state: State) -> Put:
    """The operation that takes a name for a state; it raises NameTaken."""
    item = {"type": "state name", "version": 1, "id": state.id}
    return Put(keys.state_name(state.name.casefold()), item, ABSENT, NameTaken())


def registry_item(states: States) -> Item:
    """What holds of all states together."""
    return {
        "type": "state registry",
        "version": states.version,
        "next": states.next_id,
        "default_create": states.default_create_id,
        "default_follow_up": states.default_follow_up_id,
    }


def state_item(state: State) -> Item:
    """A state as an item."""
    return {
        "type": "state",
        "version": state.version,
        "id": state.id,
        "name": state.name,
        "kind": int(state.kind),
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
        kind=Kind(item["kind"]),
        next_state_id=item.get("next"),
        ignore_escalation=item["ignore_escalation"],
        active=item["active"],
        note=item.get("note"),
        created_by_id=item["created_by"],
        updated_by_id=item["updated_by"],
        created_at=moment(item["created"]),
        updated_at=moment(item["updated"]),
        version=item["version"],
        deleted=item.get("deleted", False),
    )
