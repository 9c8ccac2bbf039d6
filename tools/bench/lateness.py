"""Measure how late timers act: a thousand tickets that are due in one minute, through schedule, queue and functions.

The desk's clock stands at the end of that minute, when the sweep runs that finds the tickets. The figures do not depend
on the machine: the number of requests to AWS that follow each other until the last ticket is done, and the time per
ticket as a multiple of the time of a call that closes one, in the same run.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from threading import get_ident
from typing import Any

from polydesk.desk.resources import shared_resources
from polydesk.storage.aws.queue import MESSAGES_PER_CALL
from tools.bench.bulk import write_tickets
from tools.bench.calls import NEW, TICKET
from tools.bench.desk import SampleDesk, invocations, warm
from tools.bench.markdown import table, value_range
from tools.engine import Engine
from tools.local_desk import functions
from tools.local_desk.deliveries.queues import QueueReader
from tools.local_desk.model import Function, QueueSource
from tools.local_desk.world import World
from tools.meter import Meter, client_of

TICKETS = 1000
SWEEP, WORKER = "SchedulesSweepTimers", "SchedulesActOnDueTickets"
PENDING_CLOSE = 7

MAX_SECONDS = 60
"""The longest time from due to done, by the desk's clock."""

SETTLING_SWEEPS = 3
"""Sweeps that also look at tickets that are not due, because the states have just been set up."""

TIMED_BATCHES = 16
"""The first of them does not count."""

BATCH_SIZE = 10
"""Messages that the function receives at a time."""


@dataclass(frozen=True, slots=True)
class TicketCost:
    """What acting on one ticket of a batch takes while no other function runs.

    `time` is a multiple of the time of a call that closes a ticket.
    """

    requests: float
    read_units: float
    write_units: float
    time: float


@dataclass(frozen=True, slots=True)
class Lateness:
    """What happened to the tickets after the sweeps at the end of their minute."""

    found: Sequence[int]
    """Tickets that each sweep queued."""
    sweep_requests: int
    sweep_read_units: float
    batches: int
    concurrency: int
    ticket: TicketCost
    waited: Sequence[float]
    """Seconds from due to done, by the desk's clock, of each transition."""
    moves: Counter[int]
    """Tickets by their number of transitions."""
    transactions: int
    """Transactions attempted."""
    sequential_requests: int
    """Requests of the first sweep and of the busiest function."""


def measure(engine: Engine, sweeps: int) -> Lateness:
    """Run so many sweeps for the same minute. AWS may invoke a schedule more than once."""
    with warm(), invocations() as recorded, World(engine, SampleDesk.PARAMETERS) as world:
        desk = SampleDesk(world)
        ticket = _ticket_cost(desk)
        due = _write_due_tickets(desk, TICKETS)
        recorded.clear()
        with Meter(shared_resources().table) as sweep:
            found = [world.fire(SWEEP)["due"]]
        found += [world.fire(SWEEP)["due"] for _ in range(sweeps - 1)]
        with _requests() as requests:
            concurrency = _empty_queue(world)
        waited, moves = _outcome(due)
        busiest = max(Counter(thread for _, thread in requests).values())
        return Lateness(
            found,
            sweep_requests=sweep.requests.total(),
            sweep_read_units=sweep.read_units,
            batches=sum(invocation.function.logical_id == WORKER for invocation in recorded),
            concurrency=concurrency,
            ticket=ticket,
            waited=waited,
            moves=moves,
            transactions=sum(operation == "TransactWriteItems" for operation, _ in requests),
            sequential_requests=sweep.requests.total() + ceil(found[0] / MESSAGES_PER_CALL) + busiest,
        )


def _ticket_cost(desk: SampleDesk) -> TicketCost:
    """Process batches one after the other: some are timed, each next to a call, and the last one is metered."""
    reader = _reader(desk.world)
    desk.customer.post("/support/tickets", json=NEW)
    for _ in range(SETTLING_SWEEPS):
        desk.world.fire(SWEEP)
        desk.world.clock.advance(minutes=1)
    ratios = []
    for _ in range(TIMED_BATCHES):
        _write_due_tickets(desk, BATCH_SIZE)
        desk.world.fire(SWEEP)
        call = _seconds(lambda: desk.customer.post(f"{TICKET}/close", json={"comment": "Thank you."}))
        ratios.append(_seconds(reader.deliver) / BATCH_SIZE / call)
        desk.customer.post(f"{TICKET}/reopen", json={"body": "It is wrong again."})
    _write_due_tickets(desk, BATCH_SIZE)
    desk.world.fire(SWEEP)
    with Meter(shared_resources().table) as meter:
        reader.deliver()
    requests, reads, writes = meter.requests.total(), meter.read_units, meter.write_units
    return TicketCost(requests / BATCH_SIZE, reads / BATCH_SIZE, writes / BATCH_SIZE, median(ratios[1:]))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _write_due_tickets(desk: SampleDesk, count: int) -> dict[int, datetime]:
    """Write tickets that are due in the next minute, spread over its seconds, and advance the clock to its end.

    Returns when each is due, by number.
    """
    start = desk.world.clock.now
    desk.world.clock.advance(minutes=1)

    def due_at(rank: int) -> datetime:
        return start + timedelta(seconds=1 + rank % 60)

    people = desk.person("client"), desk.person("agent")
    numbers = write_tickets(shared_resources(), count, lambda *_: PENDING_CLOSE, *people, due_at)
    return {number: due_at(rank) for rank, number in enumerate(numbers)}


