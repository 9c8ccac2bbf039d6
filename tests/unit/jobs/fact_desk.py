"""A desk in memory whose tickets were written by an earlier release, and what its index of facts should have."""

from dataclasses import dataclass, field, replace
from typing import Any

from polydesk.domain.draft import Step
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.ticket import Ticket
from polydesk.jobs.fact_indexing import FactIndexer, Indexed, indexed_as
from polydesk.jobs.fact_parts import next_part
from polydesk.jobs.migrations.step import Cursor, Part
from polydesk.storage import keys
from polydesk.storage.fact_blocks import FactBlocks
from polydesk.storage.ticket_items import entry_item, ticket_item
from polydesk.storage.transaction import DeleteItem, PutItem
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import DAY, NOW
from tests.unit.jobs.records import row_record, star_record

LATER = NOW + 300 * DAY
"""When the index is compared: long after every change."""


def written_before(ticket: Ticket) -> Ticket:
    """Return a ticket as the release before has it, whose rows have no counters."""
    times = [at for at in (ticket.created_at, ticket.staff_replied_at, ticket.customer_replied_at) if at]
    return replace(ticket, notes=None, staff_replies=None, last_closed_at=ticket.closed_at, last_message_at=max(times))


@dataclass
class FactDesk:
    """The desk, and the records of its stream that have not been delivered."""

    table: FakeTable = field(default_factory=FakeTable)
    records: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Set up the desk."""
        self.resources = set_up_desk(self.table, NOW)
        self.indexer = FactIndexer(self.resources)

    def write(self, step: Step, *, earlier: bool = False) -> None:
        """Write a step; one of an earlier release has no counters, and no record that anybody follows."""
        before = self.ticket(step.entry.number)
        after = written_before(step.after) if earlier else step.after
        self.put(after)
        self.table.write(PutItem(keys.history_entry(after.number, after.version), entry_item(step.entry)))
        if step.star:
            self.star(after.number, step.star.person_id, step.star.starred, followed=not earlier)
        if not earlier:
            self.records.append(("row", row_record(before, after)))

    def put(self, ticket: Ticket) -> None:
        """Write the row alone."""
        self.table.write(PutItem(keys.ticket(ticket.number), ticket_item(ticket)))

    def star(self, number: int, person_id: int, starred: bool, *, followed: bool = True) -> None:
        """Set or remove a star."""
        key = keys.star(number, person_id)
        self.table.write(PutItem(key, {"type": "star", "version": 2}) if starred else DeleteItem(key))
        if followed:
            self.records.append(("star", star_record(number, person_id, "INSERT" if starred else "REMOVE")))

    def purge(self, number: int) -> None:
        """Remove the ticket, its history and its stars."""
        ticket = self.ticket(number)
        self.table.write(DeleteItem(keys.ticket(number)))
        for item in list(self.table.query(keys.history(number))):
            self.table.write(DeleteItem(keys.Key(item["pk"], item["sk"])))
            if item["type"] == "star":
                self.records.append(("star", star_record(*keys.star_place(item["pk"], item["sk"]), "REMOVE")))
        self.records.append(("row", row_record(ticket, None)))

    def ticket(self, number: int) -> Ticket | None:
        """The ticket as it is now."""
        return self.resources.tickets.get(number)

    def deliver(self) -> None:
        """Deliver all records of the stream."""
        while self.records:
            kind, record = self.records.pop(0)
            (self.indexer.index_row if kind == "row" else self.indexer.index_star)(record)

    def part(self, cursor: Cursor) -> Part:
        """Do one part of the step."""
        return next_part(self.resources, cursor, LATER, is_check=False)

    def run(self, cursor: Cursor = None) -> list[Part]:
        """Do all parts of the step from the cursor on."""
        parts = [self.part(cursor)]
        while (cursor := parts[-1].next) is not None:
            parts.append(self.part(cursor))
        return parts

    @property
    def index(self) -> set[tuple[Any, ...]]:
        """The places in the index that have each ticket: of facts, and of times with the millisecond."""
        return set(_places(self.table))

    @property
    def expected(self) -> set[tuple[Any, ...]]:
        """What the index should have, by the rows and the stars."""
        other = FakeTable()
        for item in list(self.table._items.values()):
            if item.get("type") == "ticket":
                _index_anew(FactBlocks(other), item["number"], self._indexed(item["number"]))
        return set(_places(other))

    def _indexed(self, number: int) -> Indexed:
        stars = [Fact(FactKind.STARRED_BY, person) for person in self.resources.tickets.starred_by(number)]
        indexed = indexed_as(self.ticket(number))
        return replace(indexed, facts=indexed.facts.union(stars))


def _index_anew(blocks: FactBlocks, number: int, indexed: Indexed) -> None:
    for fact in indexed.facts:
        blocks.include(fact, [number])
    for moment, at in indexed.moments.items():
        blocks.set_times(moment, {number: at})


def _places(table: FakeTable) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for key, item in table._items.items():
        if key.pk.startswith("F#"):
            found += [(*key, offset) for offset in item.get("n", ())]
        if key.pk.startswith("D#"):
            found += [(*key, name, at) for name, at in item.items() if name.isdigit()]
    return found


def first_days(desk: FactDesk) -> dict[str, int]:
    """Return the first number of each day."""
    return {key.sk: item["n"] for key, item in desk.table._items.items() if key.pk == keys.FIRST_NUMBERS and item}
