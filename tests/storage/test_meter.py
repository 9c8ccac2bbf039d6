"""The meter that measures budgets, on requests whose costs are known from AWS's examples."""

from collections.abc import Callable

import pytest

from polydesk.storage import keys
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.transaction import EXISTS, ConditionCheck, DeleteItem, PutItem, UpdateItem
from tests.storage.tables import ENGINE_ONLY
from tools.meter import Meter

pytestmark = ENGINE_ONLY

KILOBYTE = "x" * 1000
ONE, OTHER = Key("a", "1"), Key("a", "2")


def test_reads_cost_by_the_sum_of_a_query_and_by_each_single_item(table: DynamoTable) -> None:
    for sort in "123":
        table.write(PutItem(Key("a", sort), {"text": KILOBYTE * 3}))

    def units(read: Callable[[], object]) -> float:
        with Meter(table) as meter:
            read()
        return meter.read_units

    assert units(lambda: table.get(ONE)) == 1
    assert units(lambda: table.get(ONE, consistent=False)) == 0.5
    assert units(lambda: table.get(Key("a", "missing"))) == 1
    assert units(lambda: list(table.query("a"))) == 3
    assert units(lambda: list(table.query("a", consistent=False))) == 1.5
    assert units(lambda: list(table.query("nothing"))) == 1
    assert units(lambda: table.get_many([ONE, OTHER, Key("a", "missing")])) == 3
    assert units(lambda: table.get_many([ONE, OTHER], consistent=False)) == 1


def test_writes_cost_by_the_bigger_image_and_twice_in_a_transaction(table: DynamoTable) -> None:
    deadline = Deadline(1.0)

    def units(*operations: PutItem | UpdateItem | DeleteItem | ConditionCheck) -> int:
        with Meter(table) as meter:
            table.commit(operations, deadline)
        return meter.write_units

    assert units(PutItem(ONE, {"text": "small"})) == 1
    assert units(UpdateItem(ONE, assign={"text": KILOBYTE * 2})) == 2
    assert units(UpdateItem(ONE, assign={"text": "small"})) == 2
    assert units(UpdateItem(ONE, add={"n": 1}), PutItem(OTHER, {"text": KILOBYTE * 2})) == 2 + 4
    assert units(ConditionCheck(OTHER, EXISTS), DeleteItem(ONE)) == 4 + 2


def test_writes_and_reads_side_by_side_are_all_counted(table: DynamoTable) -> None:
    with Meter(table) as meter:
        side_by_side([lambda: table.count_up(Key("a", "3")), *(lambda: table.get(OTHER) for _ in range(20))])
    assert (meter.requests, meter.write_units) == ({"UpdateItem": 1, "GetItem": 20}, 1)


def test_an_index_costs_when_its_projection_changes_and_never_twice(table: DynamoTable) -> None:
    key, deadline = keys.ticket(1), Deadline(1.0)

    def units(**assign: object) -> int:
        with Meter(table) as meter:
            table.commit([UpdateItem(key, assign=assign), PutItem(ONE, {})], deadline)
        return meter.write_units - 4

    assert units(subject="no index knows it") == 0
    assert units(own="C#1", state=1) == 1
    assert units(subject="not projected") == 0
    assert units(state=2) == 1
    assert units(own="C#2") == 2
    assert units(due_shard="D#1") == 0
    assert units(due_at="2026-01-01") == 1
    assert units(own=None, due_at=None) == 2


def test_a_refused_write_costs_and_changes_nothing(table: DynamoTable) -> None:
    with Meter(table) as meter, pytest.raises(VersionMismatch):
        table.write(DeleteItem(ONE, EXISTS, VersionMismatch()))

    assert str(meter) == "1 requests (1 DeleteItem), 0 RCU, 1 WCU"


def test_nothing_is_metered_outside(table: DynamoTable) -> None:
    with Meter(table) as meter:
        table.get(ONE)
    table.get(ONE)

    assert meter.requests == {"GetItem": 1}


def test_a_read_that_does_not_show_what_it_evaluated_is_refused(table: DynamoTable) -> None:
    with Meter(table), pytest.raises(ValueError, match="ProjectionExpression"):
        table.client.get_item(TableName=table.name, Key={"pk": {"S": "a"}, "sk": {"S": "1"}}, ProjectionExpression="n")
