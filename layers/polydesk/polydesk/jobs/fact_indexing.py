"""Keeps the index of facts up to date from the table's stream.

A record of a ticket's row has the row before and after a change. What is the same in both is left alone, so a record of
how far a customer has read writes nothing. Each fact and moment that the record changed is written as the row has it
now: the row is read once for each record, consistently.

Why the index ends as the rows are, although records may be late and are delivered again after failures:

- Each change of a fact has a record, which is processed after the change, at least once, and reads the row then. So the
  last record of a fact that is processed writes it as the row has it, in whatever order the records came. A parked
  record may be invoked by hand days later: it writes what is so by then. A purged ticket has no row, so its facts are
  removed and never come back.
- The row may change again between the read and the writes. The record of that change comes later in the stream, and
  Lambda processes the records of one item one after the other, so it is processed after these writes. Only a record
  invoked by hand may overlap with it. Such a record is late, the row has a later version, so the row is read again
  after the writes, and they are repeated until it stays the same.

A star is an item of its own. Whether it exists now decides in the same way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.ticket import Ticket
from polydesk.storage.aws import stream_records
from polydesk.storage.fact_blocks import day_of
from polydesk.storage.fact_index import FactIndex
from polydesk.storage.side_by_side import side_by_side


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index has of a ticket."""

    facts: frozenset[Fact] = frozenset()
    moments: Mapping[Moment, datetime] = field(default_factory=dict)


class FactIndexer:
    """Indexes the facts of tickets and stars. Records may arrive late and more than once."""

    def __init__(self, resources: Resources) -> None:
        """Update the index of this desk."""
        self._index = resources.fact_index
        self._known_tags = resources.known_tags
        self._tickets = resources.tickets

    def index_row(self, record: Mapping[str, Any]) -> None:
        """Change the index as a ticket's row was changed.

        Raises Unavailable, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        change = stream_records.row_change(record)
        number, after = change.number, change.after
        if after and not change.before:
            self._index.record_first(day_of(after.created_at), number)
        old, new = indexed_as(change.before), indexed_as(after)
        if old == new:
            return
        if after:
            self._known_tags.record(tag for tag in after.tags if Fact(FactKind.TAG, tag) not in old.facts)
        row = self._tickets.get(number)
        while True:
            write_changes(self._index, number, old, new, indexed_as(row))
            is_late = row is not None and (after is None or row.version != after.version)
            row, written = (self._tickets.get(number) if is_late else row), row
            if row == written:
                return

    def index_star(self, record: Mapping[str, Any]) -> None:
        """Change the index as a star was set or removed. Raises what `index_row` raises."""
        number, person_id = stream_records.star_place(record)
        star = [Fact(FactKind.STARRED_BY, person_id)]
        if self._tickets.is_starred(number, person_id):
            self._index.change(number, [], star)
        else:
            self._index.change(number, star, [])


def write_changes(index: FactIndex, number: int, old: Indexed, new: Indexed, now: Indexed) -> None:
    """Write what differs between `old` and `new` as it is now. Raises Unavailable when not all was written."""
    changed = old.facts ^ new.facts
    index.change(number, changed - now.facts, changed & now.facts)
    moves = []
    for moment in INDEXED_MOMENTS:
        before, after, current = (of.moments.get(moment) for of in (old, new, now))
        if before != after:
            moves.append(partial(_move, index, number, moment, (before, after), current))
    side_by_side(moves)


def _move(
    index: FactIndex, number: int, moment: Moment, times: Iterable[datetime | None], current: datetime | None
) -> None:
    """Remove the times from their days, and keep the current one if it is on one of these days."""
    by_day = {day_of(at): at for at in times if at}
    kept = current if current and by_day.pop(day_of(current), None) else None
    for gone in by_day.values() or (None,):
        index.move(number, moment, gone, kept)


def indexed_as(ticket: Ticket | None) -> Indexed:
    """Return what the index has of a ticket beside its stars; nothing of one that does not exist."""
    if ticket is None:
        return Indexed()
    moments = moments_of(ticket)
    return Indexed(facts_of(ticket), {moment: moments[moment] for moment in INDEXED_MOMENTS if moment in moments})
