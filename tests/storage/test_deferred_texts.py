"""The texts that are indexed later, in the table and in its index of timers."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.person import SYSTEM, Author
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.purges import Purges
from polydesk.storage.search_index.deferred import SUBJECT, DeferredText, DeferredTexts
from polydesk.storage.table import Table
from polydesk.storage.timer_index import TimerIndex
from tests.fakes.desk import places_on

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def waiting(table: Table, until: datetime = NOW, limit: int = 10) -> list[list[DeferredText]]:
    """Return the texts that wait, by partition."""
    return [list(texts) for texts in DeferredTexts(table).waiting(until, limit)]


def places(table: Table, until: datetime = NOW, limit: int = 10) -> list[list[tuple[int, int]]]:
    """Return number and version of the texts that wait, by partition."""
    return [[(text.number, text.version) for text in texts] for texts in waiting(table, until, limit)]


def test_texts_wait_by_author_the_oldest_first(table: Table) -> None:
    texts = DeferredTexts(table)
    texts.defer(7, 12, Author.customer(5), NOW)
    texts.defer(1_000_000_000, 99_999, Author.customer(5), NOW - timedelta(minutes=1))
    texts.defer(7, SUBJECT, Author.staff(6), NOW)
    texts.defer(8, 1, SYSTEM, NOW)
    texts.defer(9, 1, Author.customer(5), NOW + timedelta(minutes=1))

    assert places(table) == [[(8, 1)], [(1_000_000_000, 99_999), (7, 12)], [(7, 0)], []]
    assert places(table, limit=1)[1] == [(1_000_000_000, 99_999)]


def test_a_text_that_is_deferred_twice_waits_once(table: Table) -> None:
    for _ in range(2):
        DeferredTexts(table).defer(7, 12, Author.customer(5), NOW)

    assert places(table)[1] == [(7, 12)]


def test_a_snoozed_text_is_found_only_then(table: Table) -> None:
    texts = DeferredTexts(table)
    texts.defer(7, 12, Author.customer(5), NOW)
    (text,) = waiting(table)[1]

    texts.snooze(text, NOW + timedelta(hours=1))

    assert places(table)[1] == []
    assert places(table, NOW + timedelta(hours=1))[1] == [(7, 12)]
    with pytest.raises(VersionMismatch):
        texts.snooze(text, NOW + timedelta(hours=2))


def test_a_text_that_was_removed_is_not_snoozed_back(table: Table) -> None:
    texts = DeferredTexts(table)
    texts.defer(7, 12, Author.customer(5), NOW)
    (text,) = waiting(table)[1]
    texts.remove(text)

    with pytest.raises(VersionMismatch):
        texts.snooze(text, NOW)
    assert places(table) == [[], [], [], []]


def test_a_purge_finds_the_texts_that_wait_and_nothing_else_takes_them_for_its_own(table: Table) -> None:
    DeferredTexts(table).defer(7, 12, Author.customer(5), NOW)

    purges, timers = Purges(table, places_on(table)), TimerIndex(table)
    assert [item.key for item in purges.history_items(7)] == [keys.deferred_text(7, 12)]
    found = [*purges.unfinished(), *timers.due_tickets(NOW, 10), *timers.spam_tickets(NOW)]
    assert found == []
