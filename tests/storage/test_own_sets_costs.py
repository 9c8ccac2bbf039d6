"""The costs of a customer's own tickets, among a hundred thousand."""

import random
from collections import defaultdict

import pytest

from polydesk.domain.slot import Slot, is_hidden
from polydesk.storage import keys
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.own_sets import THOUSAND, OwnSets
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index.layout import code
from polydesk.storage.transaction import PutItem
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import put_all
from tools.meter import Meter

pytestmark = ENGINE_ONLY

DESK = 100_000
GROWN = {Slot(1): 2, Slot(2): 4, Slot(4): 4, Slot(5): 90}
"""Slots and their weights in a desk that has closed most of its tickets."""

CUSTOMER, STAFF_ONLY = 12_345, Slot(1, staff_only=True)


def put_own_tickets(table: DynamoTable, count: int) -> dict[int, Slot]:
    """Write the sets of a customer who has that many of the desk's tickets, and return the slots of these."""
    chance = random.Random(count)
    numbers = chance.sample(range(1, DESK + 1), count)
    slots = dict(zip(numbers, chance.choices(list(GROWN), list(GROWN.values()), k=count), strict=True))
    items: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for number, slot in slots.items():
        items[number // THOUSAND][code(slot)].add(number % THOUSAND)
    put_all(table, [PutItem(keys.own_set(CUSTOMER, thousand), dict(sets)) for thousand, sets in items.items()])
    return slots


@pytest.mark.parametrize(("count", "units"), [(10, 1), (1_000, 2), (50_000, 35)])
def test_a_customers_list_takes_one_request_and_is_charged_by_its_tickets(
    table: DynamoTable, count: int, units: float
) -> None:
    slots = put_own_tickets(table, count)

    with Meter(table) as meter:
        found = OwnSets(table).of([CUSTOMER], lambda slot: slot.state_id == 1)

    assert set(found.newest_first()) == {number for number, slot in slots.items() if slot.state_id == 1}
    assert (meter.requests, meter.read_units) == ({"Query": 1}, units)


def test_a_hundred_customers_are_asked_for_by_a_request_each(table: DynamoTable) -> None:
    own = OwnSets(table)
    for customer_id in range(1, 101):
        table.commit(own.operations(customer_id, customer_id, None, Slot(1)), Deadline(5.0))

    with Meter(table) as meter:
        assert len(own.of(range(1, 101), lambda slot: not is_hidden(slot))) == 100
    assert (meter.requests, meter.read_units) == ({"Query": 100}, 100)


@pytest.mark.parametrize(("count", "units"), [(10, 2), (1_000, 2), (30_000, 2), (50_000, 4)])
def test_a_change_writes_one_small_item_until_a_customer_has_a_third_of_all_tickets(
    table: DynamoTable, count: int, units: int
) -> None:
    number, slot = next(iter(put_own_tickets(table, count).items()))
    closing = OwnSets(table).operations(CUSTOMER, number, slot, STAFF_ONLY)
    other = OwnSets(table).operations(CUSTOMER + 1, number, None, STAFF_ONLY)

    with Meter(table) as meter:
        table.commit([*closing, *other], Deadline(5.0))

    assert (meter.requests, meter.write_units) == ({"TransactWriteItems": 1}, units + 2)
