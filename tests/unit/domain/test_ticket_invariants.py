"""Invariants of tickets after any actions of anybody in any order."""

from itertools import pairwise

from hypothesis import given

from polydesk.domain.draft import RECORDED_AS, _to_json
from polydesk.domain.ticket import HistoryEntry, split_entry_id
from polydesk.domain.timers import next_due
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories


def public_entries(history: TicketHistory, *sides: str) -> list[HistoryEntry]:
    """Return the entries with a public message of an author on these sides."""
    entries = (step.entry for step in history.steps)
    return [entry for entry in entries if entry.message and entry.message.public and entry.by.side in sides]


@given(ticket_histories())
def test_every_step_has_one_entry_and_versions_have_no_gaps(history: TicketHistory) -> None:
    assert [step.entry.version for step in history.steps] == list(range(1, len(history.steps) + 1))
    assert [step.after.version for step in history.steps] == list(range(1, len(history.steps) + 1))
    for before, after in pairwise(history.steps):
        assert after.before == before.after


@given(ticket_histories())
def test_the_id_of_an_entry_has_the_number_and_the_version(history: TicketHistory) -> None:
    for step in history.steps:
        assert split_entry_id(step.entry.id) == (step.after.number, step.entry.version)


@given(ticket_histories())
def test_counters_agree_with_the_history(history: TicketHistory) -> None:
    messages = [step.entry.message for step in history.steps if step.entry.message]

    assert history.ticket.messages == len(messages)
    assert history.ticket.attachments == sum(len(message.files) for message in messages)
    assert (history.ticket.time_spent or 0) == sum(step.entry.time_spent or 0 for step in history.steps)


@given(ticket_histories())
def test_notes_and_replies_are_counted_without_the_opening(history: TicketHistory) -> None:
    later = [step.entry for step in history.steps[1:] if step.entry.message]
    public = [entry for entry in later if entry.message and entry.message.public]

    assert history.ticket.notes == len(later) - len(public)
    assert history.ticket.replies == len(public)
    assert history.ticket.staff_replies == len([entry for entry in public if not entry.by.is_customer])


@given(ticket_histories())
def test_a_ticket_has_the_time_of_its_newest_message_or_of_its_opening(history: TicketHistory) -> None:
    messages = [step.entry.at for step in history.steps if step.entry.message]

    assert history.ticket.last_message_at == (messages[-1] if messages else history.ticket.created_at)


@given(ticket_histories())
def test_the_last_closing_time_stays_when_the_ticket_is_reopened(history: TicketHistory) -> None:
    last = None
    for step in history.steps:
        last = step.after.closed_at or last
        assert step.after.last_closed_at == last


@given(ticket_histories())
def test_a_ticket_has_a_closing_time_if_and_only_if_it_is_closed(history: TicketHistory) -> None:
    for step in history.steps:
        assert (step.after.closed_at is not None) == history.states.is_closed(step.after.state_id)


@given(ticket_histories())
def test_the_closing_time_is_when_the_ticket_last_became_closed(history: TicketHistory) -> None:
    since = None
    for step in history.steps:
        closed = history.states.is_closed(step.after.state_id)
        since = (since or step.entry.at) if closed else None
        assert step.after.closed_at == since


@given(ticket_histories())
def test_a_ticket_has_a_pending_time_if_and_only_if_it_is_pending(history: TicketHistory) -> None:
    for step in history.steps:
        assert (step.after.pending_until is not None) == history.states.get(step.after.state_id).type.is_pending


@given(ticket_histories())
def test_a_closed_ticket_has_no_timers(history: TicketHistory) -> None:
    for step in history.steps:
        if history.states.is_closed(step.after.state_id):
            assert next_due(step.after) is None


@given(ticket_histories())
def test_a_ticket_is_read_when_every_public_message_of_staff_is_read(history: TicketHistory) -> None:
    of_staff = [entry.version for entry in public_entries(history, "staff", "system")]

    assert history.ticket.staff_message_version == max(of_staff, default=0)
    assert history.ticket.is_customer_read == all(version <= history.ticket.customer_read_upto for version in of_staff)


@given(ticket_histories())
def test_a_ticket_has_the_time_of_the_last_public_message_of_each_side(history: TicketHistory) -> None:
    of_customer, of_staff = public_entries(history, "client"), public_entries(history, "staff", "system")

    assert history.ticket.customer_replied_at == (of_customer[-1].at if of_customer else None)
    assert history.ticket.staff_replied_at == (of_staff[-1].at if of_staff else None)
    if of_customer and of_staff and history.ticket.answered is None:
        assert history.ticket.is_unresponded == (of_customer[-1].version > of_staff[-1].version)


@given(ticket_histories())
def test_a_mark_counts_until_the_next_public_message(history: TicketHistory) -> None:
    mark = None
    for step in history.steps:
        if step.entry.kind in {"answered", "unanswered"}:
            mark = step.entry.kind == "answered"
        if step.entry.message and step.entry.message.public:
            mark = None
        assert step.after.answered is mark
        assert mark is None or step.after.is_unresponded is not mark


@given(ticket_histories())
def test_a_ticket_tells_whose_its_newest_public_message_is(history: TicketHistory) -> None:
    public = public_entries(history, "client", "staff", "system")
    by = public[-1].by if public else history.ticket.opened_by

    assert history.ticket.is_newest_message_of_customer == by.is_customer


PROPERTIES = {recorded: name for name, recorded in RECORDED_AS.items()}


@given(ticket_histories())
def test_an_entry_has_the_old_and_the_new_value_of_each_property(history: TicketHistory) -> None:
    for step in history.steps[1:]:
        assert step.before is not None
        for change in step.entry.changes:
            if change.field not in {"vote", "comment_vote", "star", "assignee"}:
                name = PROPERTIES.get(change.field, change.field)
                assert change.old != change.new
                assert change.old == _to_json(getattr(step.before, name))
                assert change.new == _to_json(getattr(step.after, name))


@given(ticket_histories())
def test_an_entry_has_a_message_changes_or_working_time(history: TicketHistory) -> None:
    for step in history.steps[1:]:
        assert step.entry.message or step.entry.changes or step.entry.time_spent


@given(ticket_histories())
def test_number_customer_author_and_creation_time_never_change(history: TicketHistory) -> None:
    first = history.steps[0].after
    for step in history.steps:
        ticket = step.after
        assert (ticket.number, ticket.customer_id, ticket.opened_by) == (
            first.number,
            first.customer_id,
            first.opened_by,
        )
        assert ticket.created_at == first.created_at
        assert (ticket.updated_at, ticket.updated_by_id) == (step.entry.at, step.entry.by.person_id)


@given(ticket_histories())
def test_a_customer_sees_only_their_own_tickets_except_spam_and_trash(history: TicketHistory) -> None:
    for step in history.steps:
        assert step.after.is_visible_to(5) == (not step.after.spam and not step.after.trashed)
        assert not step.after.is_visible_to(6)
