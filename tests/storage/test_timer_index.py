"""The timer index, and applying the timers of the tickets that it finds."""

from collections.abc import Callable
from itertools import count, islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.timers import next_due
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.timer_index import TimerEntry
from tests.profiles import examples
from tests.storage.timer_desk import NOW, STATES, DeskWithTimers, hours

times = st.none() | st.integers(-48, 48).map(hours)
rows: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "state_id": st.sampled_from(sorted(STATES.rows)),
        "pending_until": times,
        "first_response_due_at": times,
        "auto_close_at": times,
        "spam": st.booleans(),
        "escalation_paused": st.booleans(),
    }
)


def test_sweeping_twice_has_the_effect_of_sweeping_once(new_table: Callable[[], Table]) -> None:
    """With any timers, both produce the same tickets, histories and index, and leave no ticket due."""
    once, twice = DeskWithTimers(new_table()), DeskWithTimers(new_table())
    unused = count(1)

    @examples(gate=3, full=20)
    @given(st.lists(rows, min_size=1, max_size=5))
    def check(tickets: list[dict[str, Any]]) -> None:
        numbers = list(islice(unused, len(tickets)))
        for desk in (once, twice):
            for number, ticket in zip(numbers, tickets, strict=True):
                desk.add(number, **ticket)
        found = once.sweep(NOW)
        once.act_on(found, NOW)
        twice.act_on(twice.sweep(NOW) + twice.sweep(NOW) + found, NOW)
        twice.act_on(twice.sweep(NOW), NOW)

        assert twice.items(*numbers) == once.items(*numbers)
        assert twice.index() == once.index()
        assert once.sweep(NOW) == []
        for number in numbers:
            due = next_due(once.ticket(number))
            assert due is None or due > NOW

    check()


def test_a_sweep_finds_exactly_what_is_due(new_table: Callable[[], Table]) -> None:
    desk = DeskWithTimers(new_table())
    for number in range(1, 41):  # more than there are partitions
        desk.add(number, pending_until=hours(number - 35), state_id=3)

    assert sorted(body["number"] for body in desk.sweep(NOW)) == list(range(1, 36))
    assert len(desk.sweep(hours(10_000))) == 40


@pytest.fixture
def desk(table: Table) -> DeskWithTimers:
    """An empty desk."""
    return DeskWithTimers(table)


def entry(body: dict[str, Any]) -> TimerEntry:
    return TimerEntry(body["number"], body["due_at"])


def test_a_snoozed_ticket_is_found_again_only_then(desk: DeskWithTimers) -> None:
    desk.add(1, pending_until=NOW, state_id=3)
    (found,) = desk.sweep(NOW)
    desk.resources.timer_index.snooze(entry(found), hours(1))

    assert desk.sweep(hours(0.9)) == []
    assert [body["number"] for body in desk.sweep(hours(1))] == [1]


def test_a_ticket_with_a_new_timer_is_not_snoozed(desk: DeskWithTimers) -> None:
    desk.add(1, pending_until=NOW, state_id=3)
    (found,) = desk.sweep(NOW)
    desk.act_on([found], NOW)

    with pytest.raises(VersionMismatch):
        desk.resources.timer_index.snooze(entry(found), hours(1))


def test_a_snoozed_ticket_is_in_the_right_position_after_the_next_step(desk: DeskWithTimers) -> None:
    desk.add(1, pending_until=NOW, state_id=3)
    (found,) = desk.sweep(NOW)
    desk.resources.timer_index.snooze(entry(found), hours(1))
    desk.act_on(desk.sweep(hours(1)), hours(1))

    assert desk.sweep(hours(23.9)) == []
    assert [body["number"] for body in desk.sweep(hours(24))] == [1]


def test_a_message_about_a_purged_ticket_is_ignored(desk: DeskWithTimers) -> None:
    desk.act_on([{"number": 99, "time": NOW.isoformat(), "due_at": None}], NOW)

    assert desk.resources.tickets.get(99) is None


def test_spam_is_found_by_its_age_and_not_by_its_timers(desk: DeskWithTimers) -> None:
    desk.add(1, spam=True, spam_at=hours(-2), pending_until=hours(-9), state_id=3)
    desk.add(2, spam=True, spam_at=hours(-1))
    desk.add(3)

    assert desk.sweep(NOW) == []
    assert list(desk.resources.timer_index.spam_tickets(hours(-1.5))) == [1]
    assert sorted(desk.resources.timer_index.spam_tickets(NOW)) == [1, 2]


def test_a_range_key_of_the_index_has_the_ticket_number() -> None:
    assert keys.due_number(keys.due_at(NOW, 1_234_567)) == 1_234_567
