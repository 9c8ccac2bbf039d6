"""The requests and events to trace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.bench.desk import SampleDesk
from tools.local_desk.client import Response

TICKETS = "/support/tickets"
STAFF_UPDATE = "/api/1.1/json/ticket/1/staff_update/"
NEW_TICKET = {"summary": "The invoice is wrong", "comment_body": "Please send a new one"}
NEW, OPEN, PENDING_CLOSE = 1, 2, 7


def open_ticket(desk: SampleDesk) -> None:
    """Open a ticket. Each desk has one already when a scenario begins."""
    _check(desk.customer.post(TICKETS, json=NEW_TICKET))


def _list(desk: SampleDesk) -> None:
    _check(desk.agent.get(TICKETS))


def _close(desk: SampleDesk) -> None:
    _check(desk.customer.post(f"{TICKETS}/1/close", json={"comment": "Thank you"}))


def _reopen(desk: SampleDesk) -> None:
    _check(desk.customer.post(f"{TICKETS}/1/reopen", json={"body": "It is wrong again"}))


def _update(desk: SampleDesk, **changes: Any) -> None:
    _check(desk.happyfox.post(STAFF_UPDATE, json={"staff": desk.person("agent"), **changes}))


def _reset_state(desk: SampleDesk) -> None:
    _update(desk, status=NEW)


def _update_with_file(desk: SampleDesk) -> None:
    form = {"staff": desk.person("agent"), "text": "It is on its way", "status": OPEN}
    file = ("invoice.txt", b"hello", "text/plain")
    _check(desk.happyfox.post(STAFF_UPDATE, data=form, files={"attachments": file}))


def _make_due(desk: SampleDesk) -> None:
    _update(desk, text="Wait", status=PENDING_CLOSE, pending_time=desk.world.clock.now.isoformat())
    desk.world.clock.advance(minutes=2)


def _sweep(desk: SampleDesk) -> None:
    desk.world.fire("SchedulesSweepTimers")


def _check(response: Response) -> None:
    """Raise RuntimeError unless the request succeeded."""
    if response.status >= 300:
        raise RuntimeError(f"a traced request failed: {response!r}")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A call to trace, and the step that must precede each of its calls."""

    name: str
    call: Callable[[SampleDesk], None]
    prepare: Callable[[SampleDesk], None] | None = None

    def get_ready(self, desk: SampleDesk) -> None:
        """Take the step that precedes the call, if there is one."""
        if self.prepare is not None:
            self.prepare(desk)


SCENARIOS = (
    Scenario("Tickets API: create ticket", open_ticket),
    Scenario("Tickets API: list tickets", _list),
    Scenario("Tickets API: reopen ticket", _reopen, _close),
    Scenario("HappyFox: staff update with a file", _update_with_file, _reset_state),
    Scenario("Sweep of the timers: one ticket due", _sweep, _make_due),
)
