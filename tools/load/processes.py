"""The processes of a run: one for each client, and one for what runs in the background."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from random import Random
from typing import Any

from polydesk.desk import desk
from tools.load import calls, calls_of_desks
from tools.load.background import PAUSE, Background
from tools.load.client import Caller
from tools.load.faults import Faults
from tools.load.invocations import Invocations
from tools.load.recorded_calls import Report
from tools.load.workers import Crew, Member
from tools.local_desk.world import World

FORK = get_context("fork")

COLD = 0.01
"""How often a client finds a function cold."""

ANSWER_WITHIN = 1800.0
"""Seconds until a process that says nothing is given up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is: so many requests of so many clients, drawn from a seed, and how likely a fault is."""

    seed: str
    requests: int
    clients: int
    likely: float

    def of_the_background(self) -> Invocations:
        """Schedules and batches make a hundred calls in one; as many faults as elsewhere would let none go through."""
        return Invocations(Faults(self.likely / 6, self.likely / 30))


@dataclass(slots=True)
class Beside:
    """What the background tells when the clients are done."""

    report: Report
    heard: list[tuple[int, int]] = field(default_factory=list)
    positions: dict[str, dict[str, str]] = field(default_factory=dict)


def at_once(world: World, crew: Crew, plan: Plan) -> tuple[list[Report], Beside]:
    """Let all clients work, the background beside them, and hear what they tell.

    Raises RuntimeError when a process fails or falls silent.
    """
    stop = FORK.Event()
    clients = [_started(_client, world, crew, member, plan) for member in crew.members]
    background = _started(_background, world, plan, stop)
    try:
        reports = [_heard(one) for one in clients]
    finally:
        stop.set()
    return reports, _heard(background)


def _started(target: Callable[..., Any], *arguments: Any) -> Connection:
    mine, theirs = FORK.Pipe(duplex=False)
    FORK.Process(target=_told, args=(theirs, target, arguments), daemon=True).start()
    theirs.close()
    return mine


def _told(pipe: Connection, target: Callable[..., Any], arguments: Sequence[Any]) -> None:
    try:
        pipe.send(target(*arguments))
    except BaseException:  # noqa: BLE001 - the run has to hear of it
        pipe.send(traceback.format_exc())


def _heard(pipe: Connection) -> Any:
    if not pipe.poll(ANSWER_WITHIN):
        raise RuntimeError("a process of the run has fallen silent")
    try:
        told = pipe.recv()
    except EOFError:
        raise RuntimeError("a process of the run has ended without a word") from None
    if isinstance(told, str):
        raise RuntimeError(told)
    return told


def _client(world: World, crew: Crew, member: Member, plan: Plan) -> Report:
    world.forked()
    invocations = Invocations(Faults(plan.likely, plan.likely / 3))
    caller = Caller(world, crew, member, invocations)
    chances = {**calls.CALLS, **calls_of_desks.CALLS}
    turns, most = 0, plan.requests // plan.clients
    with invocations.watched():
        while caller.report.requests < most:
            turns += 1
            place = f"{plan.seed} {member.index} {turns}"
            caller.random = Random(place)
            invocations.faults.reseed(f"{place} faults")
            if caller.random.random() < COLD:
                desk.reset()
            [call] = caller.random.choices(list(chances), list(chances.values()))
            call(caller)
    return _closed(caller.report, invocations)


def _background(world: World, plan: Plan, stop: Event) -> Beside:
    world.forked()
    invocations = plan.of_the_background()
    background = Background(
        world, invocations, lambda place: invocations.faults.reseed(f"{plan.seed} background {place}")
    )
    with invocations.watched():
        while not stop.is_set():
            background.round()
            stop.wait(PAUSE)
        background.until_quiet()
    report = Report("background", wrong=background.wrong)
    return Beside(_closed(report, invocations), background.heard, world.stream_positions)


def _closed(report: Report, invocations: Invocations) -> Report:
    """The report with what the process's invocations add to it."""
    written: dict[str, list[Any]] = {}
    for entry in invocations.ledger.entries:
        written.setdefault(entry.by, []).append(entry)
    for deed in report.deeds:
        deed.written = written.get(deed.marker, [])
    report.entries = invocations.ledger.entries
    report.uncertain = invocations.ledger.uncertain
    report.faults = dict(invocations.faults.counts)
    report.succeeded = invocations.succeeded
    report.wrong += invocations.wrong
    return report
