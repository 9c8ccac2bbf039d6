"""Measure what a month costs in which nobody calls: schedules, polling of queues, alarms and the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from polydesk.desk.resources import shared_resources
from tools.bench import prices
from tools.bench.desk import SampleDesk, invocations
from tools.bench.markdown import table
from tools.bench.prices import Price
from tools.engine import Engine
from tools.local_desk.model import Schedule
from tools.local_desk.schedules import runs_per_day
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import load
from tools.local_desk.world import World
from tools.meter import Meter

DAYS = 30
"""Days in a month."""

RUN_MS = 150
"""Assumed: how long Lambda takes for a run that finds nothing to do, which is about thirty requests in a row."""

POLLS = 5 * 3 * 60 * 24 * DAYS
"""Requests for messages in a month: Lambda keeps five of them open at an idle queue, for twenty seconds each."""


@dataclass(frozen=True, slots=True)
class Line:
    """The amount of something that is used in a month, and what for."""

    price: Price
    amount: float
    purpose: str


def measure(engine: Engine) -> list[Line]:
    """Run each schedule once on an idle desk, and multiply by its runs in a month."""
    used: dict[Price, float] = {}
    with invocations() as recorded, World(engine, SampleDesk.PARAMETERS) as world:
        SampleDesk(world)
        world.fire("SchedulesSweepTimers")  # the first sweep of a desk looks at every ticket
        for name, schedule in world.schedules.items():
            times = runs(schedule)
            with Meter(shared_resources().table) as meter:
                world.fire(name)
            usage = {
                **prices.running(times, RUN_MS, recorded[-1].function.memory),
                prices.READ_UNIT: times * meter.read_units,
                prices.WRITE_UNIT: times * meter.write_units,
                prices.RUN: times,
                prices.TRACE: times,
            }
            used |= {price: used.get(price, 0) + amount for price, amount in usage.items()}
    lines = [Line(price, amount, "schedules") for price, amount in used.items() if amount]
    lines += [Line(prices.QUEUE_CALL, POLLS, "polling for messages"), *_monitoring()]
    return sorted(lines, key=lambda line: -line.price.of(line.amount))


def runs(schedule: Schedule) -> float:
    """Return how often a schedule runs in a month. Raises TemplateError for an expression that is not emulated."""
    return DAYS * runs_per_day(schedule)


def _monitoring() -> list[Line]:
    document = load(TEMPLATE.read_text(encoding="utf-8"))
    types = [resource["Type"] for resource in document["Resources"].values()]
    return [
        Line(prices.ALARM, types.count("AWS::CloudWatch::Alarm"), "the stack's alarms"),
        Line(prices.DASHBOARD, types.count("AWS::CloudWatch::Dashboard"), "the stack's dashboard"),
    ]


def report(lines: Sequence[Line]) -> str:
    """Return a table with a row for each line, and their sum."""
    head = ("Item", "For", "In a month", "$", "$ beyond the always-free tier")
    rows = [
        (
            *(line.price.item, line.purpose, f"{line.amount:,.0f}"),
            *(f"{line.price.of(line.amount):.2f}", f"{line.price.beyond_free(line.amount):.2f}"),
        )
        for line in lines
    ]
    total = sum(line.price.of(line.amount) for line in lines)
    beyond_free = sum(line.price.beyond_free(line.amount) for line in lines)
    return table(head, [*rows, ("Total", "", "", f"{total:.2f}", f"{beyond_free:.2f}")])
