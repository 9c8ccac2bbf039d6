"""A mark says whether a ticket is answered, until its next public message."""

import pytest

from polydesk.domain.actions import mark_answered, reply
from polydesk.domain.draft import Step
from polydesk.domain.facts import Fact, FactKind, facts_of
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import Author
from polydesk.domain.ticket import Change, Message, Ticket
from tests.unit.domain.samples import AGENT, CUSTOMER, HOUR, NOW, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)
PUBLIC, PRIVATE = Message("We look into it"), Message("He calls every day", public=False)

WAITING = customer_ticket()
"""Its customer has written last."""

ANSWERED = customer_ticket(staff_replied_at=NOW + HOUR, staff_message_version=2)


def step_of(step: Step | None) -> Step:
    assert step is not None
    return step


@pytest.mark.parametrize(("ticket", "answered"), [(WAITING, True), (ANSWERED, False)])
def test_a_mark_decides_whether_the_customer_waits(ticket: Ticket, answered: bool) -> None:
    step = step_of(mark_answered(ticket, LATER, answered))

    assert step.after.is_unresponded is not answered
    assert (Fact(FactKind.UNRESPONDED) in facts_of(step.after)) is not answered
    assert step.entry.kind == ("answered" if answered else "unanswered")
    assert step.entry.changes == (Change("answered", None, answered),)
    assert step.after.answered_at == NOW + HOUR


def test_a_mark_can_be_taken_back() -> None:
    marked = step_of(mark_answered(WAITING, LATER, True)).after
    step = step_of(mark_answered(marked, LATER, False))

    assert step.after.is_unresponded
    assert step.entry.changes == (Change("answered", True, False),)


@pytest.mark.parametrize(("ticket", "answered"), [(WAITING, False), (ANSWERED, True)])
def test_a_mark_that_says_what_holds_anyway_changes_nothing(ticket: Ticket, answered: bool) -> None:
    assert mark_answered(ticket, LATER, answered) is None


@pytest.mark.parametrize("answered", [True, False])
def test_a_repeated_mark_changes_nothing(answered: bool) -> None:
    ticket = WAITING if answered else ANSWERED

    assert mark_answered(step_of(mark_answered(ticket, LATER, answered)).after, LATER, answered) is None


@pytest.mark.parametrize(("by", "waits"), [(CUSTOMER, True), (AGENT, False)])
@pytest.mark.parametrize("answered", [True, False])
def test_a_public_message_of_either_side_clears_it(by: Author, waits: bool, answered: bool) -> None:
    marked = step_of(mark_answered(WAITING if answered else ANSWERED, LATER, answered)).after
    step = step_of(reply(marked, context(NOW + 2 * HOUR, by), PUBLIC))

    assert (step.after.answered, step.after.answered_at) == (None, None)
    assert step.after.is_unresponded is waits
    assert step.entry.changes == ()


def test_a_private_note_keeps_it() -> None:
    marked = step_of(mark_answered(WAITING, LATER, True)).after

    assert step_of(handle(marked, LATER, Handling(), PRIVATE)).after.answered


@pytest.mark.parametrize("answered", [True, False])
def test_it_does_not_change_whose_the_newest_message_is(answered: bool) -> None:
    ticket = WAITING if answered else ANSWERED
    marked = step_of(mark_answered(ticket, LATER, answered)).after

    assert marked.is_newest_message_of_customer == ticket.is_newest_message_of_customer
