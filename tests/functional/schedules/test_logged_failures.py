"""The log that alarms refer to: it names the ticket and the error."""

import io
import json
from contextlib import suppress

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.jobs.background import UnexpectedError
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from polydesk.telemetry import logger
from tests.functional.callers import Tokens
from tests.functional.schedules.timer_calls import PENDING_CLOSE, SWEEP, mark_spam, move_to_state, open_tickets
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.mark.parametrize(
    ("schedule", "function", "message"),
    [
        (SWEEP, "SchedulesActOnDueTickets", "ticket timer failed"),
        ("SchedulesPurgeSpam", "SchedulesPurgeSpam", "ticket purge failed"),
    ],
)
def test_the_log_that_an_alarm_refers_to_names_the_ticket_and_the_error(
    world: World,
    client: Client,
    tokens: Tokens,
    monkeypatch: pytest.MonkeyPatch,
    schedule: str,
    function: str,
    message: str,
) -> None:
    (number,) = open_tickets(client)
    if schedule == SWEEP:
        move_to_state(tokens, number, PENDING_CLOSE, world.clock.now)
    else:
        mark_spam(tokens, number, True)
    world.clock.advance(days=30)
    shared_resources().table.write(UpdateItem(keys.ticket(number), {"opened_by": 7}))
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)

    with suppress(UnexpectedError):
        world.fire(schedule)
    world.pump()

    lines = [line for line in map(json.loads, log.getvalue().splitlines()) if line.get("ticket") == number]
    assert lines
    for line in lines:
        assert (line["level"], line["message"], line["exception_name"]) == ("ERROR", message, "AttributeError")
        assert line["function"].endswith(function)
