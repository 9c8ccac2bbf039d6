"""Reads schedule expressions: when a schedule is due, how often it runs, and which event it sends."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.local_desk.model import Schedule
from tools.local_desk.template.intrinsics import TemplateError
from tools.local_desk.template.names import ACCOUNT, REGION

_RATE = re.compile(r"rate\(([1-9]\d*) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\(([0-5]?\d) ([01]?\d|2[0-3]|\*) \* \* \? \*\)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def check(schedule: Schedule) -> None:
    """Raise TemplateError for an expression or a time zone that is not emulated."""
    _timing(schedule)


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """Return the latest time at or before `now` when the schedule is due.

    Emulated: `rate(n minutes|hours|days)`, counted from 1970, and `cron(minute hour * * ? *)`, both in UTC; the hour
    may be `*`. Raises TemplateError for anything else.
    """
    first, interval = _timing(schedule)
    return now - (now - first) % interval


def runs_per_day(schedule: Schedule) -> float:
    """Return how often the schedule runs in a day, enabled or not. Raises TemplateError as `last_due` does."""
    _, interval = _timing(schedule)
    return _DAY / interval


def _timing(schedule: Schedule) -> tuple[datetime, timedelta]:
    """Return a time when the schedule is due, and the interval at which it is due again."""
    if schedule.timezone != "UTC":
        raise TemplateError(f"{schedule.name}: a schedule in {schedule.timezone} is not emulated")
    if rate := _RATE.fullmatch(schedule.expression):
        return _EPOCH, timedelta(**{f"{rate[2]}s": int(rate[1])})
    if cron := _CRON.fullmatch(schedule.expression):
        minute, hour = timedelta(minutes=int(cron[1])), cron[2]
        if hour == "*":
            return _EPOCH + minute, timedelta(hours=1)
        return _EPOCH + timedelta(hours=int(hour)) + minute, _DAY
    raise TemplateError(f"{schedule.name}: {schedule.expression} is not emulated")


def payload(schedule: Schedule, at: datetime) -> Any:
    """Return the event of a run scheduled for `at`: the template's Input, or the scheduler's own event without one."""
    time = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    arn = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{schedule.name}"
    if schedule.input is None:
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": ACCOUNT,
            "time": time,
            "region": REGION,
            "resources": [arn],
            "detail": "{}",
        }
    words = {"scheduled-time": time, "schedule-arn": arn, "execution-id": str(uuid.uuid4()), "attempt-number": "1"}
    text = schedule.input
    for word, value in words.items():
        text = text.replace(f"<aws.scheduler.{word}>", value)
    return json.loads(text)
