"""Which actions are allowed, and the steps that they make."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from polydesk.domain import actions
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.errors import (
    AlreadyAssigned,
    CommentNotFound,
    HistoryIsFull,
    InvalidValue,
    TicketIsClosed,
    TicketIsOpen,
)
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.state import NoStateOfType, StateType
from polydesk.domain.ticket import Assignee, HistoryEntry, Message, Ticket, entry_id
from tests.unit.domain.samples import (
    AGENT,
    CLOSED,
    CUSTOMER,
    DAY,
    HOUR,
    MERGED,
    NEW,
    NOW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    REMOVED,
    STATES,
    context,
    customer_ticket,
    states_with,
)

MESSAGE = Message("One more thing")
LATER = NOW + HOUR

IS_OPEN = [NEW, OPEN, REMINDER, PENDING_CLOSE]
IS_CLOSED = [CLOSED, MERGED, REMOVED]

Action = Callable[[Ticket, ActionContext], Step | None]


def step_of(step: Step | None) -> Step:
    assert step is not None
    return step


def close(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.close(ticket, context)


def reopen(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.reopen(ticket, context, MESSAGE)


def comment(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.comment(ticket, context, MESSAGE)


def in_state(state_id: int) -> Ticket:
    """Return a ticket in this state, with the times that belong to it."""
    state_type = STATES.get(state_id).type
    return customer_ticket(
        state_id=state_id,
        closed_at=NOW if state_type.is_closed else None,
        pending_until=NOW + DAY if state_type.is_pending else None,
    )


@pytest.mark.parametrize("action", [close, comment])
@pytest.mark.parametrize("state_id", IS_CLOSED)
@pytest.mark.parametrize("by", [CUSTOMER, AGENT])
def test_a_closed_ticket_cannot_be_closed_or_commented(action: Action, state_id: int, by: Author) -> None:
    with pytest.raises(TicketIsClosed):
        action(in_state(state_id), context(LATER, by))


@pytest.mark.parametrize("state_id", IS_OPEN)
@pytest.mark.parametrize("by", [CUSTOMER, AGENT])
def test_an_open_ticket_cannot_be_reopened(state_id: int, by: Author) -> None:
    with pytest.raises(TicketIsOpen):
        reopen(in_state(state_id), context(LATER, by))


@pytest.mark.parametrize("state_id", IS_OPEN)
def test_closing_moves_to_the_closed_state_with_the_lowest_id_and_clears_every_timer(state_id: int) -> None:
    ticket = replace(in_state(state_id), first_response_due_at=LATER, auto_close_at=LATER)

    after = step_of(close(ticket, context(LATER, AGENT))).after

    assert (after.state_id, after.closed_at) == (CLOSED, LATER)
    assert (after.pending_until, after.first_response_due_at, after.auto_close_at) == (None, None, None)


def test_closing_skips_inactive_states() -> None:
    other = replace(STATES.rows[CLOSED], id=8, name="step_of")
    states = replace(states_with(CLOSED, active=False), next_id=9)
    states = replace(states, rows={**states.rows, 8: other})

    assert step_of(close(in_state(NEW), context(LATER, AGENT, states))).after.state_id == 8
    with pytest.raises(NoStateOfType, match="closed"):
        close(in_state(NEW), context(LATER, AGENT, states_with(CLOSED, active=False)))


@pytest.mark.parametrize("state_id", IS_CLOSED)
def test_reopening_moves_to_the_default_for_follow_ups_with_a_message(state_id: int) -> None:
    step = step_of(reopen(in_state(state_id), context(LATER, CUSTOMER)))

    assert (step.after.state_id, step.after.closed_at) == (STATES.default_follow_up_id, None)
    assert step.entry.message == MESSAGE
    assert step.entry.kind == "reopened"


@pytest.mark.parametrize("state_id", [REMINDER, PENDING_CLOSE, *IS_CLOSED])
def test_a_customers_reply_moves_a_pending_or_closed_ticket_to_the_default_for_follow_ups(state_id: int) -> None:
    after = step_of(actions.reply(in_state(state_id), context(LATER, CUSTOMER), MESSAGE)).after

    assert (after.state_id, after.closed_at, after.pending_until) == (OPEN, None, None)


@pytest.mark.parametrize("state_id", [NEW, OPEN])
def test_a_customers_reply_does_not_move_a_new_or_open_ticket(state_id: int) -> None:
    assert step_of(actions.reply(in_state(state_id), context(LATER, CUSTOMER), MESSAGE)).after.state_id == state_id


@pytest.mark.parametrize("state_id", [*IS_OPEN, *IS_CLOSED])
@pytest.mark.parametrize("by", [AGENT, SYSTEM])
def test_a_reply_of_staff_does_not_move_the_ticket(state_id: int, by: Author) -> None:
    assert step_of(actions.reply(in_state(state_id), context(LATER, by), MESSAGE)).after.state_id == state_id


def test_a_reply_of_staff_on_a_closed_ticket_does_not_start_auto_close() -> None:
    after = step_of(actions.reply(in_state(CLOSED), context(LATER, AGENT), MESSAGE)).after

    assert after.auto_close_at is None


def test_a_reply_of_staff_starts_auto_close_and_a_reply_of_the_customer_stops_it() -> None:
    answered = step_of(actions.reply(in_state(OPEN), context(LATER, AGENT), MESSAGE)).after
    assert answered.auto_close_at == LATER + DAY

    followed_up = step_of(actions.reply(answered, context(LATER + HOUR, CUSTOMER), MESSAGE)).after
    assert followed_up.auto_close_at is None


def test_reopening_by_staff_starts_auto_close() -> None:
    assert step_of(reopen(in_state(CLOSED), context(LATER, AGENT))).after.auto_close_at == LATER + DAY


def test_a_new_ticket_of_a_customer_has_a_response_time_until_staff_reply_in_public() -> None:
    ticket = customer_ticket(period=DAY)
    assert ticket.first_response_due_at == NOW + DAY

    private = Message("Hm", public=False)
    noted = step_of(handle(ticket, context(LATER, AGENT), Handling(), private)).after
    assert noted.first_response_due_at == NOW + DAY
    assert step_of(actions.reply(noted, context(LATER, AGENT), MESSAGE)).after.first_response_due_at is None


def test_a_ticket_opened_by_staff_has_no_response_time() -> None:
    new = actions.NewTicket("s", MESSAGE, 3, 1, 2)

    assert actions.open_ticket(1, new, context(by=AGENT)).after.first_response_due_at is None


def test_closing_sets_a_new_closing_time_when_the_closed_state_has_become_open() -> None:
    states = states_with(MERGED, type=StateType.OPEN)
    ticket = replace(in_state(MERGED), closed_at=NOW)

    assert step_of(close(ticket, context(LATER, AGENT, states))).after.closed_at == LATER


def test_moving_between_two_closed_states_keeps_the_closing_time() -> None:
    wanted = Handling(state=STATES.get(MERGED))
    moved = step_of(handle(replace(in_state(CLOSED), last_closed_at=NOW), context(LATER, AGENT), wanted)).after

    assert (moved.closed_at, moved.last_closed_at) == (NOW, NOW)


def test_counters_that_are_unknown_stay_unknown_after_a_message() -> None:
    uncounted = replace(in_state(NEW), notes=None, staff_replies=None)
    replied = step_of(actions.reply(uncounted, context(LATER, AGENT), MESSAGE)).after

    assert (replied.messages, replied.notes, replied.staff_replies, replied.replies) == (2, None, None, None)
    assert replied.last_message_at == LATER


@pytest.mark.parametrize(
    ("message", "by", "counts"),
    [
        (Message("a"), AGENT, (0, 1, 1)),
        (Message("a"), SYSTEM, (0, 1, 1)),
        (Message("a"), CUSTOMER, (0, 0, 1)),
        (Message("a", public=False), AGENT, (1, 0, 0)),
    ],
    ids=["staff", "system", "customer", "note"],
)
@pytest.mark.parametrize("state_id", [OPEN, CLOSED], ids=["open", "closed"])
def test_a_message_is_counted_by_its_side(
    message: Message, by: Author, counts: tuple[int, int, int], state_id: int
) -> None:
    after = step_of(actions.reply(in_state(state_id), context(LATER, by), message)).after

    assert (after.notes, after.staff_replies, after.replies) == counts
    assert after.last_message_at == LATER


def test_the_comment_of_closing_is_a_reply_and_its_time_stays_as_the_last_closing() -> None:
    closed = step_of(actions.close(in_state(OPEN), context(LATER, AGENT), "Thanks")).after
    reopened = step_of(actions.reopen(closed, context(LATER + HOUR, CUSTOMER), MESSAGE)).after

    assert (closed.staff_replies, closed.replies, closed.last_closed_at) == (1, 1, LATER)
    assert (reopened.staff_replies, reopened.replies) == (1, 2)
    assert (reopened.closed_at, reopened.last_closed_at) == (None, LATER)


@pytest.mark.parametrize("by", [AGENT, CUSTOMER], ids=["staff", "customer"])
def test_the_opening_is_no_reply(by: Author) -> None:
    opened = actions.open_ticket(1, actions.NewTicket("s", MESSAGE, 5, 1, 2), context(by=by)).after

    assert (opened.notes, opened.staff_replies, opened.replies) == (0, 0, 0)
    assert opened.last_message_at == NOW


def test_the_comment_of_closing_belongs_to_the_vote_with_a_score_and_is_a_message_without() -> None:
    voted = step_of(actions.close(in_state(NEW), context(LATER, CUSTOMER), "Thanks", 9))
    assert voted.after.vote is not None
    assert (voted.after.vote.score, voted.after.vote.comment, voted.entry.message) == (9, "Thanks", None)

    commented = step_of(actions.close(in_state(NEW), context(LATER, CUSTOMER), "Thanks"))
    assert (commented.after.vote, commented.entry.message) == (None, Message("Thanks"))


def staff_entry(message: Message | None = MESSAGE) -> HistoryEntry:
    return HistoryEntry(1, 2, "replied", NOW, AGENT, message)


def test_only_public_messages_can_be_evaluated_and_a_customers_message_only_by_staff() -> None:
    ticket = in_state(NEW)
    for entry in (staff_entry(None), staff_entry(replace(MESSAGE, public=False))):
        with pytest.raises(CommentNotFound):
            actions.evaluate_comment(ticket, context(LATER, CUSTOMER), entry, 1, None)
    with pytest.raises(InvalidValue):
        actions.evaluate_comment(ticket, context(LATER, CUSTOMER), replace(staff_entry(), by=CUSTOMER), 1, None)

    step = step_of(actions.evaluate_comment(ticket, context(LATER, CUSTOMER), staff_entry(), -1, "No"))
    assert step.entry_vote is not None
    assert (step.entry_vote.version, step.entry_vote.vote.score) == (2, -1)


def test_an_action_that_changes_nothing_makes_no_step() -> None:
    ticket = replace(in_state(NEW), archived=True, spam=True, customer_alias="Carl")
    now = context(LATER, AGENT)

    assert actions.archive(ticket, now, True) is None
    assert actions.mark_spam(ticket, now, True) is None
    assert actions.change_customer_details(ticket, now, {"customer_alias": "Carl"}) is None
    assert actions.change_customer_details(ticket, now, {}) is None
    assert handle(ticket, now, Handling(state=STATES.get(NEW), priority_id=2, tags=[])) is None


def test_a_ticket_cannot_be_assigned_to_its_assignee() -> None:
    assignee = Assignee("group", 1)
    ticket = step_of(actions.assign(in_state(NEW), context(LATER, AGENT), assignee)).after

    with pytest.raises(AlreadyAssigned):
        actions.assign(ticket, context(LATER, AGENT), assignee)
    [change] = step_of(actions.assign(ticket, context(LATER, AGENT), Assignee("person", 1))).entry.changes
    assert (change.old, change.new) == ({"kind": "group", "id": 1}, {"kind": "person", "id": 1})


def test_a_ticket_cannot_enter_an_inactive_state_but_can_stay_in_it() -> None:
    wanted = Handling(state=STATES.get(REMOVED))

    with pytest.raises(InvalidValue) as raised:
        handle(in_state(NEW), context(LATER, AGENT), wanted, MESSAGE)
    assert raised.value.field == "state"
    assert step_of(handle(in_state(REMOVED), context(LATER, AGENT), wanted, MESSAGE)).after.state_id == REMOVED


@pytest.mark.parametrize(
    ("wanted", "message", "kind"),
    [
        (Handling(state=STATES.get(CLOSED)), MESSAGE, "replied"),
        (Handling(), replace(MESSAGE, public=False), "noted"),
        (Handling(state=STATES.get(OPEN), priority_id=3), None, "moved"),
        (Handling(reassign=True, assignee=Assignee("person", 3)), None, "assigned"),
        (Handling(reassign=True, assignee=Assignee("person", 3), priority_id=3), None, "changed"),
        (Handling(priority_id=3), None, "changed"),
        (Handling(tags=["urgent"]), None, "changed"),
        (Handling(due_date=NOW.date()), None, "changed"),
        (Handling(minutes=Decimal(5)), None, "changed"),
        (Handling(subject="It works"), None, "changed"),
    ],
)
def test_the_kind_of_an_entry_is_its_most_important_part(wanted: Handling, message: Message | None, kind: str) -> None:
    assert step_of(handle(in_state(NEW), context(LATER, AGENT), wanted, message)).entry.kind == kind


def test_a_pending_state_waits_until_the_given_time_or_for_the_default_time() -> None:
    pending = STATES.get(REMINDER)
    now = context(LATER, AGENT)

    assert step_of(handle(in_state(NEW), now, Handling(state=pending))).after.pending_until == LATER + DAY
    until = LATER + timedelta(days=9)
    wanted = Handling(state=pending, pending_until=until)
    assert step_of(handle(in_state(NEW), now, wanted)).after.pending_until == until


@pytest.mark.parametrize(("by", "last"), [(CUSTOMER, 99_000), (AGENT, 99_900), (SYSTEM, 99_998)])
def test_each_side_has_a_last_version(by: Author, last: int) -> None:
    full = replace(in_state(NEW), version=last)

    with pytest.raises(HistoryIsFull):
        close(full, context(LATER, by))
    assert step_of(close(replace(full, version=last - 1), context(LATER, by))).entry.id == 100_000 + last


def test_staff_can_close_and_mark_as_spam_what_a_customer_has_filled() -> None:
    full = replace(in_state(NEW), version=99_000)
    with pytest.raises(HistoryIsFull):
        comment(full, context(LATER, CUSTOMER))

    closed = step_of(close(full, context(LATER, AGENT))).after
    assert step_of(actions.mark_spam(closed, context(LATER, AGENT), True)).after.spam


def test_an_entry_cannot_have_more_than_five_digits_of_version() -> None:
    with pytest.raises(HistoryIsFull):
        entry_id(1, 100_000)
