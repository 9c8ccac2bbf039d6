"""Purging: the removal of a ticket with all it has, in steps that can be interrupted and continued.

1. One transaction removes the row, after which the ticket does not exist for callers. It ends the history with the
   entry `deleted`, so that the stream tells of it, and adds a record to the index `due`, by which later runs find what
   is left.
2. The items of the history are removed one by one, each after its files.
3. The record is removed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import attachment_numbers, entry_item, file_ids
from polydesk.storage.ticket_places import TicketPlaces
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem, same


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """An item of a purged ticket's history, and the files that only it refers to, with their numbers."""

    key: Key
    files: tuple[str, ...] = ()
    attachments: tuple[int, ...] = ()


class Purges:
    """The purges of one desk."""

    def __init__(self, table: Table, places: TicketPlaces) -> None:
        """Remove tickets from the table and from the indexes."""
        self._table = table
        self._places = places

    def begin(
        self, ticket: Ticket, last: HistoryEntry, deadline: Deadline, items: Sequence[TransactionItem] = ()
    ) -> None:
        """Remove the row, and the ticket from the lists, and end its history, in one transaction with the items.

        Raises the `on_failure` of an item, and VersionMismatch when the ticket has changed.
        """
        number = ticket.number
        record = {
            "type": "purge",
            "version": ticket.version,
            "number": number,
            "due_shard": keys.PURGES,
            "due_at": keys.due_at(ticket.updated_at, number),
        }
        batch: list[TransactionItem] = [
            *items,
            DeleteItem(
                keys.ticket(number), same(version=ticket.version, sets=ticket.in_sets or None), VersionMismatch()
            ),
            PutItem(keys.history_entry(number, last.version), entry_item(last)),
            PutItem(keys.purge(number), record),
            *self._places.purge(ticket),
        ]
        self._table.commit(batch, deadline)

    def unfinished(self) -> Iterator[int]:
        """Yield the tickets without a row that may still have a history."""
        for item in self._table.query(keys.PURGES, index=keys.DUE_INDEX):
            yield keys.due_number(item["due_at"])

    def history_items(self, number: int) -> Iterator[HistoryItem]:
        """Yield the history entries, votes and stars that are left of a ticket."""
        record = keys.purge(number)
        for item in self._table.query(keys.history(number)):
            key = Key(item["pk"], item["sk"])
            if key != record:
                yield HistoryItem(key, file_ids(item), attachment_numbers(item))

    def remove(self, item: HistoryItem) -> None:
        """Remove an item of the history, after what leads to its files."""
        for number in item.attachments:
            self._table.write(DeleteItem(keys.attachment(number)))
        self._table.write(DeleteItem(item.key))

    def finish(self, number: int) -> None:
        """Remove the record of the purge, once nothing else is left."""
        self._table.write(DeleteItem(keys.purge(number)))
