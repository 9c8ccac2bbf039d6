"""How late time acts: a thousand tickets that are due in one minute, by way of schedule, queue and functions.

The desk's clock stands at the end of that minute, when the sweep is due that finds the tickets. How long it then takes
is told in what does not depend on this machine: the requests to AWS that have to wait for each other until the last
ticket is done, and the time for a ticket beside that of a call which closes one, in the same run.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat
from math import ceil
from statistics import median
from threading import get_ident
from typing import Any
from unittest.mock import patch

from moto.sqs.models import SQSBackend

from polydesk.desk.resources import shared_resources
from polydesk.storage.aws.queue import MESSAGES_PER_CALL
from tools.bench.cases import NEW, TICKET
from tools.bench.desk import SetUpDesk, invocations, warm
from tools.bench.load import load
from tools.bench.report import spread, table
from tools.engine import Engine
from tools.local_desk import functions
from tools.local_desk.model import Function, QueueSource
from tools.local_desk.queues import QueueReader
from tools.local_desk.world import World
from tools.meter import Meter, client_of

TICKETS = 1000
SWEEP, WORKER = "SchedulesSweepTimers", "SchedulesActOnDueTickets"
PENDING_CLOSE = 7

MOST_SECONDS = 60
"""A ticket may wait so long, by the desk's clock, until it is acted on."""

SETTLING = 3
"""Sweeps after which the set-up of the states is no news: until then they also look at tickets that are not due."""

TIMED = 16
"""Batches that are; the first one does not count."""

BATCH = 10
"""Messages that the function takes at a time."""


@dataclass(frozen=True, slots=True)
class Each:
    """What it takes to act on one ticket of a batch, when no other function is at work; `calls` is the time."""

    requests: float
    reads: float
    writes: float
    calls: float


@dataclass(frozen=True, slots=True)
class Lateness:
    """What became of the tickets when the schedule ran so many times at the end of their minute.

    `found` is how many tickets each run queued. `waited` has the seconds between due and done, by the desk's clock;
    `moves` how often a ticket was moved, and how many tickets so often; `transactions` how many were tried; `in_a_row`
    the requests of the first sweep and of that function which had most to do.
    """

    found: Sequence[int]
    sweep_requests: int
    sweep_reads: float
    batches: int
    side_by_side: int
    each: Each
    waited: Sequence[float]
    moves: Counter[int]
    transactions: int
    in_a_row: int


def measure(engine: Engine, sweeps: int) -> Lateness:
    """Let the minute pass. More than one sweep is what AWS reserves the right to."""
    with warm(), _quick_queues(), invocations() as noted, World(engine, SetUpDesk.PARAMETERS) as world:
        desk = SetUpDesk(world)
        each = _each(desk)
        tickets = _due_in_the_next_minute(desk, TICKETS)
        noted.clear()
        with Meter(shared_resources().table) as sweep:
            found = [world.fire(SWEEP)["due"]]
        found += [world.fire(SWEEP)["due"] for _ in range(sweeps - 1)]
        with _requests() as requests:
            side_by_side = _work_off(world)
        batches = sum(one.function.logical_id == WORKER for one in noted)
        transactions = sum(operation == "TransactWriteItems" for operation, _ in requests)
        in_a_row = sweep.requests.total() + ceil(found[0] / MESSAGES_PER_CALL)
        in_a_row += max(Counter(thread for _, thread in requests).values())
        spent = (sweep.requests.total(), sweep.read_units, batches, side_by_side, each)
        return Lateness(found, *spent, *_outcome(tickets), transactions, in_a_row)


@contextmanager
def _quick_queues() -> Iterator[None]:
    """Inside, moto does not count a queue's messages for each one that it hands out."""
    with patch.object(SQSBackend, "is_message_valid_based_on_retention_period", lambda *_: True):
        yield


