"""When a schedule is due, how often it runs, and which event it sends."""

from datetime import UTC, datetime

import pytest

from tools.local_desk.model import Schedule
from tools.local_desk.schedules import last_due, payload, runs_per_day
from tools.local_desk.template.intrinsics import TemplateError


def at(text: str) -> datetime:
    """Parse a time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "now", "due"),
    [
        ("rate(1 minute)", "2026-01-05T09:00:59", "2026-01-05T09:00:00"),
        ("rate(1 minute)", "2026-01-05T09:01:00", "2026-01-05T09:01:00"),
        ("rate(5 minutes)", "2026-01-05T09:09:00", "2026-01-05T09:05:00"),
        ("rate(1 day)", "2026-01-05T09:09:00", "2026-01-05T00:00:00"),
        ("cron(30 3 * * ? *)", "2026-01-05T03:29:59", "2026-01-04T03:30:00"),
        ("cron(30 3 * * ? *)", "2026-01-05T03:30:00", "2026-01-05T03:30:00"),
        ("cron(15 * * * ? *)", "2026-01-05T09:14:00", "2026-01-05T08:15:00"),
    ],
)
def test_a_schedule_was_last_due_at_the_boundary_before_now(expression: str, now: str, due: str) -> None:
    assert last_due(Schedule("s", expression), at(now)) == at(due)


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(1 minute)", 1440),
        ("rate(5 minutes)", 288),
        ("rate(1 hour)", 24),
        ("rate(2 days)", 0.5),
        ("cron(30 3 * * ? *)", 1),
        ("cron(15 * * * ? *)", 24),
    ],
)
def test_runs_per_day_are_counted(expression: str, runs: float) -> None:
    assert runs_per_day(Schedule("s", expression)) == runs


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule("s", "cron(0 3 ? * MON *)"),
        Schedule("s", "cron(0 24 * * ? *)"),
        Schedule("s", "rate(0 minutes)"),
        Schedule("s", "at(2026-01-05T09:00:00)"),
        Schedule("s", "rate(1 minute)", timezone="Europe/Berlin"),
    ],
)
def test_a_schedule_that_is_not_emulated_is_refused(schedule: Schedule) -> None:
    with pytest.raises(TemplateError, match="is not emulated"):
        last_due(schedule, at("2026-01-05T09:00:00"))
    with pytest.raises(TemplateError, match="is not emulated"):
        runs_per_day(schedule)


def test_the_scheduled_time_is_inserted_into_the_input() -> None:
    schedule = Schedule("s", "rate(1 minute)", input='{"at": "<aws.scheduler.scheduled-time>", "n": 1}')

    assert payload(schedule, at("2026-01-05T09:00:00")) == {"at": "2026-01-05T09:00:00Z", "n": 1}


def test_without_an_input_the_scheduler_sends_its_own_event() -> None:
    event = payload(Schedule("s", "rate(1 minute)"), at("2026-01-05T09:00:00"))

    assert (event["detail-type"], event["time"]) == ("Scheduled Event", "2026-01-05T09:00:00Z")
