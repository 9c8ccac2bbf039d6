"""When the timers of a ticket end."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.timers import next_due, spam_since, whole_second
from tests.unit.domain.desks import DAY, HOUR, NOW, ticket_of_client


def test_the_earliest_timer_counts() -> None:
    ticket = ticket_of_client(
        pending_until=NOW + 3 * HOUR, first_response_due_at=NOW + HOUR, auto_close_at=NOW + 2 * HOUR
    )

    assert next_due(ticket) == NOW + HOUR


def test_a_ticket_without_a_timer_is_never_due() -> None:
    assert next_due(ticket_of_client()) is None


def test_the_next_reminder_takes_the_place_of_a_pending_time_that_is_over() -> None:
    assert next_due(ticket_of_client(pending_until=NOW, next_reminder_at=NOW + DAY)) == NOW + DAY


def test_while_escalation_is_paused_the_time_to_answer_does_not_count() -> None:
    ticket = ticket_of_client(first_response_due_at=NOW, escalation_paused=True, auto_close_at=NOW + HOUR)

    assert next_due(ticket) == NOW + HOUR


def test_spam_counts_from_when_it_was_marked() -> None:
    assert spam_since(ticket_of_client(spam=True, spam_at=NOW + HOUR)) == NOW + HOUR
    assert spam_since(ticket_of_client()) is None


@pytest.mark.parametrize(
    ("at", "second"),
    [
        (datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC), datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)),
        (datetime(2026, 1, 5, 9, 0, 0, 1, tzinfo=UTC), datetime(2026, 1, 5, 9, 0, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 59, 1000, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_is_over_at_the_next_whole_second(at: datetime, second: datetime) -> None:
    assert whole_second(at) == second
    assert whole_second(second) - at < timedelta(seconds=1)
