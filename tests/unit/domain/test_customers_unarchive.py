"""A public message of the customer takes the ticket out of the archive."""

from typing import Any

import pytest

from polydesk.domain import actions
from polydesk.domain.draft import Step
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.ticket import Change, Message, Ticket
from tests.unit.domain.samples import AGENT, CLOSED, CUSTOMER, HOUR, NOW, context, customer_ticket

PUBLIC, PRIVATE = Message("One more thing"), Message("He calls every day", public=False)
LATER = NOW + HOUR


def step_of(step: Step | None) -> Step:
    assert step is not None
    return step


def archived(**changes: Any) -> Ticket:
    return customer_ticket(archived=True, **changes)


@pytest.mark.parametrize(
    ("action", "ticket"),
    [
        pytest.param(lambda ticket, now: actions.comment(ticket, now, PUBLIC), archived(), id="comment"),
        pytest.param(lambda ticket, now: actions.reply(ticket, now, PUBLIC), archived(), id="reply"),
        pytest.param(lambda ticket, now: actions.close(ticket, now, "Thanks"), archived(), id="close"),
        pytest.param(
            lambda ticket, now: actions.reopen(ticket, now, PUBLIC),
            archived(state_id=CLOSED, closed_at=NOW),
            id="reopen",
        ),
    ],
)
def test_a_public_message_of_the_customer_unarchives(action: Any, ticket: Ticket) -> None:
    step = step_of(action(ticket, context(LATER, CUSTOMER)))

    assert not step.after.archived
    assert Change("archived", True, False) in step.entry.changes


@pytest.mark.parametrize("by", [AGENT, SYSTEM])
@pytest.mark.parametrize("message", [PUBLIC, PRIVATE])
def test_messages_of_others_do_not(by: Author, message: Message) -> None:
    step = step_of(handle(archived(), context(LATER, by), Handling(), message))

    assert step.after.archived
    assert step.entry.changes == ()


def test_a_vote_does_not() -> None:
    assert step_of(actions.evaluate(archived(), context(LATER, CUSTOMER), 9, "Thanks")).after.archived


@pytest.mark.parametrize("hidden", ["spam", "trashed"])
def test_a_hidden_ticket_stays_archived(hidden: str) -> None:
    step = step_of(actions.reply(archived(**{hidden: True}), context(LATER, CUSTOMER), PUBLIC))

    assert step.after.archived


def test_a_ticket_that_is_not_archived_has_no_change() -> None:
    assert step_of(actions.reply(customer_ticket(), context(LATER, CUSTOMER), PUBLIC)).entry.changes == ()
