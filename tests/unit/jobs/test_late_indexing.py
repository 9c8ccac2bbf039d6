"""Which deferred texts a run indexes, and in which order."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import override

import pytest

from polydesk.desk.resources import Resources
from polydesk.domain.person import Author
from polydesk.domain.ticket import HistoryEntry, Message
from polydesk.jobs.late_indexing import LateIndexing
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.deferred import DeferredTexts
from polydesk.storage.ticket_items import entry_item
from polydesk.storage.transaction import DeleteItem, PutItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


class FakeIndex:
    """A search index that keeps its calls, and calls a function before each addition."""

    def __init__(self, before_adding: Callable[[], None] = lambda: None) -> None:
        self.calls: list[tuple[str, int]] = []
        self._before_adding = before_adding

    def add(self, number: int, terms: Collection[str], public: bool, in_subject: bool = False) -> None:
        """Keep an addition."""
        self._before_adding()
        self.calls.append(("add", number))

    def remove(self, number: int, terms: Collection[str], public: bool, in_subject: bool = False) -> None:
        """Keep a removal."""
        self.calls.append(("remove", number))


class LaggingTable(FakeTable):
    """A table whose eventually consistent reads show items that have been deleted."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[Key, Item] = {}

    @override
    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        wanted = list(keys)
        found = super().get_many(wanted)
        self._shown |= found
        return found if consistent else {key: self._shown[key] for key in wanted if key in self._shown}


@pytest.fixture
def resources() -> Resources:
    """An empty desk with a fake search index."""
    resources = resources_on(LaggingTable())
    vars(resources)["search_index"] = FakeIndex()
    return resources


def defer(resources: Resources, number: int, person_id: int, second: int = 0) -> None:
    """Write a message on a ticket, and defer it."""
    author, at = Author("client", person_id), NOW + timedelta(seconds=second)
    entry = HistoryEntry(number, 2, "replied", at, author, Message("It burns"))
    resources.table.write(PutItem(keys.history_entry(number, 2), entry_item(entry)))
    DeferredTexts(resources.table).defer(number, 2, author, at)


def run(resources: Resources, seconds: float = 60.0, now: datetime = NOW + timedelta(minutes=1)) -> int:
    """Run once."""
    return LateIndexing(resources, now, Deadline(seconds)).run()


def calls(resources: Resources) -> list[tuple[str, int]]:
    """Return the calls to the search index."""
    index = resources.search_index
    assert isinstance(index, FakeIndex)
    return index.calls


def test_authors_take_turns_and_the_oldest_texts_of_each_come_first(resources: Resources) -> None:
    for number, person_id, second in [(1, 4, 3), (2, 4, 1), (3, 4, 2), (4, 5, 9), (5, 6, 8)]:
        defer(resources, number, person_id, second)

    assert run(resources) == 5

    assert [number for _, number in calls(resources)] == [2, 4, 5, 3, 1]


def test_a_text_is_indexed_once(resources: Resources) -> None:
    defer(resources, 1, 5)

    assert (run(resources), run(resources), calls(resources)) == (1, 0, [("add", 1)])


def test_a_text_of_later_is_left_for_later(resources: Resources) -> None:
    defer(resources, 1, 5, second=120)

    assert (run(resources), run(resources, now=NOW + timedelta(minutes=3))) == (0, 1)


def test_no_text_is_started_that_may_not_end_before_the_deadline(resources: Resources) -> None:
    defer(resources, 1, 5)

    assert (run(resources, seconds=29.0), run(resources, seconds=31.0)) == (0, 1)


def test_a_text_that_is_gone_is_forgotten(resources: Resources) -> None:
    defer(resources, 1, 5)
    resources.table.write(DeleteItem(keys.history_entry(1, 2)))

    run(resources)

    assert calls(resources) == []
    assert resources.table.get(keys.deferred_text(1, 2)) is None


def test_terms_of_a_text_that_is_purged_meanwhile_are_removed_again(resources: Resources) -> None:
    purge = DeleteItem(keys.history_entry(1, 2))
    vars(resources)["search_index"] = FakeIndex(lambda: resources.table.write(purge))
    defer(resources, 1, 5)

    run(resources)

    assert calls(resources) == [("add", 1), ("remove", 1)]
    assert resources.table.get(keys.deferred_text(1, 2)) is None
