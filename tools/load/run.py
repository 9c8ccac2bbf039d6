"""A run from set-up to the last audit."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tools.engine import DYNAMODB_LOCAL, running_engine
from tools.load.audit import Breach, audit, unfound
from tools.load.background import Background
from tools.load.contents import Contents, contents
from tools.load.fast_clock import Hurry
from tools.load.invocations import Invocations
from tools.load.processes import Beside, Plan, at_once
from tools.load.recorded_calls import Report
from tools.load.verdict import Account, events_untold, reckon
from tools.load.workers import gather
from tools.local_desk.items import dump
from tools.local_desk.model import Function
from tools.local_desk.world import World

PARAMETERS = {"FirstResponseMinutes": "30", "AutoCloseDays": "1", "SpamRetentionDays": "30"}

ENOUGH = 1_000
"""Requests after which every endpoint should have been called with success."""


@dataclass(slots=True)
class Result:
    """What a run has come to."""

    plan: Plan
    reports: list[Report]
    account: Account
    breaches: list[Breach] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    functions: int = 0
    """How many of the template's functions have succeeded at least once."""
    tickets: int = 0
    updates: int = 0

    @property
    def faults(self) -> Counter[str]:
        """Faults injected, by kind."""
        return sum((Counter(report.faults) for report in self.reports), Counter[str]())

    @property
    def is_sound(self) -> bool:
        """Whether nothing is lost, doubled, broken or unexplained."""
        return not (self.account.lost or self.account.doubled or self.account.phantom or self.breaches or self.wrong)


def run(plan: Plan) -> Result:
    """Set up, let all work at once, audit; then let a month pass, and audit again."""
    with ExitStack() as stack:
        engine = stack.enter_context(running_engine(DYNAMODB_LOCAL))
        world = stack.enter_context(World(engine, PARAMETERS, clock=(clock := Hurry())))
        invocations = plan.of_the_background()
        with invocations.ledger.kept():
            crew = gather(world, plan.clients)
        set_up = Report("set-up", entries=list(invocations.ledger.entries))
        clients, beside = at_once(world, crew, plan)
        reports = [set_up, *clients, beside.report]
        found = _table(world)
        result = Result(plan, reports, reckon(found, reports), audit(found), tickets=len(found.tickets))
        result.updates = sum(len(history) for history in found.histories.values())
        result.breaches += _told(found, beside.heard)
        result.reports.append(_a_month_later(world, clock, invocations, beside, plan))
        result.breaches += _afterwards(_table(world), clock)
        result.wrong = [what for report in result.reports for what in report.wrong]
        result.wrong += _dead_letters(world)
        succeeded = invocations.succeeded.union(*(report.succeeded for report in result.reports))
        result.functions = len(succeeded)
        if plan.requests >= ENOUGH:
            idle = {name for name, function in world.template.functions.items() if not _is_for_operators(function)}
            result.wrong += [f"{name} has never succeeded" for name in sorted(idle - succeeded)]
        return result


def _is_for_operators(function: Function) -> bool:
    """Whether nothing but an operator calls a function."""
    return not function.events


def _table(world: World) -> Contents:
    return contents(dump(world).values())


def _told(found: Contents, heard: Sequence[tuple[int, int]]) -> list[Breach]:
    """What streams should have brought about by now."""
    return [Breach("every update is told of, in order", where) for where in events_untold(found, heard)] + [
        Breach("every word is found", where) for where in unfound(found)
    ]


def _a_month_later(world: World, clock: Hurry, invocations: Invocations, beside: Beside, plan: Plan) -> Report:
    """Let time do what it has to do with every ticket, faults included."""
    world.stream_positions = beside.positions
    background = Background(world, invocations, lambda place: invocations.faults.reseed(f"{plan.seed} later {place}"))
    with invocations.watched():
        for days in (1, 2, 30):
            clock.leap(days=days)
            background.until_quiet()
            background.daily()
            background.until_quiet()
    return Report("a month later", faults=dict(invocations.faults.counts), wrong=background.wrong + invocations.wrong)


def _afterwards(found: Contents, clock: Hurry) -> list[Breach]:
    """The invariants once more, and that time has left nothing undone."""
    late = [f"ticket {ticket.number}" for ticket in found.tickets.values() if ticket.spam]
    late += [f"file {key.pk}" for key, item in found.of_type("file").items() if "due_shard" in item]
    for ticket in found.tickets.values():
        armed = (ticket.next_reminder_at or ticket.pending_until, ticket.auto_close_at)
        late += [f"ticket {ticket.number}: {at}" for at in armed if at and at < clock.now]
    undone = [Breach("what is due is done", where) for where in late]
    return audit(found) + undone + [Breach("every word is found", where) for where in unfound(found)]


def _dead_letters(world: World) -> list[str]:
    """What was given up."""
    dead: list[str] = []
    for queue in world.template.queues:
        if queue.logical_id.endswith("Dead"):
            answer = world.aws.sqs.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10)
            dead += [f"{queue.logical_id}: {message['Body']}" for message in answer.get("Messages", [])]
    return dead
