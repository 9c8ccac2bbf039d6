"""A desk with tickets of all kinds, for lists. Its time is noon on 10 January 2026.

| # | created | category, priority | customer | held by | has |
|---|---------------|--------|------|-------|--------------------------------------------------------------------------|
| 1 | 5th, 9:00     | 1, low | Carl | –     | tag `vip`, due on the 5th, escalated                                     |
| 2 | 6th, 9:00     | 2, high| Ann  | Grace | tags `VIP` and `test run`, due on the 10th, a reply on the 10th          |
| 3 | 7th, 9:00     | 1      | Carl | Ada   | a file, a reply of staff on the 8th, due on the 11th                     |
| 4 | 8th, 9:00     | 1      | Carl | –     | closed on the 8th by staff, reopened on the 9th, due on the 9th          |
| 5 | 9th, 9:00     | 1, high| Ann  | Grace | closed on the 9th with the words of staff, due on the 17th               |
| 6 | 10th, 0:00    | 1      | Ann  | group | for staff only, waits for a reminder                                     |
| 7 | 10th, 8:00    | 1, high| Carl | –     | spam                                                                     |
| 8 | 10th, 8:00    | 2      | Carl | –     | archived                                                                 |
| 9 | 10th, 8:00    | 1, low | Carl | Ada   | a private note on the 10th, due on the 18th                              |
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from polydesk.domain import actions
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.ticket import Assignee, Ticket
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    BILLING,
    CLOSED,
    JSON,
    REMINDER,
    answered,
    created,
    key_holder,
    new,
    noted,
    replied,
    updated,
)
from tests.functional.internals import act
from tests.functional.schedules.timer_calls import run_timers
from tools.local_desk.client import Client
from tools.local_desk.world import World

PARAMETERS = {"FirstResponseMinutes": "60"}
LISTED = [9, 8, 6, 5, 4, 3, 2, 1]
"""All that a list without a filter has."""

LOW, NORMAL, HIGH = 1, 2, 3
ANN: dict[str, Any] = {"user": None, "name": "Ann Lee Box", "email": "ann+box@x.example", "phone": "+49 (30) 12-34"}


def day(number: int, hour: int = 9) -> datetime:
    """A time in January 2026."""
    return datetime(2026, 1, number, hour, tzinfo=UTC)


def filled(world: World, tokens: Tokens) -> Client:
    """Open all tickets, deliver the streams, and return somebody with the key of the desk."""
    api = key_holder(world, tokens["happyfox"])
    staff = tokens["agent"]["token"]
    world.clock.set(day(5))
    created(api, subject="Printer", text="The paper jams", priority=LOW, tags="vip", due_date="2026-01-05")
    world.clock.set(day(5, 11))
    run_timers(world)
    world.clock.set(day(6))
    mine: dict[str, Any] = {"priority": HIGH, "assignee": AGENT}
    created(api, **ANN, subject="zebra invoice", category=BILLING, tags="VIP, test run", due_date="2026-01-10", **mine)
    updated(api, 2, tags="VIP, test run, late")
    updated(api, 2, tags="VIP, test run")
    world.clock.set(day(7))
    body = new(subject="alpha order", text="Printing", assignee=ADMIN, due_date="2026-01-11", priority=NORMAL)
    answered(api.post(f"{JSON}/tickets/", data=body, files=[("attachments", ("a.txt", b"alpha", "text/plain"))]))
    world.clock.set(day(8))
    created(api, subject="Network down", due_date="2026-01-09", priority=NORMAL)
    world.clock.set(day(8, 14))
    updated(api, 3, text="It is on its way")
    world.clock.set(day(8, 15))
    updated(api, 4, text="Solved", status=CLOSED)
    world.clock.set(day(9))
    created(api, **ANN, subject="Émile's invoice", text="Please pay https", due_date="2026-01-17", **mine)
    world.clock.set(day(9, 10))
    replied(api, 4, text="It is down again")
    world.clock.set(day(9, 11))
    updated(api, 5, text="Paid", status=CLOSED)
    world.clock.set(day(10, 0))
    created(api, **ANN, subject="Internal", visible_only_staff=True, status=REMINDER, due_date="2026-01-11")
    act(staff, 6, lambda ticket, context: actions.assign(ticket, context, Assignee("group", 1)))
    updated(api, 6, due_date=None, priority=NORMAL)
    world.clock.set(day(10, 8))
    created(api, subject="Win a printer", priority=HIGH)
    created(api, subject="old order", category=BILLING, priority=NORMAL)
    created(api, subject="Zebra order", assignee=ADMIN, due_date="2026-01-18", priority=LOW)
    world.clock.set(day(10, 9))
    act(staff, 7, flag(actions.mark_spam))
    act(staff, 8, flag(actions.archive))
    world.clock.set(day(10, 10))
    noted(api, 9, text="He has the secret paper")
    world.clock.set(day(10, 11))
    replied(api, 2, user=5, text="Any news?")
    world.clock.set(day(10, 12))
    world.pump()
    return api


def flag(set_flag: Callable[[Ticket, ActionContext, bool], Step | None]) -> Callable[..., Step | None]:
    """The action that sets a flag."""
    return lambda ticket, context: set_flag(ticket, context, True)
