"""The whole table of a desk, sorted by the types of its items."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.domain.state import States
from polydesk.domain.ticket import Change, HistoryEntry, Ticket
from polydesk.storage import keys
from polydesk.storage.codec import Item, decode
from polydesk.storage.keys import Key
from polydesk.storage.states import state_of
from polydesk.storage.ticket_items import entry_of, ticket_of

UNTYPED = "index"
"""Items of the indexes, sets of tickets and postings have no type."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All items by key and by type, and the tickets and their histories."""

    items: dict[Key, Item]
    by_type: dict[str, dict[Key, Item]]
    tickets: dict[int, Ticket]
    histories: dict[int, dict[int, HistoryEntry]] = field(default_factory=dict)
    """History entries by ticket number and version."""

    def of_type(self, name: str) -> dict[Key, Item]:
        """Return the items of a type."""
        return self.by_type.get(name, {})

    def history(self, number: int) -> list[HistoryEntry]:
        """Return the history of a ticket in order of version."""
        return [entry for _, entry in sorted(self.histories.get(number, {}).items())]

    @property
    def entries(self) -> Iterable[HistoryEntry]:
        """The history entries of all tickets."""
        return (entry for history in self.histories.values() for entry in history.values())

    @property
    def segments(self) -> dict[Key, Item]:
        """The items of the former index that hold bitmaps."""
        return self._untyped(f"{keys.INDEX_DIRECTORY}#")

    @property
    def directory(self) -> dict[int, Item]:
        """The items of the former index that hold counts, by quarter."""
        return {int(key.sk): item for key, item in self.of_type(UNTYPED).items() if key.pk == keys.INDEX_DIRECTORY}

    @property
    def slot_segments(self) -> dict[Key, Item]:
        """The items of the ticket index that hold bitmaps."""
        return self._untyped("SX#")

    @property
    def slot_blocks(self) -> dict[str, Item]:
        """The items of the ticket index that hold folded counts, by sort key."""
        return {key.sk: item for key, item in self._untyped(keys.SLOT_COUNTS).items()}

    @property
    def slot_deltas(self) -> dict[str, Item]:
        """The items of the ticket index that hold changes of counts, by sort key."""
        return {key.sk: item for key, item in self._untyped(keys.SLOT_DELTAS).items()}

    @property
    def own_sets(self) -> dict[Key, Item]:
        """The items that hold customers' own tickets."""
        return self._untyped("OWN#")

    @property
    def hidden_sets(self) -> dict[Key, Item]:
        """The items that hold the numbers of hidden tickets."""
        return self._untyped(keys.HIDDEN_SETS)

    def _untyped(self, prefix: str) -> dict[Key, Item]:
        return {key: item for key, item in self.of_type(UNTYPED).items() if key.pk.startswith(prefix)}

    @property
    def states(self) -> States | None:
        """The ticket states; None where there is no registry."""
        registry = self.items.get(keys.state_registry())
        rows = {item["id"]: state_of(item) for item in self.of_type("state").values()}
        if registry is None:
            return None
        return States(
            rows, registry["default_create"], registry["default_follow_up"], registry["next"], registry["version"]
        )


def contents_of(items: Iterable[Mapping[str, Any]]) -> Contents:
    """Sort the items of a scan, which are as DynamoDB returns them."""
    by_key: dict[Key, Item] = {}
    by_type: dict[str, dict[Key, Item]] = defaultdict(dict)
    for encoded in items:
        item = decode(encoded)
        key = Key(item["pk"], item["sk"])
        by_key[key] = by_type[item.get("type", UNTYPED)][key] = item
    tickets = {item["number"]: ticket_of(item) for item in by_type.get("ticket", {}).values()}
    histories: dict[int, dict[int, HistoryEntry]] = defaultdict(dict)
    for item in by_type.get("update", {}).values():
        histories[item["number"]][item["version"]] = entry_of(item)
    return Contents(by_key, dict(by_type), tickets, dict(histories))


def changes_of(entries: Iterable[HistoryEntry], field: str) -> list[Change]:
    """Return the changes of one field that the entries record, in their order."""
    return [change for entry in entries for change in entry.changes if change.field == field]
