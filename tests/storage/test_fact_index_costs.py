"""The units of writing and reading facts and times."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.storage import keys
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.fact_blocks import FACT_BLOCK, TIME_BLOCK
from polydesk.storage.fact_index import FactIndex
from polydesk.storage.transaction import UpdateItem
from tests.storage.tables import ENGINE_ONLY
from tools.meter import Meter

pytestmark = ENGINE_ONLY

LATE = datetime(2026, 1, 5, 23, 59, 59, 999000, UTC)
LONG = Fact(FactKind.FOLDED_TAG, "x" * 100)


def put_full_blocks(table: DynamoTable, fact: Fact, at: datetime) -> None:
    """Write a block in which every ticket has the fact, and a day on which all were updated, many times over."""
    table.write(UpdateItem(keys.fact_block(fact.kind, fact.value, 4000), include={"n": set(range(FACT_BLOCK))}))
    times = {f"{offset:02d}": 86_399_999 for offset in range(TIME_BLOCK)}
    table.write(UpdateItem(keys.moment_block(Moment.LAST_PUBLIC_MESSAGE, at.date(), 10_000), {**times, "v": 10**9}))


def test_a_write_costs_one_unit_even_when_every_ticket_of_the_block_has_the_fact(table: DynamoTable) -> None:
    put_full_blocks(table, LONG, LATE)
    index = FactIndex(table)

    with Meter(table) as meter:
        index.change(1_000_000, [], [LONG])
        index.change(1_000_000, [LONG], [])
        index.move(1_000_000, Moment.LAST_PUBLIC_MESSAGE, LATE, LATE - timedelta(hours=1))
        index.move(1_000_000, Moment.LAST_PUBLIC_MESSAGE, LATE, None)

    assert (meter.requests, meter.write_units) == ({"UpdateItem": 4}, 4)


@pytest.mark.parametrize(
    ("days", "units"), [(0, 1), (1, 3)], ids=["within a day", "to another day, and nothing is left"]
)
def test_moving_a_ticket_costs_by_the_items_it_touches(table: DynamoTable, days: int, units: int) -> None:
    index = FactIndex(table)
    index.move(7, Moment.UPDATED, None, LATE)

    with Meter(table) as meter:
        index.move(7, Moment.UPDATED, LATE, LATE - timedelta(days=days, hours=1))

    assert meter.write_units == units


def test_the_last_tickets_are_read_without_the_days_before(table: DynamoTable) -> None:
    index = FactIndex(table)
    for days in range(300):
        index.move(days * 100 + 1, Moment.UPDATED, None, LATE - timedelta(days=days))

    with Meter(table) as meter:
        times = index.in_order(Moment.UPDATED, descending=True)
        found = [number for (_, number), _ in zip(times, range(200), strict=False)]

    assert found == [days * 100 + 1 for days in range(200)]
    assert (meter.requests, meter.read_units) == ({"Query": 1}, 1.5)


def test_the_tickets_of_a_day_are_one_query(table: DynamoTable) -> None:
    index = FactIndex(table)
    for number in range(1, 60):
        index.move(number * 50, Moment.UPDATED, None, LATE - timedelta(days=number % 3))

    with Meter(table) as meter:
        found = index.within(
            Moment.UPDATED, LATE - timedelta(days=1, hours=23), LATE - timedelta(days=1) + timedelta(1)
        )

    assert len(found) == 20
    assert meter.requests == {"Query": 1}
    assert meter.read_units <= 1
