"""Measure what a month costs in which nobody calls: schedules, polling of queues, alarms and the dashboard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.desk.resources import shared_resources
from tools.bench import prices
from tools.bench.desk import SampleDesk, invocations
from tools.bench.markdown import table
from tools.bench.prices import Price, Region
from tools.engine import Engine
from tools.local_desk.model import Schedule
from tools.local_desk.schedules import runs_per_day
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.intrinsics import load
from tools.local_desk.world import World
from tools.meter import Meter

DAYS = 30
"""Days in a month."""

RUN_MS = 150
"""Assumed: how long Lambda takes for a run that finds nothing to do, which is about thirty requests in a row."""

STAYS_WARM = 24 * 60
"""Runs a day from which on a function stays warm from one to the next. Fewer start it each time."""

STARTS_PER_DAY = 12
"""Assumed: how often Lambda starts a warm function anew."""

KEY_CALLS = 12 * 24 * DAYS
"""Calls to KMS in a month: DynamoDB keeps a managed key for five minutes."""

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
                **prices.running(times, RUN_MS, function.memory, starts(schedule)),
                prices.READ_UNIT: times * meter.read_units,
                prices.WRITE_UNIT: times * meter.write_units,
                prices.RUN: times,
                prices.TRACE: times if function.properties["Tracing"] == "Active" else 0,
            }
            used |= {price: used.get(price, 0) + amount for price, amount in usage.items()}
    lines = [Line(price, amount, "schedules") for price, amount in used.items() if amount]
    lines += [Line(prices.QUEUE_CALL, POLLS, "polling for messages"), *_standing()]
    return sorted(lines, key=lambda line: -line.price.of(line.amount))


def runs(schedule: Schedule) -> float:
    """Return how often a schedule runs in a month. Raises TemplateError for an expression that is not emulated."""
    return DAYS * runs_per_day(schedule)


def starts(schedule: Schedule) -> float:
    """Return how often a schedule starts its function in a month. Raises TemplateError as `runs` does."""
    daily = runs_per_day(schedule)
    return DAYS * (STARTS_PER_DAY if daily >= STAYS_WARM else daily)


def _standing() -> list[Line]:
    """Return what the stack has, whether it is used or not."""
    alarms = sum(_metrics(alarm) for alarm in _of("CloudWatch::Alarm"))
    tables = sum(bool(table.get("SSESpecification")) for table in _of("DynamoDB::Table"))
    lines = [
        Line(prices.ALARM, alarms, "the stack's alarms"),
        Line(prices.METRIC, DAILY_METRICS / HOURS_PER_DAY, "tickets that wait, counted once a day"),
        Line(prices.DASHBOARD, len(list(_of("CloudWatch::Dashboard"))), "the stack's dashboard"),
        Line(prices.KEY_CALL, tables * KEY_CALLS, "encryption of the table"),
    ]
    return [line for line in lines if line.amount]


def _of(kind: str) -> Iterator[Mapping[str, Any]]:
    """Yield the properties of the resources of a type that the stack has by default."""
    conditions = read().conditions
    for resource in load(TEMPLATE.read_text(encoding="utf-8"))["Resources"].values():
        if resource["Type"] == f"AWS::{kind}" and conditions.get(resource.get("Condition", ""), True):
            yield resource["Properties"]


def _metrics(alarm: Mapping[str, Any]) -> int:
    """Return how many metrics an alarm is charged for. A query is charged for those that it finds: none are there."""
    parts = alarm.get("Metrics")
    return sum("MetricStat" in part for part in parts) if parts else 1


def report(lines: Sequence[Line]) -> str:
    """Return a table with a row for each line, and their sum."""
    costs = [heading for region in Region for heading in (f"$, {region}", "$ beyond the always-free tier")]
    rows = [(line.price.item, line.purpose, f"{line.amount:,.0f}", *_dollars([line])) for line in lines]
    without = [line for line in lines if line.price is not prices.DASHBOARD]
    totals = [("Total", "", "", *_dollars(lines)), ("Total without the dashboard", "", "", *_dollars(without))]
    return table(("Item", "For", "In a month", *costs), [*rows, *totals])


def _dollars(lines: Sequence[Line]) -> Iterator[str]:
    """Yield what they cost in each Region, at list price and beyond what is always free."""
    for region in Region:
        yield f"{sum(line.price.of(line.amount, region) for line in lines):.2f}"
        yield f"{sum(line.price.beyond_free(line.amount, region) for line in lines):.2f}"


def storage() -> str:
    """Return a table of what a gigabyte costs in a month."""
    rows = [
        (price.item, *(f"{price.of(1, region):.4g}" for region in Region), f"{price.free:g}" if price.free else "–")
        for price in prices.STORAGE
    ]
    return table(("A gigabyte for a month", *(f"$, {region}" for region in Region), "GB always free"), rows)
