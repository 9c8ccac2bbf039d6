"""Tickets that are equal by the first order are in the second one, and so on; the newest comes first in the end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from polydesk.desk.lists.orders import ByKey, in_order
from polydesk.domain.orders import OrderKey
from polydesk.domain.row_orders import ROW_KEYS
from polydesk.domain.ticket import Ticket
from tests.unit.domain.samples import NOW, customer_ticket

STATE, SUBJECT, NUMBER = ROW_KEYS[OrderKey.STATE], ROW_KEYS[OrderKey.SUBJECT], ROW_KEYS[OrderKey.NUMBER]
PENDING = ROW_KEYS[OrderKey.PENDING_UNTIL]


def ticket(number: int, state_id: int, subject: str, minutes: int | None = None) -> Ticket:
    until = NOW + timedelta(minutes=minutes) if minutes is not None else None
    return replace(customer_ticket(), number=number, state_id=state_id, subject=subject, pending_until=until)


TICKETS = [
    ticket(1, 2, "b", 5),
    ticket(2, 1, "A", 3),
    ticket(3, 2, "a"),
    ticket(4, 1, "b", 3),
    ticket(5, 2, "A"),
]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (ByKey(STATE), [5, 3, 1, 4, 2]),
        (ByKey(STATE, ascending=True), [4, 2, 5, 3, 1]),
        (ByKey(STATE, ascending=True, then=(ByKey(SUBJECT, ascending=True),)), [2, 4, 5, 3, 1]),
        (ByKey(STATE, ascending=True, then=(ByKey(SUBJECT),)), [4, 2, 1, 5, 3]),
        (ByKey(SUBJECT, ascending=True, then=(ByKey(STATE), ByKey(NUMBER, ascending=True))), [3, 5, 2, 1, 4]),
        (ByKey(PENDING, then=(ByKey(NUMBER, ascending=True),)), [1, 2, 4, 3, 5]),
        (ByKey(PENDING, ascending=True, then=(ByKey(SUBJECT),)), [4, 2, 1, 5, 3]),
    ],
)
def test_ties_are_broken_one_by_one(order: ByKey, numbers: list[int]) -> None:
    assert [one.number for one in in_order(TICKETS, order)] == numbers


@pytest.mark.parametrize("key", ROW_KEYS)
def test_every_order_compares_new_tickets(key: OrderKey) -> None:
    values = [ROW_KEYS[key](one) for one in TICKETS]
    assert sorted(value for value in values if value is not None) is not None
