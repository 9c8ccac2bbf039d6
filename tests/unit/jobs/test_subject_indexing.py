"""Words of a subject that changes are found as the ticket has them, in the subject and in all public texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from typing import Any, override

import pytest

from polydesk.desk.resources import Resources
from polydesk.domain.person import Author
from polydesk.domain.ticket import HistoryEntry, Message, Ticket
from polydesk.jobs.late_indexing import LateIndexing
from polydesk.jobs.reindex import Reindexer
from polydesk.jobs.search_indexing import SearchIndexer
from polydesk.storage import keys
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.deferred import SUBJECT, DeferredTexts
from polydesk.storage.ticket_items import entry_item, ticket_item
from polydesk.storage.transaction import DeleteItem, PutItem, UpdateItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import customer_ticket
from tests.unit.jobs.records import row_record

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CUSTOMER = Author("client", 5)
OLD = customer_ticket(subject="Broken printer")
NEW = replace(OLD, version=2, subject="Broken scanner")
NEWEST = replace(OLD, version=3, subject="New printer")


class InterruptedTable(FakeTable):
    """A table that calls a function once, after the first posting was written."""

    interrupt: Callable[[], None] | None = None

    @override
    def write(self, operation: PutItem | UpdateItem | DeleteItem, deadline: Deadline | None = None) -> None:
        super().write(operation, deadline)
        if self.interrupt and operation.key.pk.startswith("W#"):
            interrupt, self.interrupt = self.interrupt, None
            interrupt()


@pytest.fixture
def table() -> InterruptedTable:
    """An empty table."""
    return InterruptedTable()


@pytest.fixture
def resources(table: InterruptedTable) -> Resources:
    """An empty desk."""
    return resources_on(table)


def store(resources: Resources, ticket: Ticket) -> None:
    """Write the row of a ticket."""
    resources.table.write(PutItem(keys.ticket(ticket.number), ticket_item(ticket)))


def say(resources: Resources, version: int, text: str, *, public: bool = True) -> None:
    """Write a message on the ticket, and index it."""
    entry = HistoryEntry(OLD.number, version, "replied", NOW, CUSTOMER, Message(text, public=public))
    resources.table.write(PutItem(keys.history_entry(OLD.number, version), entry_item(entry)))
    resources.search_index.add(OLD.number, text.lower().split(), public=public)


def process(resources: Resources, *records: dict[str, Any]) -> None:
    """Process records of the stream."""
    indexer = SearchIndexer(resources, NOW)
    for record in records:
        indexer.index_record(record)


def in_subject(resources: Resources) -> list[str]:
    """Return by which words the ticket is found in subjects."""
    return [one for one in WORDS if resources.search_index.subjects_with_term(one)]


def in_public(resources: Resources) -> list[str]:
    """Return by which words the ticket is found in all public texts."""
    return [one for one in WORDS if resources.search_index.with_term(one, private=False)]


WORDS = ("broken", "new", "printer", "scanner")


def test_words_of_a_new_subject_replace_those_of_the_old_one(resources: Resources) -> None:
    store(resources, NEW)

    process(resources, row_record(None, OLD), row_record(OLD, NEW))

    assert in_subject(resources) == in_public(resources) == ["broken", "scanner"]


def test_a_word_that_a_public_message_has_stays_among_public_words_alone(resources: Resources) -> None:
    store(resources, NEW)
    say(resources, 1, "My printer smokes")

    process(resources, row_record(None, OLD), row_record(OLD, NEW))

    assert in_subject(resources) == ["broken", "scanner"]
    assert in_public(resources) == ["broken", "printer", "scanner"]


def test_a_word_that_only_a_note_has_is_found_by_staff_alone(resources: Resources) -> None:
    store(resources, NEW)
    say(resources, 1, "An old printer", public=False)

    process(resources, row_record(None, OLD), row_record(OLD, NEW))

    assert in_public(resources) == ["broken", "scanner"]
    assert resources.search_index.with_term("printer", private=True)


def test_words_stay_when_a_ticket_has_more_messages_than_there_is_time_for(
    resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.subject_indexing.MESSAGES_SECONDS", -1.0)
    store(resources, NEW)
    say(resources, 1, "It smokes")

    process(resources, row_record(None, OLD), row_record(OLD, NEW))

    assert in_subject(resources) == ["broken", "scanner"]
    assert in_public(resources) == ["broken", "printer", "scanner"]


RECORDS = (row_record(None, OLD), row_record(OLD, NEW), row_record(NEW, NEWEST))


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=lambda order: "".join(map(str, order)))
def test_records_in_any_order_leave_the_words_that_the_ticket_has_now(
    resources: Resources, order: tuple[int, ...]
) -> None:
    store(resources, NEWEST)

    process(resources, *(RECORDS[place] for place in order), *(RECORDS[place] for place in order))

    assert in_subject(resources) == in_public(resources) == ["new", "printer"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "late"])
def test_a_purged_ticket_gets_no_words_back(resources: Resources, order: tuple[int, ...]) -> None:
    process(resources, *(RECORDS[place] for place in order))

    assert in_subject(resources) == in_public(resources) == []


def reindex(resources: Resources) -> None:
    """Rebuild the index."""
    resources.table.write(UpdateItem(keys.counter("ticket"), {"n": OLD.number}))
    assert Reindexer(resources).run(OLD.number, OLD.number).unreadable == []


def index_later(resources: Resources) -> None:
    """Index the subject after it was deferred."""
    DeferredTexts(resources.table).defer(OLD.number, SUBJECT, CUSTOMER, NOW)
    assert LateIndexing(resources, NOW, Deadline(60.0)).run() == 1


def process_again(resources: Resources) -> None:
    """Process the record of the opening again."""
    process(resources, RECORDS[0])


@pytest.mark.parametrize("job", [reindex, index_later, process_again])
def test_a_subject_that_changes_while_its_words_are_written_is_written_again(
    table: InterruptedTable, resources: Resources, job: Callable[[Resources], None]
) -> None:
    def change() -> None:
        store(resources, NEW)
        process(resources, row_record(OLD, NEW))

    store(resources, OLD)
    table.interrupt = change

    job(resources)

    assert in_subject(resources) == in_public(resources) == ["broken", "scanner"]


@pytest.mark.parametrize("job", [reindex, index_later, process_again])
def test_a_ticket_that_is_purged_while_its_subject_is_written_leaves_no_words(
    table: InterruptedTable, resources: Resources, job: Callable[[Resources], None]
) -> None:
    def purge() -> None:
        resources.table.write(DeleteItem(keys.ticket(OLD.number)))
        process(resources, row_record(OLD, None))

    store(resources, OLD)
    table.interrupt = purge

    job(resources)

    assert in_subject(resources) == in_public(resources) == []
