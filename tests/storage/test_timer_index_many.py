"""A thousand tickets that are due in one minute, on the engine that isolates parallel transactions."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

from polydesk.domain.slot import Slot
from polydesk.storage.table import Table
from tests.storage.tables import ENGINE_ONLY
from tests.storage.timer_desk import NOW, DeskWithTimers

pytestmark = ENGINE_ONLY

TICKETS = 1000
WORKERS = 5
"""As many as the template lets read the queue at a time."""

BATCH = 10
CLOSED, PENDING_CLOSE = 4, 7


def test_a_thousand_tickets_that_are_due_in_one_minute_are_each_closed_once(table: Table) -> None:
    desk = DeskWithTimers(table)
    numbers = range(1, TICKETS + 1)
    for number in numbers:
        desk.add(number, state_id=PENDING_CLOSE, pending_until=NOW)

    # Two sweeps find all of them; their messages are mixed and delivered to functions that run side by side.
    messages = [*desk.sweep(NOW), *desk.sweep(NOW)]
    assert Counter(body["number"] for body in messages) == dict.fromkeys(numbers, 2)
    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(lambda batch: desk.act_on(batch, NOW), batched(messages, BATCH, strict=False)))

    assert desk.sweep(NOW) == []
    assert {desk.ticket(number).version for number in numbers} == {2}
    kinds = Counter(update.kind for number in numbers for update, _ in desk.resources.tickets.newest_first(number))
    assert kinds == {"opened": TICKETS, "moved": TICKETS}
    assert desk.resources.ticket_index.directory().totals == {Slot(CLOSED): TICKETS}
