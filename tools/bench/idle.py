"""Measure what a month costs in which nobody calls: schedules, polling of queues, alarms and the dashboard."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


DAILY_METRICS, HOURS_PER_DAY = 1, 24
"""Metrics that have one value a day. A metric is charged for the hours in which it has values."""


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
            function = recorded[-1].function
            usage = {
                **prices.running(times, RUN_MS, function.memory),
                prices.READ_UNIT: times * meter.read_units,
                prices.WRITE_UNIT: times * meter.write_units,
                prices.RUN: times,
                prices.TRACE: times if function.properties["Tracing"] == "Active" else 0,
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
    types = Counter(resource["Type"] for resource in document["Resources"].values())
    alarms = [it for it in document["Resources"].values() if it["Type"] == "AWS::CloudWatch::Alarm"]
    return [
        Line(prices.ALARM, sum(map(_metrics, alarms)), "the stack's alarms"),
        Line(prices.METRIC, DAILY_METRICS / HOURS_PER_DAY, "tickets that wait, counted once a day"),
        Line(prices.DASHBOARD, types["AWS::CloudWatch::Dashboard"], "the stack's dashboard"),
    ]


def _metrics(alarm: Mapping[str, Any]) -> int:
    """Return how many metrics an alarm is charged for. A query is charged for those that it finds: none are there."""
    parts = alarm["Properties"].get("Metrics")
    return sum("MetricStat" in part for part in parts) if parts else 1


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
    without = [line for line in lines if line.price is not prices.DASHBOARD]
    return table(head, [*rows, _total("Total", lines), _total("Total without the dashboard", without)])


def _total(name: str, lines: Sequence[Line]) -> tuple[str, ...]:
    total = sum(line.price.of(line.amount) for line in lines)
    beyond_free = sum(line.price.beyond_free(line.amount) for line in lines)
    return (name, "", "", f"{total:.2f}", f"{beyond_free:.2f}")
