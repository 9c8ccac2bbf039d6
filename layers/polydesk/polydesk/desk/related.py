"""Loads what tickets and their histories refer to, side by side, in as few requests as possible."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.message_counts import MessageCounts
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.storage.side_by_side import side_by_side

TIME_READ = 500
"""Entries of the longest history that is read for those that booked time: they usually fit one read of 1 MB."""


@dataclass(slots=True)
class Related:
    """People by id, first entries by the number of their ticket, and the numbers of starred tickets.

    `time_versions` are the versions of the history of one ticket that booked time; None while they are not read.
    """

    people: dict[int, Person] = field(default_factory=dict)
    openings: Mapping[int, HistoryEntry] = field(default_factory=dict)
    starred: frozenset[int] = frozenset()
    time_versions: Sequence[int] | None = None


class RelatedReading:
    """Reads what tickets refer to. Whether the caller may see a ticket was decided where it was read."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def to(
        self,
        tickets: Sequence[Ticket],
        entries: Sequence[HistoryEntry] = (),
        *,
        known: Mapping[int, Person] | None = None,
        openings: bool = False,
        openers: bool = False,
        starred_by: int | None = None,
        others: Iterable[int] = (),
        time_of: Ticket | None = None,
        beside: Iterable[Callable[[], None]] = (),
    ) -> Related:
        """Load customers and assignees of the tickets, and people of the entries; the `known` are not read again.

        On request also the first entries of the tickets, the people who opened them, which of them a person has
        starred, and other people. With `time_of` also where the history of this ticket booked time, unless it is too
        long for one read. What is in `beside` is read at the same time.
        """
        related = Related(dict(known or {}))
        missing = {*people_of(tickets, openers=openers), *people_in(entries), *others} - related.people.keys()
        reads: list[Callable[[], Any]] = [*beside]
        if missing:
            reads.append(lambda: related.people.update(self._resources.people.get_many(sorted(missing))))
        if openings:
            reads.append(partial(self._read_openings, related, tickets))
        if starred_by is not None:
            reads.append(partial(self._read_stars, related, tickets, starred_by))
        if time_of and time_of.time_spent and time_of.version <= TIME_READ:
            reads.append(partial(self._read_time, related, time_of))
        elif time_of and not time_of.time_spent:
            related.time_versions = ()
        side_by_side(reads)
        return related

    def beside[T](
        self, tickets: Sequence[Ticket], read: Callable[[], T], known: Mapping[int, Person] | None = None
    ) -> tuple[T, Mapping[int, Person]]:
        """Return what is read, and the tickets' customers and assignees, read at the same time, with the `known`."""
        people, results = dict(known or {}), list[T]()
        missing = sorted({*people_of(tickets)} - people.keys())
        reads: list[Callable[[], None]] = [lambda: results.append(read())]
        if missing:
            reads.append(lambda: people.update(self._resources.people.get_many(missing)))
        side_by_side(reads)
        return results[0], people

    def counted(self, tickets: Sequence[Ticket]) -> list[Ticket]:
        """Return the tickets with their counts of messages. Those whose rows lack them are counted from the history.

        Only rows from before there were counts lack them, until the step of the migrations that counts them, and rows
        on which an earlier release has written since.
        """
        uncounted = [ticket for ticket in tickets if ticket.notes is None]
        counted = side_by_side([partial(self._count, ticket) for ticket in uncounted])
        by_number = {ticket.number: ticket for ticket in counted}
        return [by_number.get(ticket.number, ticket) for ticket in tickets]

    def _count(self, ticket: Ticket) -> Ticket:
        counts, states = MessageCounts(), self._resources.states()
        for entry in self._resources.tickets.entries_between(ticket.number, 1, ticket.version):
            counts = counts.after(entry, states, ticket.created_at)
        return counts.added_to(ticket)

    def _read_openings(self, related: Related, tickets: Sequence[Ticket]) -> None:
        found = self._resources.tickets.entries(sorted({(ticket.number, 1) for ticket in tickets}))
        related.openings = {number: entry for (number, _), entry in found.items()}

    def _read_time(self, related: Related, ticket: Ticket) -> None:
        entries = self._resources.tickets.entries_between(ticket.number, 1, ticket.version)
        related.time_versions = [entry.version for entry in entries if entry.time_spent]

    def _read_stars(self, related: Related, tickets: Sequence[Ticket], person_id: int) -> None:
        related.starred = self._resources.tickets.starred_among([ticket.number for ticket in tickets], person_id)


def people_of(tickets: Sequence[Ticket], *, openers: bool = False) -> Iterator[int]:
    """Yield the ids of the customers and assignees of tickets, on request also of those who opened them."""
    for ticket in tickets:
        yield ticket.customer_id
        if ticket.assignee and ticket.assignee.kind == "person":
            yield ticket.assignee.id
        if openers and ticket.opened_by.person_id is not None:
            yield ticket.opened_by.person_id


def people_in(entries: Sequence[HistoryEntry]) -> Iterator[int]:
    """Yield the ids of the authors and speakers of entries, and of assignees before and after them."""
    for entry in entries:
        if entry.by.person_id is not None:
            yield entry.by.person_id
        if entry.message and entry.message.origin_id is not None:
            yield entry.message.origin_id
        for change in entry.changes:
            if change.field == "assignee":
                yield from (one["id"] for one in (change.old, change.new) if one and one["kind"] == "person")
