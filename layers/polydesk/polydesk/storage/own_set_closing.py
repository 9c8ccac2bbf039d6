"""Closes a customer's own sets to new tickets while the person is being removed.

Every transaction that opens a ticket writes the customer's own set for the thousand of its number. It requires that
the item is not closed, which costs nothing. So a removal has to close the items of all numbers that a ticket can have
whose request may still take the person for one who is there:

- A request that is under way has drawn its number up to REQUEST_SECONDS ago.
- The removal is a request, too. A function may remember a token, and with it the person, for REMEMBERED_SECONDS
  afterwards, and a request that begins with it takes REQUEST_SECONDS more.
- DynamoDB lets one item be written NUMBERS_A_SECOND times a second, and each number is a write of the counter.

Items that are closed stay so when the person has gone, because ids of people are not used again. They have no members.

Each write of this module also writes the next version of the person, in the same transaction. So of a removal and
somebody who opens the sets again, the slower one finds another version. This holds for transactions one after another,
too, which one has to be made of when there are too many items.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import batched

from polydesk.domain.person import Person
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.own_sets import CLOSED, THOUSAND
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import TransactionItem, UpdateItem, same

REQUEST_SECONDS = 30
"""How long a request may take: the longest timeout of a function of the APIs is 29 seconds."""

REMEMBERED_SECONDS = 60
"""How long a warm function may know a person who has been removed; `desk.resources.TOKENS_SECONDS`."""

NUMBERS_A_SECOND = 1_000
"""How many numbers of tickets can be drawn in a second: DynamoDB's limit for one item."""

NUMBERS_BEFORE = REQUEST_SECONDS * NUMBERS_A_SECOND
"""How far below the last number one may be that has no ticket yet."""

NUMBERS_AFTER = (REQUEST_SECONDS + REMEMBERED_SECONDS + REQUEST_SECONDS) * NUMBERS_A_SECOND
"""How far above it one may be for which a function still knows the person."""

ITEMS_AT_ONCE = 99
"""How many items a transaction writes beside the person; DynamoDB's limit is 100."""


class OwnSetClosing:
    """Closes and opens the own sets of people, for one request."""

    def __init__(self, table: Table, deadline: Deadline) -> None:
        """Write to the table until the deadline."""
        self._table = table
        self._deadline = deadline

    def close(self, person: Person, last_number: int) -> Person:
        """Close the sets of a person who is being removed; return the person's next version. Raises VersionMismatch.

        `last_number` is the number of a ticket that was drawn last, read after the person.
        """
        first, last = max(0, last_number - NUMBERS_BEFORE), last_number + NUMBERS_AFTER
        return self._write(person, range(first // THOUSAND, last // THOUSAND + 1), closed=True)

    def open(self, person: Person) -> Person:
        """Open those of the person's sets that are closed; return the person as it is then. Raises VersionMismatch."""
        items = self._table.query(keys.own_sets(person.id))
        closed = [keys.own_thousand(item["sk"]) for item in items if CLOSED in item]
        return self._write(person, closed, closed=None)

    def _write(self, person: Person, thousands: Sequence[int], *, closed: bool | None) -> Person:
        for some in batched(thousands, ITEMS_AT_ONCE, strict=False):
            after = replace(person, version=person.version + 1)
            sets = (UpdateItem(keys.own_set(person.id, one), assign={CLOSED: closed}) for one in some)
            batch: list[TransactionItem] = [_version(person, after), *sets]
            self._table.commit(batch, self._deadline)
            person = after
        return person


def _version(before: Person, after: Person) -> UpdateItem:
    return UpdateItem(
        keys.person(before.id),
        assign={"version": after.version},
        condition=same(version=before.version),
        on_failure=VersionMismatch(),
    )
