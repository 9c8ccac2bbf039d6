"""What each call costs on a warm function: requests, units, dollars, and the time of our own code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from polydesk.desk.resources import shared_resources
from tools.bench import own_time, prices
from tools.bench.cases import CASES, NEW, STATES, Case
from tools.bench.desk import Invocation, SetUpDesk, invocations, one_write_at_a_time, warm
from tools.bench.own_time import OwnTime
from tools.bench.prices import MILLION, Usage
from tools.bench.report import table
from tools.engine import Engine
from tools.local_desk.world import World
from tools.meter import Meter

REQUEST_MS = 50
"""Assumed: how long Lambda takes for a request and for a batch of a stream, most of it waiting for DynamoDB."""

ACCESS_LOG_BYTES = 290
"""Assumed, of a line that API Gateway logs in the template's format."""

CLOUDWATCH_ADDS = 26
"""Bytes to each line of a log."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call took, and what the table's stream made of it afterwards."""

    case: Case
    requests: int
    reads: float
    writes: int
    writes_afterwards: int
    functions: Sequence[Invocation]
    """The one that answered, then those that read the stream."""
    events: int

    def usage(self, log_bytes: int) -> Usage:
        """What one such call uses. Traces are apart: not the number of calls decides how many there are."""
        return {
            prices.API_CALL: 1,
            **prices.running(len(self.functions), REQUEST_MS, self.functions[0].function.memory),
            prices.READ_UNIT: self.reads,
            prices.WRITE_UNIT: self.writes + self.writes_afterwards,
            prices.EVENT: self.events,
            prices.LOG_BYTE: log_bytes + ACCESS_LOG_BYTES + 2 * CLOUDWATCH_ADDS,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """All that is known of a call."""

    cost: Cost
    own: OwnTime
    get_item_ms: float

    @property
    def own_ms(self) -> float:
        """Of processor time for one of them, on this machine when it is quiet."""
        return self.own.ratio * self.get_item_ms

    @property
    def dollars(self) -> float:
        """For a million of them."""
        return prices.cost(self.cost.usage(self.own.log_bytes)) * MILLION


def measure(engine: Engine) -> list[Row]:
    """Make all calls on two desks: once to count, and once to take the time."""
    with warm(), invocations() as noted:
        with World(engine, SetUpDesk.PARAMETERS) as world:
            costs = list(_costs(_begun(world), noted))
        with World(engine, SetUpDesk.PARAMETERS) as world:
            times, get_item_ms = _times(_begun(world), noted)
    return [Row(cost, own, get_item_ms) for cost, own in zip(costs, times, strict=True)]


def _begun(world: World) -> SetUpDesk:
    """A desk with two tickets, whose functions have all been used."""
    desk = SetUpDesk(world)
    for _ in range(2):
        desk.client.post("/support/tickets", json=NEW)
    desk.agent.get("/support/tickets")
    desk.supportbee.delete("/tickets/1/archive.json")
    desk.zammad.get(STATES)
    desk.happyfox.get("/api/1.1/json/ticket/1/")
    world.pump()
    world.events()
    return desk


def _costs(desk: SetUpDesk, noted: list[Invocation]) -> Iterator[Cost]:
    table = shared_resources().table
    for case in CASES:
        noted.clear()
        with Meter(table) as meter:
            _called(case, desk)
        with Meter(table) as afterwards, one_write_at_a_time():
            desk.world.pump()
        yield Cost(
            case,
            meter.requests.total(),
            meter.read_units,
            meter.write_units,
            afterwards.write_units,
            tuple(noted),
            len(desk.world.events()),
        )


def _times(desk: SetUpDesk, noted: list[Invocation]) -> tuple[list[OwnTime], float]:
    """Of each case, and of what it is compared with in milliseconds."""
    times = []
    with own_time.Bench() as bench:
        for case in CASES:
            noted.clear()
            with bench.recorded() as answers:
                _called(case, desk)
            times.append(bench.measure(noted[0], answers))
    return times, bench.get_item_seconds * 1000


def _called(case: Case, desk: SetUpDesk) -> None:
    """Make the call. Raises RuntimeError when it is refused."""
    answer = case.call(desk)
    if answer.status >= 300:
        raise RuntimeError(f"{case.api}, {case.name}: {answer.status} {answer.text}")


def report(rows: Iterable[Row]) -> str:
    """The table of calls."""
    head = (
        "API",
        "Call",
        "Requests",
        "Read units",
        "Write units",
        "At least",
        "Afterwards",
        "Own time",
        "$ per million",
    )
    return table(
        head,
        [
            (
                row.cost.case.api,
                row.cost.case.name,
                str(row.cost.requests),
                f"{row.cost.reads:g}",
                str(row.cost.writes),
                row.cost.case.least,
                f"{row.cost.writes_afterwards} W" if row.cost.writes_afterwards else "–",
                f"{row.own.ratio:.1f}",
                f"{row.dollars:.2f}",
            )
            for row in rows
        ],
    )


def notes(rows: Sequence[Row]) -> str:
    """What the table's figures rest on."""
    slowest = max(rows, key=lambda row: row.own_ms)
    under = "under" if slowest.own_ms <= own_time.BUDGET_MS else "over"
    size = rows[0].cost.functions[0].function.memory
    time, of = f"{slowest.own_ms:.2f} ms", f"{slowest.cost.case.api}, {slowest.cost.case.name}"
    traces = f"{prices.TRACE.dollars:g}"
    return f"""Own time: processor time of the handler when AWS answers at once; botocore's own in one GetItem is 1.
On this machine the longest is {time} ({of}), {under} the budget of {own_time.BUDGET_MS:g} ms.

$: {prices.LIST}; with what follows from a call: runs
of stream functions, their writes, events and logs. Assumed: {REQUEST_MS} ms of Lambda with {size} MB for each run of a
function, and a batch of the stream for each write. Left out: what is free, traces (${traces} per million), data
transfer, storage and cold starts.
"""


def over_budget(rows: Iterable[Row]) -> Iterator[str]:
    """Which calls take more than they may, and of what."""
    for row in rows:
        cost, budget = row.cost, row.cost.case.budget
        for what, taken, allowed in (
            ("requests", cost.requests, budget.requests),
            ("read units", cost.reads, budget.reads),
            ("write units", cost.writes, budget.writes),
            ("ms of its own", row.own_ms, own_time.BUDGET_MS),
        ):
            if allowed is not None and taken > allowed:
                yield f"{cost.case.api}, {cost.case.name}: {taken:g} {what} of {allowed:g}"
