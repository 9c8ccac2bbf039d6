"""When the timers of a ticket expire."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.timers import next_due, spam_since, whole_second
from tests.unit.domain.samples import DAY, HOUR, NOW, customer_ticket


def test_the_earliest_timer_is_due_first() -> None:
    ticket = customer_ticket(
        pending_until=NOW + 3 * HOUR, first_response_due_at=NOW + HOUR, auto_close_at=NOW + 2 * HOUR
    )

    assert next_due(ticket) == NOW + HOUR


def test_a_ticket_without_a_timer_is_never_due() -> None:
    assert next_due(customer_ticket()) is None


def test_the_next_reminder_replaces_the_pending_time() -> None:
    assert next_due(customer_ticket(pending_until=NOW, next_reminder_at=NOW + DAY)) == NOW + DAY


def test_a_paused_first_response_timer_is_never_due() -> None:
    ticket = customer_ticket(first_response_due_at=NOW, escalation_paused=True, auto_close_at=NOW + HOUR)

    assert next_due(ticket) == NOW + HOUR


def test_spam_since_is_when_the_ticket_was_marked() -> None:
    assert spam_since(customer_ticket(spam=True, spam_at=NOW + HOUR)) == NOW + HOUR
    assert spam_since(customer_ticket()) is None
    assert spam_since(customer_ticket(spam_at=NOW)) is None


def test_spam_of_an_old_row_without_the_time_counts_from_its_last_change() -> None:
    assert spam_since(customer_ticket(spam=True, updated_at=NOW - HOUR)) == NOW - HOUR


@pytest.mark.parametrize(
    ("at", "second"),
    [
        (datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC), datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)),
        (datetime(2026, 1, 5, 9, 0, 0, 1, tzinfo=UTC), datetime(2026, 1, 5, 9, 0, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 59, 1000, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_is_rounded_up_to_a_whole_second(at: datetime, second: datetime) -> None:
    assert whole_second(at) == second
    assert whole_second(second) - at < timedelta(seconds=1)
