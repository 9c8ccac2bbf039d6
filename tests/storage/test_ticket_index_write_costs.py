"""The costs of moving a ticket from one slot to another: a few small writes in the ticket's own transaction."""

import pytest

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index.index import TicketIndex
from tests.storage.tables import ENGINE_ONLY
from tools.bench.slotted_tickets import put_slotted_tickets
from tools.meter import Meter

pytestmark = ENGINE_ONLY


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [(None, Slot(1), 4), (Slot(1), Slot(5), 4), (Slot(1), Slot(1, spam=True), 4), (Slot(1, spam=True), GONE_SLOT, 6)],
    ids=["open", "close", "spam", "purge"],
)
def test_a_move_costs_two_or_three_small_writes_besides_those_of_the_ticket(
    table: DynamoTable, before: Slot | None, after: Slot, units: int
) -> None:
    put_slotted_tickets(table, 6_000, {Slot(n): 1.0 for n in range(1, 13)})

    with Meter(table) as meter:
        table.commit(TicketIndex(table).operations(6_001, before, after, recent=True), Deadline(1.0))

    assert (meter.requests, meter.write_units) == ({"TransactWriteItems": 1}, units)
