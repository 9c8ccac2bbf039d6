"""What a stack costs that nobody calls: a month of schedules, of waiting for messages, and of being watched."""

from collections.abc import Sequence
from dataclasses import dataclass

from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from polydesk.desk.resources import shared_resources
from tools.bench import prices
from tools.bench.desk import SetUpDesk, invocations
from tools.bench.prices import Price
from tools.bench.report import table
from tools.engine import Engine
from tools.local_desk.model import Schedule
from tools.local_desk.template import TEMPLATE
from tools.local_desk.world import World
from tools.meter import Meter

DAYS = 30
"""Of a month."""

MINUTES = DAYS * 24 * 60

RUN_MS = 150
"""Assumed: how long Lambda takes for a run that finds nothing, which is some thirty requests in a row."""

POLLS = 5 * 3 * MINUTES
"""Requests for messages: Lambda keeps five waiting at an idle queue, each for twenty seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is used, how much of it in a month, and why."""

    price: Price
    amount: float
    why: str


def measure(engine: Engine) -> list[Line]:
    """Run each schedule once on a desk that is set up and idle, and take that for every time in a month."""
    used: dict[Price, float] = {}
    with invocations() as noted, World(engine, SetUpDesk.PARAMETERS) as world:
        SetUpDesk(world)
        world.fire("SchedulesSweepTimers")  # the first one of a desk looks at every ticket
        for name, schedule in world.schedules.items():
            times = runs(schedule)
            with Meter(shared_resources().table) as meter:
                world.fire(name)
            usage = {
                **prices.running(times, RUN_MS, noted[-1].function.memory),
                prices.READ_UNIT: times * meter.read_units,
                prices.WRITE_UNIT: times * meter.write_units,
                prices.RUN: times,
                prices.TRACE: times,
            }
            used = {price: used.get(price, 0) + amount for price, amount in usage.items()}
    lines = [Line(price, amount, "schedules") for price, amount in used.items() if amount]
    lines += [Line(prices.QUEUE_CALL, POLLS, "waiting for messages"), *_watching()]
    return sorted(lines, key=lambda line: -line.price.of(line.amount))


def runs(schedule: Schedule) -> int:
    """How often it runs in a month. Raises ValueError for one that runs neither each minute nor daily."""
    if schedule.expression == "rate(1 minute)":
        return MINUTES
    if schedule.expression.startswith("cron(") and schedule.expression.endswith(" * * ? *)"):
        return DAYS
    raise ValueError(f"how often is {schedule.expression}?")


def _watching() -> list[Line]:
    document = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    kinds = [resource["Type"] for resource in document["Resources"].values()]
    return [
        Line(prices.ALARM, kinds.count("AWS::CloudWatch::Alarm"), "the stack's alarms"),
        Line(prices.DASHBOARD, kinds.count("AWS::CloudWatch::Dashboard"), "the stack's dashboard"),
    ]


def report(lines: Sequence[Line]) -> str:
    """A row for each line, and their sum."""
    head = ("What", "For", "In a month", "$", "$ beyond what is always free")
    rows = [
        (
            *(line.price.what, line.why, f"{line.amount:,.0f}"),
            *(f"{line.price.of(line.amount):.2f}", f"{line.price.beyond_free(line.amount):.2f}"),
        )
        for line in lines
    ]
    total = sum(line.price.of(line.amount) for line in lines)
    beyond_free = sum(line.price.beyond_free(line.amount) for line in lines)
    return table(head, [*rows, ("All", "", "", f"{total:.2f}", f"{beyond_free:.2f}")])
