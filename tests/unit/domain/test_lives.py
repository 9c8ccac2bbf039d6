"""What holds for every ticket, whatever is done with it, by whom and in which order."""

from itertools import pairwise

from hypothesis import given

from polydesk.domain.draft import RECORDED_AS, _to_json
from polydesk.domain.ticket import HistoryEntry, split_entry_id
from polydesk.domain.timers import next_due
from tests.unit.domain.lives import Life, lives


def said_in_public(life: Life, *sides: str) -> list[HistoryEntry]:
    """The updates with a public message by somebody of these sides."""
    updates = (step.entry for step in life.steps)
    return [one for one in updates if one.message and one.message.public and one.by.side in sides]


@given(lives())
def test_every_change_makes_exactly_one_update_and_versions_run_from_one_without_a_gap(life: Life) -> None:
    assert [step.entry.version for step in life.steps] == list(range(1, len(life.steps) + 1))
    assert [step.after.version for step in life.steps] == list(range(1, len(life.steps) + 1))
    for before, after in pairwise(life.steps):
        assert after.before == before.after


@given(lives())
def test_an_update_is_named_by_its_ticket_and_its_version(life: Life) -> None:
    for step in life.steps:
        assert split_entry_id(step.entry.id) == (step.after.number, step.entry.version)


@given(lives())
def test_counters_are_those_of_the_history(life: Life) -> None:
    messages = [step.entry.message for step in life.steps if step.entry.message]

    assert life.ticket.messages == len(messages)
    assert life.ticket.attachments == sum(len(message.files) for message in messages)
    assert life.ticket.time_spent == sum(step.entry.time_spent or 0 for step in life.steps)


@given(lives())
def test_a_ticket_has_a_closing_time_if_and_only_if_it_is_closed(life: Life) -> None:
    for step in life.steps:
        assert (step.after.closed_at is not None) == life.states.is_closed(step.after.state_id)


@given(lives())
def test_the_closing_time_is_when_the_ticket_last_became_closed(life: Life) -> None:
    since = None
    for step in life.steps:
        closed = life.states.is_closed(step.after.state_id)
        since = (since or step.entry.at) if closed else None
        assert step.after.closed_at == since


@given(lives())
def test_a_ticket_waits_for_a_time_if_and_only_if_it_is_pending(life: Life) -> None:
    for step in life.steps:
        assert (step.after.pending_until is not None) == life.states.get(step.after.state_id).type.is_pending


@given(lives())
def test_time_has_nothing_to_do_with_a_closed_ticket(life: Life) -> None:
    for step in life.steps:
        if life.states.is_closed(step.after.state_id):
            assert next_due(step.after) is None


@given(lives())
def test_a_ticket_is_read_when_every_public_word_of_staff_is(life: Life) -> None:
    staffs = [update.version for update in said_in_public(life, "staff", "system")]

    assert life.ticket.staff_message_version == max(staffs, default=0)
    assert life.ticket.is_customer_read == all(version <= life.ticket.customer_read_upto for version in staffs)


@given(lives())
def test_the_last_word_of_each_side_is_remembered(life: Life) -> None:
    clients, staffs = said_in_public(life, "client"), said_in_public(life, "staff", "system")

    assert life.ticket.customer_replied_at == (clients[-1].at if clients else None)
    assert life.ticket.staff_replied_at == (staffs[-1].at if staffs else None)
    if clients and staffs:
        assert life.ticket.is_unresponded == (clients[-1].version > staffs[-1].version)


PROPERTIES = {recorded: name for name, recorded in RECORDED_AS.items()}


@given(lives())
def test_an_update_tells_each_property_before_and_after(life: Life) -> None:
    for step in life.steps[1:]:
        assert step.before is not None
        for change in step.entry.changes:
            if change.field not in {"vote", "comment_vote", "star", "assignee"}:
                name = PROPERTIES.get(change.field, change.field)
                assert change.old != change.new
                assert change.old == _to_json(getattr(step.before, name))
                assert change.new == _to_json(getattr(step.after, name))


@given(lives())
def test_an_update_says_something_or_changes_something(life: Life) -> None:
    for step in life.steps[1:]:
        assert step.entry.message or step.entry.changes or step.entry.time_spent


@given(lives())
def test_what_a_ticket_is_never_changes(life: Life) -> None:
    first = life.steps[0].after
    for step in life.steps:
        ticket = step.after
        assert (ticket.number, ticket.customer_id, ticket.opened_by) == (
            first.number,
            first.customer_id,
            first.opened_by,
        )
        assert (ticket.subject, ticket.created_at) == (first.subject, first.created_at)
        assert ticket.updated_at == step.entry.at


@given(lives())
def test_a_client_sees_its_own_ticket_unless_it_is_spam_and_nobody_elses(life: Life) -> None:
    for step in life.steps:
        assert step.after.is_visible_to(5) == (not step.after.spam)
        assert not step.after.is_visible_to(6)
