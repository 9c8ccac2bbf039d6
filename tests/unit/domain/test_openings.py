"""A ticket may be opened without a message, or with a private one. Both leave the customer without an answer."""

from dataclasses import replace

from polydesk.domain.actions import NewTicket, open_ticket, reply
from polydesk.domain.channel import Channel
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import Author
from polydesk.domain.ticket import HistoryEntry, Message, Ticket
from tests.unit.domain.samples import AGENT, CLOSED, CUSTOMER, DAY, HOUR, NEW, NOW, OPEN, STATES, context

NOTE, ANSWER = Message("They called", public=False), Message("We look at it")


def opened(message: Message | None, by: Author = AGENT) -> tuple[Ticket, HistoryEntry]:
    step = open_ticket(1, NewTicket("It is broken", message, 5, 1, 2), context(by=by))
    return step.after, step.entry


def after(ticket: Ticket, by: Author, message: Message, handling: Handling = Handling()) -> Ticket:  # noqa: B008 - immutable
    step = handle(ticket, context(NOW + HOUR, by), handling, message)
    assert step is not None
    return step.after


def test_a_ticket_without_a_message_counts_none() -> None:
    ticket, entry = opened(None)

    assert entry.message is None
    assert (ticket.messages, ticket.replies, ticket.notes, ticket.staff_replies) == (0, 0, 0, 0)
    assert (ticket.staff_replied_at, ticket.customer_replied_at, ticket.staff_message_version) == (None, None, 0)
    assert (ticket.state_id, ticket.opening_channel, ticket.last_message_at) == (NEW, Channel.NOTE, NOW)


def test_all_messages_follow_an_opening_without_one() -> None:
    ticket = after(after(opened(None)[0], AGENT, NOTE), AGENT, ANSWER)

    assert (ticket.messages, ticket.replies, ticket.notes, ticket.staff_replies) == (2, 1, 1, 1)


def test_a_private_opening_is_no_answer_of_staff() -> None:
    ticket, _ = opened(NOTE)

    assert (ticket.messages, ticket.replies, ticket.notes) == (1, 0, 0)
    assert (ticket.staff_replied_at, ticket.staff_message_version) == (None, 0)
    assert ticket.is_customer_read


def test_a_customers_ticket_without_a_message_waits_for_an_answer() -> None:
    ticket, _ = opened(None, CUSTOMER)

    assert ticket.is_unresponded
    assert ticket.first_response_due_at == NOW + DAY


def test_the_channel_of_an_opening_is_kept_where_it_is_not_the_usual_one() -> None:
    assert opened(Message("x"), CUSTOMER)[0].channel is None
    assert opened(Message("x"), CUSTOMER)[0].opening_channel is Channel.WEB
    assert opened(Message("x"))[0].opening_channel is Channel.NOTE
    assert opened(Message("x", customer_updated=True))[0].opening_channel is Channel.EMAIL
    assert opened(Message("x", channel=Channel.PHONE), CUSTOMER)[0].opening_channel is Channel.PHONE
    assert opened(Message("x", channel=Channel.NOTE), CUSTOMER)[0].opening_channel is Channel.NOTE


def test_the_channel_of_a_message_follows_from_its_author_where_none_is_given() -> None:
    def channel(by: Author, message: Message) -> Channel:
        return HistoryEntry(1, 2, "replied", NOW, by, message).channel

    assert channel(AGENT, NOTE) is Channel.NOTE
    assert channel(AGENT, ANSWER) is Channel.NOTE
    assert channel(AGENT, Message("x", customer_updated=True)) is Channel.EMAIL
    assert channel(CUSTOMER, ANSWER) is Channel.WEB
    assert channel(CUSTOMER, Message("x", channel=Channel.SMS)) is Channel.SMS


def test_the_first_answer_of_staff_to_a_customer_is_kept() -> None:
    ticket = after(opened(Message("Help"), CUSTOMER)[0], AGENT, NOTE)
    assert ticket.first_replied_at is None

    answered = after(ticket, AGENT, ANSWER)
    assert answered.first_replied_at == NOW + HOUR
    again = reply(answered, context(NOW + DAY, AGENT), ANSWER)
    assert again is not None
    assert again.after.first_replied_at == NOW + HOUR


def test_a_ticket_that_staff_opened_has_no_first_answer() -> None:
    assert after(opened(Message("Your bill"))[0], AGENT, ANSWER).first_replied_at is None
    assert after(opened(None)[0], AGENT, ANSWER).first_replied_at is None


def test_an_answer_that_was_not_recorded_is_not_replaced_by_a_later_one() -> None:
    old = replace(opened(Message("Help"), CUSTOMER)[0], staff_replied_at=NOW)

    assert after(old, AGENT, ANSWER).first_replied_at is None


def test_who_wrote_the_newest_version_is_kept() -> None:
    ticket, _ = opened(Message("Help"), CUSTOMER)

    assert ticket.updated_by_id == 5
    assert after(ticket, AGENT, ANSWER).updated_by_id == 3


def test_a_customers_words_that_an_agent_wrote_down_are_of_the_customers_side() -> None:
    closed = STATES.get(CLOSED)
    ticket = after(opened(Message("Help"), CUSTOMER)[0], AGENT, ANSWER, Handling(state=closed))
    said = after(ticket, Author.customer(3), Message("It is back", channel=Channel.PHONE, origin_id=5))

    assert (said.customer_replied_at, said.is_unresponded, said.state_id) == (NOW + HOUR, False, OPEN)
    assert said.updated_by_id == 3


def test_a_customers_message_keeps_the_state_that_comes_with_it() -> None:
    ticket, _ = opened(Message("Help"), CUSTOMER)

    assert after(ticket, CUSTOMER, Message("Solved"), Handling(state=STATES.get(CLOSED))).state_id == CLOSED