def _empty_queue(world: World) -> int:
    """Let as many functions read the queue as the template allows, until it is empty; return their number."""
    concurrency = _event_properties(world.template.functions[WORKER])["ScalingConfig"]["MaximumConcurrency"]

    def work(reader: QueueReader) -> None:
        while reader.deliver():
            pass

    with ThreadPoolExecutor(concurrency) as pool:
        list(pool.map(work, [_reader(world) for _ in range(concurrency)]))
    return int(concurrency)


def _reader(world: World) -> QueueReader:
    function = world.template.functions[WORKER]
    [source] = function.of_type(QueueSource)
    [queue] = [queue for queue in world.template.queues if queue.arn == source.queue_arn]
    return QueueReader(world.aws, function, queue, source, functions.call)


def _event_properties(function: Function) -> Any:
    [event] = function.properties["Events"].values()
    return event["Properties"]


@contextmanager
def _requests() -> Iterator[list[tuple[str, int]]]:
    """Record operation and thread of each request to DynamoDB inside."""
    events, requests = client_of(shared_resources().table).meta.events, list[tuple[str, int]]()

    def record(model: Any, **_: object) -> None:
        requests.append((model.name, get_ident()))

    events.register("before-call.dynamodb", record)
    yield requests
    events.unregister("before-call.dynamodb", record)


def _outcome(due: Mapping[int, datetime]) -> tuple[list[float], Counter[int]]:
    """Return the seconds from due to done of each transition, and the tickets by their number of transitions."""
    waited, moves = [], Counter[int]()
    for number, due_at in due.items():
        moved = [entry for entry, _ in shared_resources().tickets.newest_first(number) if entry.kind == "moved"]
        moves[len(moved)] += 1
        waited += [(entry.at - due_at).total_seconds() for entry in moved]
    return waited, moves


def report(runs: Sequence[Lateness]) -> str:
    """Return a table with a column for each run."""
    head = ("A thousand tickets, due in one minute", *("swept once", "swept twice")[: len(runs)])
    rows: dict[str, list[str]] = {
        "Messages queued": [f"{sum(run.found):,}" for run in runs],
        "Batches; functions at the same time": [f"{run.batches}; {run.concurrency}" for run in runs],
        "Transitions": [f"{sum(times * count for times, count in run.moves.items()):,}" for run in runs],
        "Transitions per ticket": [value_range(run.moves) for run in runs],
        "Seconds from due to done, by the desk's clock": [value_range(run.waited) for run in runs],
        "Time per ticket (a call that closes one = 1)": [f"{run.ticket.time:.1f}" for run in runs],
        "Requests in sequence from the sweep to the last ticket": [f"{run.sequential_requests:,}" for run in runs],
        "Transactions attempted": [f"{run.transactions:,}" for run in runs],
        "Cost of a sweep": [f"{run.sweep_requests} requests, {run.sweep_read_units:g} R" for run in runs],
        "Cost of a ticket": [_ticket_text(run.ticket) for run in runs],
    }
    return table(head, [(name, *cells) for name, cells in rows.items()])


def _ticket_text(cost: TicketCost) -> str:
    return f"{cost.requests:g} requests, {cost.read_units:g} R, {cost.write_units:g} W"


def over_budget(runs: Iterable[Lateness]) -> Iterator[str]:
    """Yield what is wrong: tickets that were late, not found, or not moved exactly once."""
    for run in runs:
        if run.moves != {1: TICKETS}:
            yield f"tickets by number of transitions: {dict(run.moves)}, expected {{1: {TICKETS}}}"
        if max(run.waited) > MAX_SECONDS:
            yield f"a ticket waited {max(run.waited):g} seconds, budget {MAX_SECONDS}"
        if any(found != TICKETS for found in run.found):
            yield f"sweeps found {run.found} of {TICKETS} tickets"
