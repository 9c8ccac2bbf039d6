"""Measure what each call costs on a warm function: requests, units, dollars and processor time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from polydesk.desk.resources import shared_resources
from tools.bench import cpu_time, prices
from tools.bench.call import Call
from tools.bench.calls import CALLS, NEW, calls_by_events
from tools.bench.cpu_time import CpuTime
from tools.bench.desk import TRASHED, Invocation, SampleDesk, invocations, one_write_at_a_time, warm
from tools.bench.markdown import table
from tools.bench.prices import MILLION, Region, Usage
from tools.bench.zammad_calls import STATES
from tools.engine import Engine
from tools.local_desk.model import Route
from tools.local_desk.world import World
from tools.meter import Meter

INVOCATION_MS = 50
"""Assumed: how long Lambda takes for a request or for a batch of the stream, most of it waiting for DynamoDB."""

ACCESS_LOG_BYTES = 290
"""Assumed: a line of API Gateway's log in the template's format."""

CLOUDWATCH_LINE_BYTES = 26
"""Charged for each line of a log in addition to its text."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call took, and what the readers of the table's stream took afterwards."""

    call: Call
    requests: int
    read_units: float
    write_units: int
    stream_write_units: int
    invocations: Sequence[Invocation]
    """First the one that answered, then those that read the stream."""
    events: int

    def usage(self, log_bytes: int) -> Usage:
        """Return what is charged for the call, except traces, which do not depend on the number of calls."""
        return {
            prices.API_CALL: 1,
            **prices.running(
                len(self.invocations),
                INVOCATION_MS,
                self.invocations[0].function.memory,
                starts=len(self.invocations) * prices.COLD_SHARE,
            ),
            prices.READ_UNIT: self.read_units,
            prices.WRITE_UNIT: self.write_units + self.stream_write_units,
            prices.EVENT: self.events,
            prices.LOG_BYTE: log_bytes + ACCESS_LOG_BYTES + 2 * CLOUDWATCH_LINE_BYTES,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """All measurements of a call."""

    cost: Cost
    cpu: CpuTime
    get_item_ms: float

    @property
    def cpu_ms(self) -> float:
        """The processor time of the call on this machine, in milliseconds."""
        return self.cpu.ratio * self.get_item_ms

    def dollars(self, region: Region) -> float:
        """Return the price of a million such calls."""
        return prices.cost(self.cost.usage(self.cpu.log_bytes), region) * MILLION


def measure(engine: Engine) -> list[Row]:
    """Make all calls on one desk to count requests and units, and on another one to measure times."""
    with warm(), invocations() as recorded:
        with World(engine, SampleDesk.PARAMETERS) as world:
            costs = list(_costs(_warm_desk(world), recorded))
        with World(engine, SampleDesk.PARAMETERS) as world:
            times, get_item_ms = _times([cost.call for cost in costs], _warm_desk(world), recorded)
    return [Row(cost, cpu, get_item_ms) for cost, cpu in zip(costs, times, strict=True)]


def _warm_desk(world: World) -> SampleDesk:
    """Set up a desk with two tickets, and one with a file in the trash, and call each API once."""
    desk = SampleDesk(world)
    for _ in range(TRASHED):
        desk.customer.post("/support/tickets", json=NEW)
    desk.attach()
    desk.supportbee.post(f"/tickets/{TRASHED}/trash")
    desk.agent.get("/support/tickets")
    desk.supportbee.delete("/tickets/1/archive.json")
    desk.zammad.get(STATES)
    desk.happyfox.get("/api/1.1/json/ticket/1/")
    world.pump()
    world.events()
    return desk


def _costs(desk: SampleDesk, recorded: list[Invocation]) -> Iterator[Cost]:
    """Measure the calls, and then the sample events of endpoints that they have not reached."""
    costs = list(_costs_of(CALLS, desk, recorded))
    events = [cost.invocations[0].event for cost in costs]
    measured = {Route(event["httpMethod"], event["resource"]) for event in events}
    yield from costs
    yield from _costs_of(calls_by_events(measured), desk, recorded)


def _costs_of(calls: Iterable[Call], desk: SampleDesk, recorded: list[Invocation]) -> Iterator[Cost]:
    table = shared_resources().table
    for call in calls:
        recorded.clear()
        with Meter(table) as meter:
            _send(call, desk)
        with Meter(table) as stream_meter, one_write_at_a_time():
            desk.world.pump()
        yield Cost(
            call,
            meter.requests.total(),
            meter.read_units,
            meter.write_units,
            stream_meter.write_units,
            tuple(recorded),
            len(desk.world.events()),
        )


def _times(calls: Iterable[Call], desk: SampleDesk, recorded: list[Invocation]) -> tuple[list[CpuTime], float]:
    """Return the time of each call, and the milliseconds of the GetItem that they are compared with."""
    times = []
    with cpu_time.Stopwatch() as stopwatch:
        for call in calls:
            recorded.clear()
            with stopwatch.recording() as responses:
                _send(call, desk)
            times.append(stopwatch.measure(recorded[0], responses))
    return times, stopwatch.get_item_seconds * 1000


def _send(call: Call, desk: SampleDesk) -> None:
    """Make a call. Raises RuntimeError when it is refused."""
    answer = call.send(desk)
    if answer.status >= 400:
        raise RuntimeError(f"{call.api}, {call.name} (tools/bench): {answer.status} {answer.text}")


def report(rows: Iterable[Row]) -> str:
    """Return a table with a row for each call."""
    head = (
        "API",
        "Call",
        "Requests",
        "Read units",
        "Write units",
        "At least",
        "Stream writes",
        "CPU time",
        *(f"$ per million, {region}" for region in Region),
    )
    return table(
        head,
        [
            (
                row.cost.call.api,
                row.cost.call.name,
                str(row.cost.requests),
                f"{row.cost.read_units:g}",
                str(row.cost.write_units),
                row.cost.call.minimum,
                f"{row.cost.stream_write_units} W" if row.cost.stream_write_units else "–",
                f"{row.cpu.ratio:.1f}",
                *(f"{row.dollars(region):.2f}" for region in Region),
            )
            for row in rows
        ],
    )


def notes(rows: Sequence[Row]) -> str:
    """Return what the figures of the table mean and assume."""
    slowest = max(rows, key=lambda row: row.cpu_ms)
    relation = "under" if slowest.cpu_ms <= cpu_time.BUDGET_MS else "over"
    memory = rows[0].cost.invocations[0].function.memory
    longest = f"{slowest.cpu_ms:.2f} ms ({slowest.cost.call.api}, {slowest.cost.call.name})"
    return f"""CPU time: processor time of the handler while AWS responds at once; 1 is botocore's own for one GetItem.
On this machine the longest is {longest}, {relation} the budget of {cpu_time.BUDGET_MS:g} ms.

$: {prices.LIST}, including what follows from a call:
stream functions, their writes, events and logs. Assumed: {INVOCATION_MS} ms of Lambda with {memory} MB for each
invocation, {prices.START_MS} ms more for one in {1 / prices.COLD_SHARE:g} that starts the function, and one batch of
the stream per write. Not included: free tiers, data transfer, storage and traces (${prices.TRACE.dollars:g} per
million).
"""


def over_budget(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the calls that exceed their budgets."""
    for row in rows:
        cost, budget = row.cost, row.cost.call.budget
        for unit, taken, allowed in (
            ("requests", cost.requests, budget.requests),
            ("read units", cost.read_units, budget.reads),
            ("write units", cost.write_units, budget.writes),
            ("ms of processor time", row.cpu_ms, cpu_time.BUDGET_MS),
        ):
            if allowed is not None and taken > allowed:
                yield f"{cost.call.api}, {cost.call.name}: {taken:g} {unit}, budget {allowed:g}"
