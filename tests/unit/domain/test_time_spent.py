"""Time spent is in minutes with two places, adds up, and can be taken back."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Ticket
from polydesk.domain.time_spent import joined_minutes, split_minutes, whole_minutes
from polydesk.storage.codec import decode, encode
from polydesk.storage.ticket_items import ticket_item, ticket_of
from tests.unit.domain.samples import AGENT, HOUR, NOW, context, customer_ticket


def booked(ticket: Ticket, *minutes: str) -> Ticket:
    for one in minutes:
        step = handle(ticket, context(NOW + HOUR, AGENT), Handling(minutes=Decimal(one)))
        assert step is not None
        assert step.entry.time_spent == Decimal(one)
        ticket = step.after
    return ticket


def test_hundredths_add_up() -> None:
    assert booked(customer_ticket(), "12.5", "0.25", "-2").time_spent == Decimal("10.75")


def test_what_is_taken_back_leaves_zero_and_not_nothing() -> None:
    assert customer_ticket().time_spent is None

    back = booked(customer_ticket(), "5", "-5")
    assert back.time_spent == 0
    assert ticket_of(decode(encode(ticket_item(back)))).time_spent == 0


@given(st.decimals(-10_000, 10_000, places=2))
def test_a_time_is_stored_as_whole_minutes_and_the_rest(minutes: Decimal) -> None:
    whole, rest = split_minutes(minutes)

    assert abs(rest) <= 50
    assert whole == whole_minutes(minutes)
    assert joined_minutes(whole, rest) == minutes


def test_an_earlier_release_adds_whole_minutes_beside_the_rest() -> None:
    row = ticket_item(booked(customer_ticket(), "12.34"))
    assert row["spent"] == 12

    assert ticket_of(decode(encode({**row, "spent": row["spent"] + 5}))).time_spent == Decimal("17.34")


def test_a_row_of_an_earlier_release_has_whole_minutes() -> None:
    assert ticket_of(decode(encode({**ticket_item(customer_ticket()), "spent": 7}))).time_spent == 7
