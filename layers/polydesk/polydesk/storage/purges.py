"""Taking a ticket out of the desk for good, so that it can be interrupted anywhere and goes on later.

One transaction removes the row, which is all that callers go by, and leaves a note in the index of timers; then goes
what the ticket left behind, and the note last.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import file_ids
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem, same


@dataclass(frozen=True, slots=True)
class Leftover:
    """An item of a purged ticket's history, and the files that it alone knows of."""

    key: Key
    files: tuple[str, ...] = ()


class Purges:
    """The purges of one desk."""

    def __init__(self, table: Table, index: StateIndex) -> None:
        """Purge from the table, and from the index of states."""
        self._table = table
        self._index = index

    def begin(self, ticket: Ticket, deadline: Deadline) -> None:
        """Remove the row, with its place in the index of states. Raises Stale when the ticket is not as it was read."""
        number = ticket.number
        note = {
            "type": "purge",
            "version": ticket.version,
            "number": number,
            "due_shard": keys.PURGES,
            "due_at": keys.due_at(ticket.updated_at, number),
        }
        slot = IndexSlot(ticket.state_id, ticket.spam)
        batch: list[TransactionItem] = [
            DeleteItem(keys.ticket(number), same(version=ticket.version), VersionMismatch()),
            PutItem(keys.purge(number), note),
            *self._index.operations(number, slot, None),
        ]
        self._table.commit(batch, deadline)

    def unfinished(self) -> Iterator[int]:
        """Tickets whose rows are gone and that may have left something behind."""
        for item in self._table.query(keys.PURGES, index=keys.DUE_INDEX):
            yield keys.due_number(item["due_at"])

    def leftovers(self, number: int) -> Iterator[Leftover]:
        """Updates, votes and stars of the ticket."""
        note = keys.purge(number)
        for item in self._table.query(keys.history(number)):
            key = Key(item["pk"], item["sk"])
            if key != note:
                yield Leftover(key, file_ids(item))

    def remove(self, leftover: Leftover) -> None:
        """Remove an item of the history."""
        self._table.write(DeleteItem(leftover.key))

    def finish(self, number: int) -> None:
        """Nothing is left: remove the note."""
        self._table.write(DeleteItem(keys.purge(number)))
