"""Tickets and their histories: reads in one request each, and the transaction that writes a step."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from polydesk.domain.draft import Step
from polydesk.domain.person import Person
from polydesk.domain.ticket import VERSIONS_PER_TICKET, HistoryEntry, Ticket, Vote
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.people import person_of
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import (
    attachment_items,
    entry_item,
    entry_of,
    ticket_item,
    ticket_of,
    vote_item,
    vote_of,
)
from polydesk.storage.ticket_places import TicketPlaces
from polydesk.storage.transaction import (
    ABSENT,
    EXISTS,
    DeleteItem,
    PutItem,
    TransactionItem,
    UpdateItem,
    below,
    same,
)

MOVE_SECONDS = 5.0
"""How long `move_to_sets` tries again after conflicts."""

COUNT_SECONDS = 5.0
"""How long `record_counts` tries again after conflicts."""

MARK_SECONDS = 0.2
"""How long `mark_read` tries again when the ticket is being written."""


class StarUnchanged(VersionMismatch):
    """The star is already as wanted."""


class Tickets:
    """The tickets of one desk."""

    def __init__(self, table: Table, places: TicketPlaces) -> None:
        """Store tickets in the table, and keep their places in the indexes."""
        self._table = table
        self._places = places

    def next_number(self) -> int:
        """Return a number that no other ticket has. Numbers grow; they may have gaps."""
        return self._table.count_up(keys.counter("ticket"))

    def last_number(self) -> int:
        """Return the number that was issued last, or 0."""
        counter = self._table.get(keys.counter("ticket"))
        return int(counter["n"]) if counter else 0

    def get(self, number: int) -> Ticket | None:
        """Return the ticket, or None."""
        item = self._table.get(keys.ticket(number))
        return ticket_of(item) if item else None

    def commit(self, step: Step, before: Sequence[TransactionItem], deadline: Deadline) -> Ticket:
        """Write the ticket, its history entry and its places in one transaction that begins with `before`.

        Return the ticket as it is stored, which may have moved to the sets.
        Raises the `on_failure` of an operation in `before`, VersionMismatch when the ticket has changed since the step
        was computed, and StarUnchanged.
        """
        number, version = step.entry.number, step.entry.version
        after = replace(step.after, in_sets=self._places.goes_to_sets(step.before))
        batch: list[TransactionItem] = [
            *before,
            _write_row(step.before, after),
            PutItem(keys.history_entry(number, version), entry_item(step.entry)),
            *attachment_items(step.entry),
        ]
        if step.entry_vote:
            vote = {"type": "vote", "version": version, **vote_item(step.entry_vote.vote)}
            batch.append(PutItem(keys.entry_vote(number, step.entry_vote.version), vote))
        if step.star:
            batch.append(_write_star(number, version, step.star.person_id, step.star.starred))
        batch += self._places.moves(step.before, after, step.entry.at)
        self._table.commit(batch, deadline)
        return after

    def outside_sets(self, numbers: Iterable[int]) -> list[int]:
        """Return those of the tickets, also of damaged ones, that are not in the sets of which lists are made."""
        wanted = {keys.ticket(number): number for number in numbers}
        rows = self._table.get_many(wanted)
        return sorted(wanted[key] for key, row in rows.items() if not row.get("sets"))

    def move_to_sets(self, ticket: Ticket, at: datetime) -> None:
        """Move a ticket to the sets, without a new version. Raises VersionMismatch when it is no longer as given."""
        after = replace(ticket, in_sets=True)
        self._table.commit([_write_row(ticket, after), *self._places.moves(ticket, after, at)], Deadline(MOVE_SECONDS))

    def record_counts(self, before: Ticket, after: Ticket) -> None:
        """Write counters, and times that go with them, without a new version.

        Raises VersionMismatch when the ticket is no longer as `before`.
        """
        self._table.commit([_write_row(before, after)], Deadline(COUNT_SECONDS))

    def mark_read(self, ticket: Ticket, upto: int) -> None:
        """Record how far the customer has read, without a new version and without conflicts with other writers.

        Raises VersionMismatch when that much has been recorded already, and Unavailable soon.
        """
        self._table.write(
            UpdateItem(
                keys.ticket(ticket.number),
                assign={"read_upto": upto},
                condition=EXISTS & below("read_upto", upto),
                on_failure=VersionMismatch(),
            ),
            Deadline(MARK_SECONDS),
        )

    def with_entry(self, number: int, version: int) -> tuple[Ticket | None, HistoryEntry | None, Vote | None]:
        """Return a ticket, one of its history entries and the vote on that, in one read."""
        row, entry, vote = keys.ticket(number), keys.history_entry(number, version), keys.entry_vote(number, version)
        found = self._table.get_many([row, entry, vote])
        return (
            ticket_of(found[row]) if row in found else None,
            entry_of(found[entry]) if entry in found else None,
            vote_of(found[vote]) if vote in found else None,
        )

    def with_people(self, number: int, person_ids: Iterable[int]) -> tuple[Ticket | None, dict[int, Person]]:
        """Return a ticket and the people that exist among the ids, by id, in one read."""
        row = keys.ticket(number)
        found = self._table.get_many([row, *map(keys.person, person_ids)])
        ticket = found.pop(row, None)
        people = map(person_of, found.values())
        return ticket_of(ticket) if ticket else None, {person.id: person for person in people}

    def newest_first(
        self, number: int, version: int = VERSIONS_PER_TICKET - 1, at_first: int | None = None
    ) -> Iterator[tuple[HistoryEntry, Vote | None]]:
        """Yield the history of a ticket from this version back, each entry with the vote on it, and read it lazily.

        The vote on the entry of this very version is not read. `at_first` is how many items the first request reads,
        as for `Table.query`.
        """
        versions = (keys.history_entry(number, 1).sk, keys.history_entry(number, version).sk)
        vote = None
        for item in self._table.query(keys.history(number), between=versions, descending=True, at_first=at_first):
            if item["type"] == "update":
                yield entry_of(item), vote
                vote = None
            else:  # a vote sorts after its entry, so it is read just before
                vote = vote_of(item)

    def entries_between(
        self, number: int, first: int, last: int, at_first: int | None = None
    ) -> Iterator[HistoryEntry]:
        """Yield the history of a ticket from one version to another, both included, and read it lazily.

        `at_first` is how many items the first request reads, as for `Table.query`.
        """
        versions = (keys.history_entry(number, first).sk, keys.history_entry(number, last).sk)
        for item in self._table.query(keys.history(number), between=versions, at_first=at_first):
            if item["type"] == "update":
                yield entry_of(item)

    def entries(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], HistoryEntry]:
        """Return the history entries that exist among the pairs of ticket number and version."""
        found = self._table.get_existing(keys.history_entry(*pair) for pair in pairs)
        entries = map(entry_of, found.values())
        return {(entry.number, entry.version): entry for entry in entries}

    def is_starred(self, number: int, person_id: int) -> bool:
        """Return whether the person has starred the ticket."""
        return self._table.get(keys.star(number, person_id)) is not None

    def starred_among(self, numbers: Iterable[int], person_id: int) -> frozenset[int]:
        """Return those of the tickets that the person has starred."""
        stars = self._table.get_many(keys.star(number, person_id) for number in numbers)
        return frozenset(keys.star_place(*key)[0] for key in stars)

    def starred_by(self, number: int) -> frozenset[int]:
        """Return the people who have starred the ticket."""
        stars = self._table.query(keys.history(number), prefix=keys.STARS)
        return frozenset(keys.star_place(item["pk"], item["sk"])[1] for item in stars)

    def current(self, numbers: Iterable[int]) -> tuple[dict[int, Ticket], dict[int, Exception]]:
        """Return those of the tickets that exist, read consistently, and why others cannot be read."""
        tickets: dict[int, Ticket] = {}
        damaged: dict[int, Exception] = {}
        for key, row in self._table.get_many(map(keys.ticket, numbers)).items():
            number = keys.ticket_number(*key)
            try:
                tickets[number] = ticket_of(row)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                damaged[number] = error
        return tickets, damaged

    def rows(self, numbers: Sequence[int], is_listed: Callable[[Ticket], bool]) -> list[Ticket]:
        """Return those of the tickets that exist and are listed, in the order of the numbers.

        The first read is eventually consistent, at half the price, and may be moments behind. So tickets that it does
        not show as listed are read again, consistently.
        """
        from polydesk.storage.row_reads import read_rows  # only lists need it

        wanted = list(dict.fromkeys(map(keys.ticket, numbers)))
        rows = read_rows(self._table, wanted)  # with others that stand between them, which may be damaged
        found = _listed({key: rows[key] for key in wanted if key in rows}, is_listed)
        unseen = self._table.get_many(key for key in wanted if key not in found)
        found |= _listed(unseen, is_listed)
        return [found[key] for key in wanted if key in found]


def _listed(rows: Mapping[Key, Item], is_listed: Callable[[Ticket], bool]) -> dict[Key, Ticket]:
    tickets = {key: ticket_of(row) for key, row in rows.items()}
    return {key: ticket for key, ticket in tickets.items() if is_listed(ticket)}


def _write_row(before: Ticket | None, after: Ticket) -> TransactionItem:
    """Return the write of a row; the place that the transaction moves it from depends on `sets`, too."""
    key, new = keys.ticket(after.number), ticket_item(after)
    if before is None:
        return PutItem(key, new, ABSENT, VersionMismatch())
    old = ticket_item(before)
    changed = {name: new.get(name) for name in {*old, *new} if old.get(name) != new.get(name)}
    unchanged = same(version=old["version"], sets=old.get("sets"))
    return UpdateItem(key, changed, condition=unchanged, on_failure=VersionMismatch())


def _write_star(number: int, version: int, person_id: int, starred: bool) -> TransactionItem:
    key = keys.star(number, person_id)
    if starred:
        return PutItem(key, {"type": "star", "version": version}, ABSENT, StarUnchanged())
    return DeleteItem(key, EXISTS, StarUnchanged())
