"""When a schedule is due, and what it then sends."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.local_desk.model import Schedule
from tools.local_desk.template.intrinsics import TemplateError
from tools.local_desk.template.names import ACCOUNT, REGION

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\d+) (\d+|\*) \* \* \? \*\)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check(schedule: Schedule) -> None:
    """Raises TemplateError for an expression or a zone that is not emulated."""
    last_due(schedule, _EPOCH)


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """The latest time at or before `now` when the schedule is due.

    Emulated: `rate(n minutes|hours|days)`, counted from 1970, and `cron(minute hour * * ? *)`, both in UTC.
    Raises TemplateError for anything else.
    """
    if schedule.timezone != "UTC":
        raise TemplateError(f"{schedule.name}: a schedule in {schedule.timezone} is not emulated")
    if rate := _RATE.fullmatch(schedule.expression):
        step = timedelta(**{f"{rate[2]}s": int(rate[1])})
        return now - (now - _EPOCH) % step
    if cron := _CRON.fullmatch(schedule.expression):
        hourly = cron[2] == "*"
        due = now.replace(hour=now.hour if hourly else int(cron[2]), minute=int(cron[1]), second=0, microsecond=0)
        return due if due <= now else due - (timedelta(hours=1) if hourly else timedelta(days=1))
    raise TemplateError(f"{schedule.name}: {schedule.expression} is not emulated")


def payload(schedule: Schedule, at: datetime) -> Any:
    """The event of an invocation scheduled for `at`: the template's Input, or what the scheduler sends without one."""
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
