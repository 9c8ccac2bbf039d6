"""Compares customers' own sets and the sets of hidden tickets with rows, and repairs them while others write.

- The sets are read after the rows. A difference is believed only if the row of the ticket is still the same when the
  repair is written: the transaction requires it, or that there is still no row. As the row was then not changed
  between its reading and the repair, the set was read at a time when it had to agree with the row.
- A repair writes what the row says. To include or exclude a member again changes nothing, so the repair needs no
  condition on the set, and does not disturb other tickets of the customer. A ticket is included before it is excluded
  elsewhere, as one update cannot do both to one set: it is never absent in between.
- A ticket that has changed meanwhile is left for the next run.

What is covered: every ticket is looked up in its customer's set, and each item that is read for this is
compared as a whole, so that members are found that belong to other customers, to other slots, or to no ticket. Not
read are items of customers who have no ticket in that thousand of numbers. A number that was left there is not shown
by a list, as the row decides, but it is counted. Sets of hidden tickets are compared for numbers that have a row;
purged ones stay in them.

It costs half a read unit for each customer with tickets in a thousand of numbers, so at most 2 000 units for a
quarter in which every ticket has a customer of its own, and a few for a quarter of few customers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

from polydesk.domain.errors import Crowded, WriteConflict
from polydesk.domain.slot import is_hidden
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.hidden_sets import MEMBERS
from polydesk.storage.keys import Key
from polydesk.storage.own_sets import THOUSAND, code_in_own_set, members_of
from polydesk.storage.placed_rows import PlacedRow
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, ConditionCheck, TransactionItem, UpdateItem

TICKETS_PER_REPAIR = 50
"""How many tickets of one item a transaction repairs."""

Rows = Mapping[int, PlacedRow]

Members = set[tuple[str, int]]
"""Ticket numbers with the code of the set in which they are, or should be."""


@dataclass(frozen=True, slots=True)
class SetDrift:
    """How many members sets had too many, and how many were missing.

    `unsettled` tells that some have changed meanwhile and are left for the next run.
    """

    surplus: int = 0
    missing: int = 0
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class _Difference:
    """What is wrong in the sets of one item."""

    surplus: Members
    missing: Members

    def batches(self) -> Iterable["_Difference"]:
        """Yield the differences of some tickets at a time."""
        numbers = sorted({number for _, number in self.surplus | self.missing})
        for some in map(set, batched(numbers, TICKETS_PER_REPAIR, strict=False)):
            yield _Difference(_only(self.surplus, some), _only(self.missing, some))


def check_own_sets(table: Table, rows: Rows, deadline: Deadline) -> SetDrift:
    """Compare the sets of the customers of these tickets with their rows, and repair what differs.

    The rows must be all that there are in their thousands of numbers.
    """
    return _check(table, rows, _expected(rows), deadline)


def check_hidden_sets(table: Table, rows: Rows, deadline: Deadline) -> SetDrift:
    """Compare the sets of hidden tickets with these rows, and repair what differs."""
    return _check(table, rows, _expected_hidden(rows), deadline)


def _check(table: Table, rows: Rows, expected: Mapping[Key, Members], deadline: Deadline) -> SetDrift:
    suspects = _different(expected, rows, table.get_existing(expected))
    surplus = missing = 0
    unsettled = False
    for key, difference in _different(expected, rows, table.get_many(suspects), suspects).items():
        for some in difference.batches():
            try:
                _repair(table, key, rows, some, deadline)
            except (VersionMismatch, WriteConflict, Crowded):
                unsettled = True
            else:
                surplus += len(some.surplus)
                missing += len(some.missing)
    return SetDrift(surplus, missing, unsettled)


def _expected(rows: Rows) -> dict[Key, Members]:
    """Return the members that the rows require, by the keys of their items."""
    expected: dict[Key, Members] = defaultdict(set)
    for number, row in rows.items():
        if row.customer_id is not None:
            members = expected[keys.own_set(row.customer_id, number // THOUSAND)]
            name = code_in_own_set(row.slot) if row.in_sets else None
            if name is not None:
                members.add((name, number))
    return dict(expected)


def _expected_hidden(rows: Rows) -> dict[Key, Members]:
    expected: dict[Key, Members] = {keys.hidden_set(number // THOUSAND): set() for number in rows}
    for number, row in rows.items():
        if is_hidden(row.slot):
            expected[keys.hidden_set(number // THOUSAND)].add((MEMBERS, number))
    return expected


def _different(
    expected: Mapping[Key, Members], rows: Rows, items: Mapping[Key, Item], only: Iterable[Key] | None = None
) -> dict[Key, _Difference]:
    """Return what is wrong in these items, which may be absent, for each where anything is."""
    found = {}
    for key in expected if only is None else only:
        stored = set(members_of(items[key])) if key in items else set()
        if key.pk == keys.HIDDEN_SETS:
            stored = {member for member in stored if member[1] in rows}
        if stored != expected[key]:
            found[key] = _Difference(stored - expected[key], expected[key] - stored)
    return found


def _only(members: Members, numbers: set[int]) -> Members:
    return {member for member in members if member[1] in numbers}


def _repair(table: Table, key: Key, rows: Rows, wrong: _Difference, deadline: Deadline) -> None:
    """Include what is missing, then exclude what is too much. Raises VersionMismatch when a ticket has changed."""
    numbers = sorted({number for _, number in wrong.surplus | wrong.missing})
    unchanged = [_unchanged(number, rows) for number in numbers]
    batch: list[TransactionItem]
    if wrong.missing:
        batch = [*unchanged, UpdateItem(key, include=_offsets(wrong.missing))]
        table.commit(batch, deadline)
    if wrong.surplus:
        batch = [*unchanged, UpdateItem(key, exclude=_offsets(wrong.surplus))]
        table.commit(batch, deadline)


def _unchanged(number: int, rows: Rows) -> ConditionCheck:
    condition = rows[number].unchanged if number in rows else ABSENT
    return ConditionCheck(keys.ticket(number), condition, VersionMismatch())


def _offsets(members: Members) -> dict[str, set[int]]:
    offsets: dict[str, set[int]] = defaultdict(set)
    for name, number in members:
        offsets[name].add(number % THOUSAND)
    return dict(offsets)