def _each(desk: SetUpDesk) -> Each:
    """Batches of ten tickets, one after the other: most are timed, each beside a call, and the last one is metered."""
    reader = _reader(desk.world)
    desk.client.post("/support/tickets", json=NEW)
    for _ in range(SETTLING):
        desk.world.fire(SWEEP)
        desk.world.clock.advance(minutes=1)
    ratios = []
    for _ in range(TIMED):
        _due_in_the_next_minute(desk, BATCH)
        desk.world.fire(SWEEP)
        call = _seconds(lambda: desk.client.post(f"{TICKET}/close", json={"comment": "Thank you."}))
        ratios.append(_seconds(reader.deliver) / BATCH / call)
        desk.client.post(f"{TICKET}/reopen", json={"body": "It is wrong again."})
    _due_in_the_next_minute(desk, BATCH)
    desk.world.fire(SWEEP)
    with Meter(shared_resources().table) as meter:
        reader.deliver()
    requests, reads, writes = meter.requests.total(), meter.read_units, meter.write_units
    return Each(requests / BATCH, reads / BATCH, writes / BATCH, median(ratios[1:]))


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _due_in_the_next_minute(desk: SetUpDesk, count: int) -> dict[int, datetime]:
    """Tickets by number and when each is due, second after second of a minute; the desk's clock stands at its end."""
    start = desk.world.clock.now
    desk.world.clock.advance(minutes=1)

    def due(rank: int) -> datetime:
        return start + timedelta(seconds=1 + rank % 60)

    people = desk.person("client"), desk.person("agent")
    numbers = load(shared_resources(), count, lambda *_: PENDING_CLOSE, *people, due)
    return {number: due(rank) for rank, number in enumerate(numbers)}


def _work_off(world: World) -> int:
    """Let functions read the queue until it is empty, as many side by side as the template allows; how many."""
    workers = _properties(world.template.functions[WORKER])["ScalingConfig"]["MaximumConcurrency"]

    def work(reader: QueueReader) -> None:
        while reader.deliver():
            pass

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_reader(world) for _ in range(workers)]))
    return int(workers)


def _reader(world: World) -> QueueReader:
    """One of the function's, for itself."""
    function = world.template.functions[WORKER]
    [source] = function.of_type(QueueSource)
    [queue] = [queue for queue in world.template.queues if queue.arn == source.queue_arn]
    return QueueReader(world.aws, function, queue, source, functions.call)


def _properties(function: Function) -> Any:
    [event] = function.properties["Events"].values()
    return event["Properties"]


@contextmanager
def _requests() -> Iterator[list[tuple[str, int]]]:
    """The requests to DynamoDB that are made inside, each with the thread that made it."""
    events, made = client_of(shared_resources().table).meta.events, list[tuple[str, int]]()

    def note(model: Any, **_: object) -> None:
        made.append((model.name, get_ident()))

    events.register("before-call.dynamodb", note)
    yield made
    events.unregister("before-call.dynamodb", note)


def _outcome(due: Mapping[int, datetime]) -> tuple[list[float], Counter[int]]:
    """Of each ticket the seconds between due and done; and how often tickets were moved."""
    waited, moves = [], Counter[int]()
    for number, at in due.items():
        moved = [update for update, _ in shared_resources().tickets.newest_first(number) if update.kind == "moved"]
        moves[len(moved)] += 1
        waited += [(update.at - at).total_seconds() for update in moved]
    return waited, moves


def report(some: Sequence[Lateness]) -> str:
    """The runs side by side."""
    head = ("A thousand tickets, due in one minute", *("swept once", "swept twice")[: len(some)])
    rows: dict[str, list[str]] = {
        "Messages that sweeps queued": [f"{sum(one.found):,}" for one in some],
        "Batches, and functions side by side": [f"{one.batches}, {one.side_by_side}" for one in some],
        "Transitions made": [f"{sum(times * count for times, count in one.moves.items()):,}" for one in some],
        "Transitions of each ticket": [spread(one.moves) for one in some],
        "Seconds from due to done, by the desk's clock": [spread(one.waited) for one in some],
        "Time to act on a ticket, in calls": [f"{one.each.calls:.1f}" for one in some],
        "Requests in a row from the sweep to the last ticket": [f"{one.in_a_row:,}" for one in some],
        "Transactions tried": [f"{one.transactions:,}" for one in some],
        "A sweep": [f"{one.sweep_requests} requests, {one.sweep_reads:g} R" for one in some],
        "A ticket": [f"{one.each.requests:g} requests, {one.each.reads:g} R, {one.each.writes:g} W" for one in some],
    }
    return table(head, [(name, *cells) for name, cells in rows.items()])


def over_budget(some: Iterable[Lateness]) -> Iterator[str]:
    """Tickets that were late, or not moved exactly once."""
    for one in some:
        if one.moves != {1: TICKETS}:
            yield f"of {TICKETS} tickets so many were moved so often: {dict(one.moves)}"
        if max(one.waited) > MOST_SECONDS:
            yield f"a ticket waited {max(one.waited):g} seconds of {MOST_SECONDS}"
        if list(one.found) != list(repeat(TICKETS, len(one.found))):
            yield f"sweeps found {one.found} of {TICKETS} tickets"
