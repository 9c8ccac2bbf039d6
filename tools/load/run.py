"""Run the load from setting up the desk to the last audit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tools.engine import DYNAMODB_LOCAL, running_engine
from tools.load.audit import Violation, audit, missing_postings
from tools.load.background import Background
from tools.load.contents import Contents, contents_of
from tools.load.fact_audit import wrong_facts, wrong_first_numbers
from tools.load.fast_clock import FastClock
from tools.load.finding import Verdict
from tools.load.invocations import Invocations
from tools.load.processes import BackgroundReport, Plan, run_processes
from tools.load.record_audit import wrong_people
from tools.load.recorded_calls import Report
from tools.load.verdict import judge, missing_events
from tools.load.workers import set_up_desk
from tools.local_desk.items import dump
from tools.local_desk.world import World

PARAMETERS = {"FirstResponseMinutes": "30", "AutoCloseDays": "1", "SpamRetentionDays": "30"}

MIN_REQUESTS_FOR_ALL_FUNCTIONS = 1_000
"""Requests from which on each function is expected to succeed at least once."""


@dataclass(slots=True)
class Result:
    """The result of a run."""

    reports: list[Report]
    verdict: Verdict
    violations: list[Violation] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    functions: int = 0
    """Functions that succeeded at least once."""
    tickets: int = 0
    updates: int = 0

    @property
    def faults(self) -> Counter[str]:
        """Injected faults by kind."""
        return sum((Counter(report.faults) for report in self.reports), Counter[str]())

    @property
    def passed(self) -> bool:
        """Whether nothing was lost or written twice, no invariant is violated and every failure is explained."""
        return self.verdict.passed and not self.violations and not self.errors


def run(plan: Plan) -> Result:
    """Set up a desk, run all processes and audit the table; then let a month pass and audit it again."""
    with ExitStack() as stack:
        engine = stack.enter_context(running_engine(DYNAMODB_LOCAL))
        world = stack.enter_context(World(engine, PARAMETERS, clock=(clock := FastClock())))
        invocations = plan.background_invocations()
        with invocations.ledger.recording():
            shared = set_up_desk(world, plan.workers)
        set_up = Report("set-up", entries=list(invocations.ledger.entries))
        workers, background = run_processes(world, shared, plan)
        result = _judge(world, [set_up, *workers, background.report], background)
        result.reports.append(_pass_a_month(world, clock, invocations, background, plan))
        result.violations += _audit_after_a_month(_read_table(world), clock)
        result.errors = [error for report in result.reports for error in report.errors]
        result.errors += _dead_letters(world)
        succeeded = invocations.succeeded.union(*(report.succeeded for report in result.reports))
        result.functions = len(succeeded)
        if plan.requests >= MIN_REQUESTS_FOR_ALL_FUNCTIONS:
            result.errors += [f"{name} never succeeded" for name in sorted(_invoked_functions(world) - succeeded)]
        return result


def _judge(world: World, reports: list[Report], background: BackgroundReport) -> Result:
    contents = _read_table(world)
    result = Result(reports, judge(contents, reports), audit(contents), tickets=len(contents.tickets))
    result.updates = sum(len(history) for history in contents.histories.values())
    result.violations += _check_deliveries(contents, reports, background.events)
    return result


def _invoked_functions(world: World) -> set[str]:
    """Return the functions that something other than an operator invokes."""
    return {name for name, function in world.template.functions.items() if function.events}


def _read_table(world: World) -> Contents:
    return contents_of(dump(world).values())


def _check_deliveries(
    contents: Contents, reports: Sequence[Report], events: Sequence[tuple[int, int]]
) -> Iterator[Violation]:
    """Check what the readers of the stream should have done by now."""
    missing = missing_events(contents, reports, events)
    yield from (Violation("every update is published, in order", where) for where in missing)
    yield from _check_indexes(contents)


def _check_indexes(contents: Contents) -> Iterator[Violation]:
    yield from (Violation("every word is indexed", where) for where in missing_postings(contents))
    yield from (Violation("the index of facts has the facts of tickets", where) for where in wrong_facts(contents))
    yield from (Violation("the index of people has the people", where) for where in wrong_people(contents))
    yield from (Violation("each day has its first number", where) for where in wrong_first_numbers(contents))


def _pass_a_month(
    world: World, clock: FastClock, invocations: Invocations, before: BackgroundReport, plan: Plan
) -> Report:
    """Let a month pass, with faults, so that all timers and retention periods expire."""
    world.stream_positions = before.positions
    background = Background(world, invocations, lambda number: invocations.faults.reseed(f"{plan.seed} later {number}"))
    with invocations.watching():
        for days in (1, 2, 30):
            clock.skip(days=days)
            background.run_until_quiet()
            background.run_daily()
            background.run_until_quiet()
    errors = background.errors + invocations.errors
    faults = {str(fault): count for fault, count in invocations.faults.counts.items()}
    return Report("a month later", faults=faults, errors=errors)


def _audit_after_a_month(contents: Contents, clock: FastClock) -> list[Violation]:
    """Check the invariants once more, and that nothing has expired that is still there."""
    expired = [f"ticket {ticket.number}" for ticket in contents.tickets.values() if ticket.spam]
    expired += [f"file {key.pk}" for key, item in contents.of_type("file").items() if "due_shard" in item]
    expired += [f"the purge {key.pk}" for key in contents.of_type("purge")]
    for ticket in contents.tickets.values():
        if ticket.trashed:  # its timers wait until it leaves the trash
            continue
        armed = (ticket.next_reminder_at or ticket.pending_until, ticket.auto_close_at)
        expired += [f"ticket {ticket.number}: {at}" for at in armed if at and at < clock.now]
    late = [Violation("nothing is overdue", where) for where in expired]
    return [*audit(contents), *late, *_check_indexes(contents)]


def _dead_letters(world: World) -> list[str]:
    """Return the messages in dead-letter queues."""
    dead: list[str] = []
    for queue in world.template.queues:
        if queue.logical_id.endswith("Dead"):
            answer = world.aws.sqs.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10)
            dead += [f"{queue.logical_id}: {message['Body']}" for message in answer.get("Messages", [])]
    return dead
