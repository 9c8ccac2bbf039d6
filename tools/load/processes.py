"""Run one process for each worker, and one for the background."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from random import Random
from typing import Any

from polydesk.desk import desk
from tools.load.background import PAUSE, Background
from tools.load.calls import WEIGHTS
from tools.load.client import Caller
from tools.load.faults import FaultInjector
from tools.load.invocations import Invocations
from tools.load.ledger import Entry
from tools.load.recorded_calls import Report
from tools.load.workers import SharedDesk, Worker
from tools.local_desk.world import World

FORK = get_context("fork")

COLD_START_PROBABILITY = 0.01
"""Of each call of a worker."""

RESULT_WITHIN_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of a run, the seed of everything random in it, and the probability of a fault."""

    seed: str
    requests: int
    workers: int
    fault_probability: float

    def worker_invocations(self) -> Invocations:
        """Return what watches the invocations of a worker."""
        return Invocations(FaultInjector(self.fault_probability, self.fault_probability / 3))

    def background_invocations(self) -> Invocations:
        """Return what watches the background: with fewer faults, because a batch makes a hundred calls to AWS."""
        return Invocations(FaultInjector(self.fault_probability / 6, self.fault_probability / 30))


@dataclass(slots=True)
class BackgroundReport:
    """The results of the background."""

    report: Report
    events: list[tuple[int, int]] = field(default_factory=list)
    """Ticket and version of each event on the bus."""
    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    """How far each stream function has read."""


def run_processes(world: World, shared: SharedDesk, plan: Plan) -> tuple[list[Report], BackgroundReport]:
    """Run all workers and the background at the same time, until the workers are done and all is delivered.

    Raises RuntimeError when a process fails or sends no result in time.
    """
    stop = FORK.Event()
    workers = [_start(_work, world, shared, worker, plan) for worker in shared.workers]
    background = _start(_run_background, world, plan, stop)
    try:
        reports = [_receive(worker) for worker in workers]
    finally:
        stop.set()
    return reports, _receive(background)


def _start(target: Callable[..., Any], *arguments: Any) -> Connection:
    receiver, sender = FORK.Pipe(duplex=False)
    FORK.Process(target=_send_result, args=(sender, target, arguments), daemon=True).start()
    sender.close()
    return receiver


def _send_result(pipe: Connection, target: Callable[..., Any], arguments: Sequence[Any]) -> None:
    try:
        pipe.send(target(*arguments))
    except BaseException:  # noqa: BLE001 - sent to the parent process
        pipe.send(traceback.format_exc())


def _receive(pipe: Connection) -> Any:
    if not pipe.poll(RESULT_WITHIN_SECONDS):
        raise RuntimeError(f"a process sent no result within {RESULT_WITHIN_SECONDS:g} seconds")
    try:
        result = pipe.recv()
    except EOFError:
        raise RuntimeError("a process ended without a result") from None
    if isinstance(result, str):
        raise RuntimeError(result)
    return result


def _work(world: World, shared: SharedDesk, worker: Worker, plan: Plan) -> Report:
    """Make a worker's share of the requests."""
    world.forked()
    invocations = plan.worker_invocations()
    caller = Caller(world, shared, worker, invocations)
    turn, share = 0, plan.requests // plan.workers
    with invocations.watching():
        while caller.report.requests < share:
            turn += 1
            seed = f"{plan.seed} {worker.index} {turn}"
            caller.random = Random(seed)
            invocations.faults.reseed(f"{seed} faults")
            if caller.random.random() < COLD_START_PROBABILITY:
                desk.reset()
            [call] = caller.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
            call(caller)
    return _complete(caller.report, invocations)


def _run_background(world: World, plan: Plan, stop: Event) -> BackgroundReport:
    world.forked()
    invocations = plan.background_invocations()
    background = Background(
        world, invocations, lambda number: invocations.faults.reseed(f"{plan.seed} background {number}")
    )
    with invocations.watching():
        while not stop.is_set():
            background.round()
            stop.wait(PAUSE)
        background.run_until_quiet()
    report = _complete(Report("background", errors=background.errors), invocations)
    return BackgroundReport(report, background.events, world.stream_positions)


def _complete(report: Report, invocations: Invocations) -> Report:
    """Add to a report what the invocations of its process met and wrote."""
    written: dict[str, list[Entry]] = {}
    for entry in invocations.ledger.entries:
        written.setdefault(entry.writer, []).append(entry)
    for call in report.calls:
        call.written = written.get(call.marker, [])
    report.entries = invocations.ledger.entries
    report.uncertain = invocations.ledger.uncertain
    report.faults = {str(fault): count for fault, count in invocations.faults.counts.items()}
    report.succeeded = invocations.succeeded
    report.errors += invocations.errors
    return report
