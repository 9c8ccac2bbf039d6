"""A public message of staff that goes out by a channel takes a new ticket up."""

import pytest

from polydesk.domain.channel import Channel
from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Message, Ticket
from tests.unit.domain.samples import AGENT, CLOSED, CUSTOMER, HOUR, NEW, NOW, OPEN, STATES, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)
NOTHING_ELSE = Handling()


def state_after(ticket: Ticket, message: Message, handling: Handling = NOTHING_ELSE) -> int:
    step = handle(ticket, LATER, handling, message)
    assert step is not None
    return step.after.state_id


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.PHONE, Channel.WEB])
def test_a_message_by_a_channel_takes_it_up(channel: Channel) -> None:
    assert state_after(customer_ticket(), Message("a", channel=channel)) == OPEN


def test_notes_private_messages_and_those_without_a_channel_leave_it_new() -> None:
    for message in (
        Message("a", channel=Channel.NOTE),
        Message("a", public=False, channel=Channel.EMAIL),
        Message("a", customer_updated=True),
    ):
        assert state_after(customer_ticket(), message) == NEW


def test_a_state_that_is_given_counts() -> None:
    message = Message("a", channel=Channel.EMAIL)
    assert state_after(customer_ticket(), message, Handling(state=STATES.rows[NEW])) == NEW
    assert state_after(customer_ticket(), message, Handling(state=STATES.rows[CLOSED])) == CLOSED


def test_other_states_stay() -> None:
    assert state_after(customer_ticket(state_id=CLOSED), Message("a", channel=Channel.EMAIL)) == CLOSED


def test_words_of_the_customer_leave_it_new() -> None:
    step = handle(customer_ticket(), context(NOW + HOUR, CUSTOMER), Handling(), Message("a", channel=Channel.PHONE))
    assert step is not None
    assert step.after.state_id == NEW
