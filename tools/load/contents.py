"""All of a desk's table, sorted by what the items are."""

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
"""Items of the state index and postings of words carry no type."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Items by their keys, and what tickets and states they stand for."""

    items: dict[Key, Item]
    by_type: dict[str, dict[Key, Item]]
    tickets: dict[int, Ticket]
    histories: dict[int, dict[int, HistoryEntry]] = field(default_factory=dict)
    """Updates by ticket and version."""

    def of_type(self, name: str) -> dict[Key, Item]:
        """The items of one type."""
        return self.by_type.get(name, {})

    def history(self, number: int) -> list[HistoryEntry]:
        """A ticket's updates by version."""
        return [update for _, update in sorted(self.histories.get(number, {}).items())]

    @property
    def updates(self) -> Iterable[HistoryEntry]:
        """The updates of all tickets."""
        return (update for history in self.histories.values() for update in history.values())

    @property
    def words(self) -> dict[Key, Item]:
        """The items of the state index that hold bitmaps."""
        prefix = f"{keys.INDEX_DIRECTORY}#"
        return {key: item for key, item in self.of_type(UNTYPED).items() if key.pk.startswith(prefix)}

    @property
    def directory(self) -> dict[int, Item]:
        """The counts of the state index by quarter."""
        return {int(key.sk): item for key, item in self.of_type(UNTYPED).items() if key.pk == keys.INDEX_DIRECTORY}

    @property
    def states(self) -> States | None:
        """The ticket states, or None where there is no registry."""
        registry = self.items.get(keys.state_registry())
        rows = {item["id"]: state_of(item) for item in self.of_type("state").values()}
        if registry is None:
            return None
        return States(
            rows, registry["default_create"], registry["default_follow_up"], registry["next"], registry["version"]
        )


def contents(dump: Iterable[Mapping[str, Any]]) -> Contents:
    """Sort a scan of the table, items as DynamoDB has them."""
    items: dict[Key, Item] = {}
    by_type: dict[str, dict[Key, Item]] = defaultdict(dict)
    for raw in dump:
        item = decode(raw)
        key = Key(item["pk"], item["sk"])
        items[key] = by_type[item.get("type", UNTYPED)][key] = item
    tickets = {item["number"]: ticket_of(item) for item in by_type.get("ticket", {}).values()}
    histories: dict[int, dict[int, HistoryEntry]] = defaultdict(dict)
    for item in by_type.get("update", {}).values():
        histories[item["number"]][item["version"]] = entry_of(item)
    return Contents(items, dict(by_type), tickets, dict(histories))


def changes_of(updates: Iterable[HistoryEntry], field: str) -> list[Change]:
    """What updates say of one property, in their order."""
    return [change for update in updates for change in update.changes if change.field == field]
