"""Which action is allowed when, and what it makes of a ticket."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from polydesk.domain import actions
from polydesk.domain.actions import Handling
from polydesk.domain.context import ActionContext
from polydesk.domain.errors import (
    AlreadyAssigned,
    CommentNotFound,
    HistoryIsFull,
    InvalidValue,
    TicketIsClosed,
    TicketIsOpen,
)
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.state import NoStateOfType, StateType
from polydesk.domain.ticket import Assignee, HistoryEntry, Message, Step, Ticket, entry_id
from tests.unit.domain.desks import (
    AGENT,
    CLIENT,
    CLOSED,
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
    states_with,
    ticket_of_client,
)

WORDS = Message("One more thing")
LATER = NOW + HOUR

IS_OPEN = [NEW, OPEN, REMINDER, PENDING_CLOSE]
IS_CLOSED = [CLOSED, MERGED, REMOVED]

Action = Callable[[Ticket, ActionContext], Step | None]


def done(step: Step | None) -> Step:
    assert step is not None
    return step


def close(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.close(ticket, context)


def reopen(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.reopen(ticket, context, WORDS)


def comment(ticket: Ticket, context: ActionContext) -> Step | None:
    return actions.comment(ticket, context, WORDS)


def in_state(state_id: int) -> Ticket:
    """A ticket in this state, with the times that go with it."""
    kind = STATES.get(state_id).kind
    return ticket_of_client(
        state_id=state_id,
        closed_at=NOW if kind.is_closed else None,
        pending_until=NOW + DAY if kind.is_pending else None,
    )


@pytest.mark.parametrize("action", [close, comment])
@pytest.mark.parametrize("state_id", IS_CLOSED)
@pytest.mark.parametrize("by", [CLIENT, AGENT])
def test_a_closed_ticket_is_neither_closed_nor_commented(action: Action, state_id: int, by: Author) -> None:
    with pytest.raises(TicketIsClosed):
        action(in_state(state_id), context(LATER, by))


@pytest.mark.parametrize("state_id", IS_OPEN)
@pytest.mark.parametrize("by", [CLIENT, AGENT])
def test_an_open_ticket_is_not_reopened(state_id: int, by: Author) -> None:
    with pytest.raises(TicketIsOpen):
        reopen(in_state(state_id), context(LATER, by))


@pytest.mark.parametrize("state_id", IS_OPEN)
def test_closing_goes_to_the_closed_state_with_the_lowest_id_and_ends_every_timer(state_id: int) -> None:
    ticket = replace(in_state(state_id), first_response_due_at=LATER, auto_close_at=LATER)

    after = done(close(ticket, context(LATER, AGENT))).after

    assert (after.state_id, after.closed_at) == (CLOSED, LATER)
    assert (after.pending_until, after.first_response_due_at, after.auto_close_at) == (None, None, None)


def test_closing_passes_by_states_that_are_not_active() -> None:
    other = replace(STATES.rows[CLOSED], id=8, name="done")
    desk = replace(states_with(CLOSED, active=False), next_id=9)
    desk = replace(desk, rows={**desk.rows, 8: other})

    assert done(close(in_state(NEW), context(LATER, AGENT, desk))).after.state_id == 8
    with pytest.raises(NoStateOfType, match="closed"):
        close(in_state(NEW), context(LATER, AGENT, states_with(CLOSED, active=False)))


@pytest.mark.parametrize("state_id", IS_CLOSED)
def test_reopening_goes_to_the_state_for_follow_ups_with_a_message(state_id: int) -> None:
    step = done(reopen(in_state(state_id), context(LATER, CLIENT)))

    assert (step.after.state_id, step.after.closed_at) == (STATES.default_follow_up_id, None)
    assert step.update.message == WORDS
    assert step.update.kind == "reopened"


@pytest.mark.parametrize("state_id", [REMINDER, PENDING_CLOSE, *IS_CLOSED])
def test_a_clients_reply_takes_up_a_ticket_that_waits_or_is_closed(state_id: int) -> None:
    after = done(actions.reply(in_state(state_id), context(LATER, CLIENT), WORDS)).after

    assert (after.state_id, after.closed_at, after.pending_until) == (OPEN, None, None)


@pytest.mark.parametrize("state_id", [NEW, OPEN])
def test_a_clients_reply_leaves_a_ticket_that_is_worked_on_where_it_is(state_id: int) -> None:
    assert done(actions.reply(in_state(state_id), context(LATER, CLIENT), WORDS)).after.state_id == state_id


@pytest.mark.parametrize("state_id", [*IS_OPEN, *IS_CLOSED])
@pytest.mark.parametrize("by", [AGENT, SYSTEM])
def test_a_reply_of_staff_moves_no_ticket(state_id: int, by: Author) -> None:
    assert done(actions.reply(in_state(state_id), context(LATER, by), WORDS)).after.state_id == state_id


def test_a_reply_of_staff_on_a_closed_ticket_does_not_make_it_wait_for_its_client() -> None:
    after = done(actions.reply(in_state(CLOSED), context(LATER, AGENT), WORDS)).after

    assert after.auto_close_at is None


def test_a_reply_of_staff_makes_an_open_ticket_wait_for_its_client_and_the_clients_reply_ends_that() -> None:
    answered = done(actions.reply(in_state(OPEN), context(LATER, AGENT), WORDS)).after
    assert answered.auto_close_at == LATER + DAY

    taken_up = done(actions.reply(answered, context(LATER + HOUR, CLIENT), WORDS)).after
    assert taken_up.auto_close_at is None


def test_a_ticket_that_staff_reopen_waits_for_its_client() -> None:
    assert done(reopen(in_state(CLOSED), context(LATER, AGENT))).after.auto_close_at == LATER + DAY


def test_a_new_ticket_of_a_client_is_to_be_answered_in_time_and_any_public_word_of_staff_is_an_answer() -> None:
    ticket = ticket_of_client(rules=DAY)
    assert ticket.first_response_due_at == NOW + DAY

    private = Message("Hm", public=False)
    noted = done(actions.handle(ticket, context(LATER, AGENT), Handling(), private)).after
    assert noted.first_response_due_at == NOW + DAY
    assert done(actions.reply(noted, context(LATER, AGENT), WORDS)).after.first_response_due_at is None


def test_a_ticket_that_staff_open_needs_no_answer() -> None:
    opening = actions.NewTicket("s", WORDS, 3, 1, 2)

    assert actions.open_ticket(1, opening, context(by=AGENT)).after.first_response_due_at is None


def test_a_ticket_whose_state_has_become_an_open_one_is_closed_anew() -> None:
    """It was closed once, and then its state changed under it."""
    desk = states_with(MERGED, kind=StateType.OPEN)
    ticket = replace(in_state(MERGED), closed_at=NOW)

    assert done(close(ticket, context(LATER, AGENT, desk))).after.closed_at == LATER


def test_moving_between_two_closed_states_keeps_the_closing_time() -> None:
    wanted = Handling(state=STATES.get(MERGED))

    assert done(actions.handle(in_state(CLOSED), context(LATER, AGENT), wanted)).after.closed_at == NOW


def test_a_score_makes_the_last_word_a_vote_and_without_one_it_is_a_message() -> None:
    voted = done(actions.close(in_state(NEW), context(LATER, CLIENT), "Thanks", 9))
    assert voted.after.vote is not None
    assert (voted.after.vote.score, voted.after.vote.comment, voted.update.message) == (9, "Thanks", None)

    said = done(actions.close(in_state(NEW), context(LATER, CLIENT), "Thanks"))
    assert (said.after.vote, said.update.message) == (None, Message("Thanks"))


def staffs_words(message: Message | None = WORDS) -> HistoryEntry:
    return HistoryEntry(1, 2, "replied", NOW, AGENT, message)


def test_only_public_words_are_evaluated_and_a_client_evaluates_none_of_a_client() -> None:
    ticket = in_state(NEW)
    for update in (staffs_words(None), staffs_words(replace(WORDS, public=False))):
        with pytest.raises(CommentNotFound):
            actions.evaluate_comment(ticket, context(LATER, CLIENT), update, 1, None)
    with pytest.raises(InvalidValue):
        actions.evaluate_comment(ticket, context(LATER, CLIENT), replace(staffs_words(), by=CLIENT), 1, None)

    step = done(actions.evaluate_comment(ticket, context(LATER, CLIENT), staffs_words(), -1, "No"))
    assert step.comment_vote is not None
    assert (step.comment_vote.version, step.comment_vote.vote.score) == (2, -1)


def test_what_is_so_already_makes_no_step() -> None:
    ticket = replace(in_state(NEW), archived=True, spam=True, customer_alias="Carl")
    now = context(LATER, AGENT)

    assert actions.archive(ticket, now, True) is None
    assert actions.mark_spam(ticket, now, True) is None
    assert actions.change_customer_details(ticket, now, {"customer_alias": "Carl"}) is None
    assert actions.change_customer_details(ticket, now, {}) is None
    assert actions.handle(ticket, now, Handling(state=STATES.get(NEW), priority_id=2, tags=[])) is None


def test_who_has_the_ticket_already_is_not_assigned_again() -> None:
    assignee = Assignee("group", 1)
    ticket = done(actions.assign(in_state(NEW), context(LATER, AGENT), assignee)).after

    with pytest.raises(AlreadyAssigned):
        actions.assign(ticket, context(LATER, AGENT), assignee)
    [change] = done(actions.assign(ticket, context(LATER, AGENT), Assignee("person", 1))).update.changes
    assert (change.old, change.new) == ({"kind": "group", "id": 1}, {"kind": "person", "id": 1})


def test_nothing_enters_a_state_that_is_not_active_but_what_is_in_it_may_stay() -> None:
    wanted = Handling(state=STATES.get(REMOVED))

    with pytest.raises(InvalidValue) as refused:
        actions.handle(in_state(NEW), context(LATER, AGENT), wanted, WORDS)
    assert refused.value.field == "state"
    assert done(actions.handle(in_state(REMOVED), context(LATER, AGENT), wanted, WORDS)).after.state_id == REMOVED


@pytest.mark.parametrize(
    ("wanted", "message", "kind"),
    [
        (Handling(state=STATES.get(CLOSED)), WORDS, "replied"),
        (Handling(), replace(WORDS, public=False), "noted"),
        (Handling(state=STATES.get(OPEN), priority_id=3), None, "moved"),
        (Handling(reassign=True, assignee=Assignee("person", 3)), None, "assigned"),
        (Handling(reassign=True, assignee=Assignee("person", 3), priority_id=3), None, "changed"),
        (Handling(priority_id=3), None, "changed"),
        (Handling(tags=["urgent"]), None, "changed"),
        (Handling(due_date=NOW.date()), None, "changed"),
        (Handling(minutes=5), None, "changed"),
    ],
)
def test_an_entry_goes_by_the_name_of_what_matters_most(wanted: Handling, message: Message | None, kind: str) -> None:
    assert done(actions.handle(in_state(NEW), context(LATER, AGENT), wanted, message)).update.kind == kind


def test_a_pending_state_lasts_until_the_time_given_or_as_long_as_usual() -> None:
    pending = STATES.get(REMINDER)
    now = context(LATER, AGENT)

    assert done(actions.handle(in_state(NEW), now, Handling(state=pending))).after.pending_until == LATER + DAY
    until = LATER + timedelta(days=9)
    wanted = Handling(state=pending, pending_until=until)
    assert done(actions.handle(in_state(NEW), now, wanted)).after.pending_until == until


def test_a_history_that_has_no_room_for_another_id_takes_no_update() -> None:
    full = replace(in_state(NEW), version=99_999)

    with pytest.raises(HistoryIsFull):
        comment(full, context(LATER, CLIENT))
    with pytest.raises(HistoryIsFull):
        entry_id(1, 100_000)
    assert done(comment(replace(full, version=99_998), context(LATER, CLIENT))).update.id == 199_999
