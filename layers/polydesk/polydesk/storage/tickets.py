"""Tickets and their histories: what is read at once, and the one transaction that a step becomes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil

from polydesk.domain.person import Person
from polydesk.domain.ticket import VERSIONS_PER_TICKET, HistoryEntry, Step, Ticket, Vote
from polydesk.storage import keys, transaction
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.people import person_of
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import (
    ticket_item,
    ticket_of,
    update_item,
    update_of,
    vote_item,
    vote_of,
)
from polydesk.storage.transaction import DeleteItem, PutItem, Refusal, TransactionItem, VersionMismatch

ROWS_PER_READ_UNIT = 10
"""About as many rows of usual size fit into the four kilobytes that one unit reads."""


MARK_SECONDS = 0.2
"""How long a reader waits for the mark of what was read, when others are writing to the ticket."""


class StarUnchanged(VersionMismatch):
    """The star is there, or gone, already."""


class Tickets:
    """The tickets of one desk."""

    def __init__(self, table: Table, index: StateIndex) -> None:
        """Keep tickets in the table and their states in the index."""
        self._table = table
        self._index = index

    def next_number(self) -> int:
        """A number that no other ticket has; numbers grow, gaps are possible."""
        return self._table.count_up(keys.counter("ticket"))

    def last_number(self) -> int:
        """The number that was given last; 0 when there never was a ticket."""
        counter = self._table.get(keys.counter("ticket"))
        return int(counter["n"]) if counter else 0

    def get(self, number: int) -> Ticket | None:
        """The ticket as it is now."""
        item = self._table.get(keys.ticket(number))
        return ticket_of(item) if item else None

    def commit(self, step: Step, before: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Write the ticket, its update and the index in one transaction, together with what is to come `before`.

        Raises Stale when the ticket is no longer the one that the step began from, StarUnchanged when there is
        no star to change, and whatever the operations in `before` refuse with.
        """
        number, version = step.entry.number, step.entry.version
        batch: list[TransactionItem] = [
            *before,
            self._row(step),
            PutItem(keys.update(number, version), update_item(step.entry)),
        ]
        if step.entry_vote:
            vote = {"type": "vote", "version": version, **vote_item(step.entry_vote.vote)}
            batch.append(PutItem(keys.update_vote(number, step.entry_vote.version), vote))
        if step.star:
            batch.append(_star(number, version, step.star.person_id, step.star.starred))
        batch += self._index.operations(number, _place(step.before), _place(step.after))
        self._table.commit(batch, deadline)

    def _row(self, step: Step) -> TransactionItem:
        key, new = keys.ticket(step.after.number), ticket_item(step.after)
        if step.before is None:
            return PutItem(key, new, transaction.ABSENT, VersionMismatch())
        return change_item(key, ticket_item(step.before), new, VersionMismatch())

    def mark_read(self, ticket: Ticket, upto: int) -> None:
        """Note how far the client has read. It neither makes a version nor disturbs whoever is writing one.

        Raises Stale when that was noted already, Unavailable and LostRace after a moment.
        """
        self._table.write(
            transaction.UpdateItem(
                keys.ticket(ticket.number),
                assign={"read_upto": upto},
                condition=transaction.EXISTS & transaction.below("read_upto", upto),
                on_failure=VersionMismatch(),
            ),
            Deadline(MARK_SECONDS),
        )

    def with_update(self, number: int, version: int) -> tuple[Ticket | None, HistoryEntry | None, Vote | None]:
        """A ticket, one of its updates and the vote on it, in one read."""
        row, update, vote = keys.ticket(number), keys.update(number, version), keys.update_vote(number, version)
        found = self._table.get_many([row, update, vote])
        return (
            ticket_of(found[row]) if row in found else None,
            update_of(found[update]) if update in found else None,
            vote_of(found[vote]) if vote in found else None,
        )

    def with_people(self, number: int, person_ids: Iterable[int]) -> tuple[Ticket | None, dict[int, Person]]:
        """A ticket, and those of the people that exist by id, in one read."""
        row = keys.ticket(number)
        found = self._table.get_many([row, *map(keys.person, person_ids)])
        ticket = found.pop(row, None)
        people = map(person_of, found.values())
        return ticket_of(ticket) if ticket else None, {person.id: person for person in people}

    def newest_first(
        self, number: int, version: int = VERSIONS_PER_TICKET - 1, at_first: int | None = None
    ) -> Iterator[tuple[HistoryEntry, Vote | None]]:
        """The updates of a ticket from this version back, each read when it is asked for, or not long before.

        With each comes the vote on it, but for that version itself. `at_first`: so many are read at first, then twice
        as many and so on; by default as many as fit into a megabyte.
        """
        span = (keys.update(number, 1).sk, keys.update(number, version).sk)
        vote = None
        for item in self._table.query(keys.history(number), between=span, descending=True, at_first=at_first):
            if item["type"] == "update":
                yield update_of(item), vote
                vote = None
            else:  # a vote stands behind its update, and so comes just before it
                vote = vote_of(item)

    def updates(
        self, pairs: Iterable[tuple[int, int]], *, consistent: bool = False
    ) -> dict[tuple[int, int], HistoryEntry]:
        """Several updates, each by ticket number and version."""
        found = self._table.get_many((keys.update(*pair) for pair in pairs), consistent=consistent)
        updates = map(update_of, found.values())
        return {(update.number, update.version): update for update in updates}

    def is_starred(self, number: int, person_id: int) -> bool:
        """Whether the person has starred the ticket."""
        return self._table.get(keys.star(number, person_id)) is not None

    def of_customer(self, customer_id: int) -> Iterator[tuple[int, int]]:
        """A client's own tickets, newest first: number and state. It may lag behind a write by moments."""
        for item in self._table.query(keys.owner(customer_id), descending=True, index=keys.OWN_INDEX):
            yield int(item["sk"]), item["state"]

    def rows(self, numbers: Sequence[int], states: frozenset[int]) -> list[Ticket]:
        """The tickets among the numbers that are in one of the states and not spam, in the order of the numbers.

        Read eventually, which costs half; whatever does not look as expected is read again consistently, so that
        a row is left out only when it really has moved.
        """
        found = {ticket.number: ticket for ticket in map(ticket_of, self._read_rows(numbers))}

        def fits(number: int) -> bool:
            return number in found and found[number].state_id in states and not found[number].spam

        doubtful = [keys.ticket(number) for number in numbers if not fits(number)]
        for item in self._table.get_many(doubtful).values():
            found[item["number"]] = ticket_of(item)
        return [found[number] for number in numbers if fits(number)]

    def _read_rows(self, numbers: Sequence[int]) -> Iterator[Item]:
        """Rows in no order: neighbours by one query, lonely ones by key, whichever reads less."""
        lonely: list[Key] = []
        wanted = set(numbers)
        for pk, group in groupby(sorted(numbers), key=keys.ticket_collection):
            near = list(group)
            if ceil((near[-1] - near[0] + 1) / ROWS_PER_READ_UNIT) > len(near):
                lonely += [keys.ticket(number) for number in near]
                continue
            span = (keys.ticket_sort(near[0]), keys.ticket_sort(near[-1]))
            for item in self._table.query(pk, between=span, consistent=False):
                if item["number"] in wanted:
                    yield item
        yield from self._table.get_many(lonely, consistent=False).values()


def change_item(key: Key, old: Item, new: Item, on_failure: Refusal) -> transaction.UpdateItem:
    """The operation that turns one version of an item into the next, writing only what differs."""
    assign = {name: new.get(name) for name in {*old, *new} if old.get(name) != new.get(name)}
    return transaction.UpdateItem(
        key, assign, condition=transaction.same(version=old["version"]), on_failure=on_failure
    )


def _star(number: int, version: int, person_id: int, starred: bool) -> TransactionItem:
    key = keys.star(number, person_id)
    if starred:
        return PutItem(key, {"type": "star", "version": version}, transaction.ABSENT, StarUnchanged())
    return DeleteItem(key, transaction.EXISTS, StarUnchanged())


def _place(ticket: Ticket | None) -> IndexSlot | None:
    return IndexSlot(ticket.state_id, ticket.spam) if ticket else None
