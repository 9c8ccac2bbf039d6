"""The facts and the times by which lists select a ticket."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.person import SYSTEM
from polydesk.domain.ticket import Assignee
from tests.unit.domain.samples import AGENT, CUSTOMER, DAY, HOUR, NOW, customer_ticket
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories

ALWAYS = {Fact(FactKind.CATEGORY, 1), Fact(FactKind.PRIORITY, 2)}
NEW_OF_CUSTOMER = {*ALWAYS, Fact(FactKind.CREATOR, 5), Fact(FactKind.REPLIES, 0), Fact(FactKind.UNRESPONDED)}


def test_a_new_ticket_of_a_customer_waits_for_an_answer() -> None:
    assert facts_of(customer_ticket()) == NEW_OF_CUSTOMER


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"assignee": Assignee("person", 3)}, {Fact(FactKind.PERSON, 3), Fact(FactKind.ASSIGNED, "person")}),
        ({"assignee": Assignee("group", 3)}, {Fact(FactKind.GROUP, 3), Fact(FactKind.ASSIGNED, "group")}),
        ({"sla_breaches": 2}, {Fact(FactKind.BREACHED)}),
        ({"attachments": 3}, {Fact(FactKind.WITH_FILES)}),
        (
            {"tags": ("VIP", "Straße")},
            {
                Fact(FactKind.TAG, "VIP"),
                Fact(FactKind.TAG, "Straße"),
                Fact(FactKind.FOLDED_TAG, "vip"),
                Fact(FactKind.FOLDED_TAG, "strasse"),
            },
        ),
    ],
    ids=["person", "group", "escalated", "files", "tags"],
)
def test_each_property_has_its_facts(changes: dict[str, Any], more: set[Fact]) -> None:
    assert facts_of(customer_ticket(**changes)) == NEW_OF_CUSTOMER | more


def test_a_ticket_that_was_answered_waits_for_nobody() -> None:
    answered = customer_ticket(staff_replied_at=NOW + HOUR, messages=2, staff_replies=1)

    assert facts_of(answered) == {*ALWAYS, Fact(FactKind.CREATOR, 5), Fact(FactKind.REPLIES, 1)}


def test_notes_are_no_replies() -> None:
    assert Fact(FactKind.REPLIES, 2) in facts_of(customer_ticket(messages=5, notes=2))


def test_replies_that_are_not_counted_are_no_fact() -> None:
    facts = facts_of(customer_ticket(notes=None, staff_replies=None))

    assert not [fact for fact in facts if fact.kind is FactKind.REPLIES]


@pytest.mark.parametrize(("by", "creators"), [(AGENT, {3}), (CUSTOMER, {5}), (SYSTEM, set())])
def test_the_creator_is_who_opened_the_ticket(by: Any, creators: set[int]) -> None:
    facts = facts_of(customer_ticket(opened_by=by))

    assert {fact.value for fact in facts if fact.kind is FactKind.CREATOR} == creators


def test_a_ticket_has_the_moments_of_what_has_happened() -> None:
    assert moments_of(customer_ticket()) == dict.fromkeys(
        [
            Moment.CREATED,
            Moment.UPDATED,
            Moment.LAST_MESSAGE,
            Moment.LAST_PUBLIC_MESSAGE,
            Moment.CUSTOMER_REPLIED,
        ],
        NOW,
    )


def test_each_moment_is_its_own_time() -> None:
    ticket = replace(
        customer_ticket(),
        updated_at=NOW + HOUR,
        last_message_at=NOW + 2 * HOUR,
        staff_replied_at=NOW + 3 * HOUR,
        customer_replied_at=NOW + 4 * HOUR,
        last_closed_at=NOW + 5 * HOUR,
        pending_until=NOW + DAY,
        due_date=date(2026, 2, 1),
        first_response_due_at=NOW + 2 * DAY,
    )

    assert moments_of(ticket) == {
        Moment.CREATED: NOW,
        Moment.UPDATED: NOW + HOUR,
        Moment.LAST_MESSAGE: NOW + 2 * HOUR,
        Moment.LAST_PUBLIC_MESSAGE: NOW + 4 * HOUR,
        Moment.STAFF_REPLIED: NOW + 3 * HOUR,
        Moment.CUSTOMER_REPLIED: NOW + 4 * HOUR,
        Moment.LAST_CLOSED: NOW + 5 * HOUR,
        Moment.PENDING_UNTIL: NOW + DAY,
        Moment.DUE: datetime(2026, 2, 1, tzinfo=UTC),
        Moment.RESPONSE_DUE: NOW + 2 * DAY,
    }


def test_no_response_is_due_while_the_state_ignores_escalation() -> None:
    waiting = customer_ticket(first_response_due_at=NOW + HOUR)

    assert moments_of(waiting)[Moment.RESPONSE_DUE] == NOW + HOUR
    assert Moment.RESPONSE_DUE not in moments_of(replace(waiting, escalation_paused=True))


def test_the_times_of_opening_and_of_escalation_are_not_indexed_by_day() -> None:
    assert set(Moment) - set(INDEXED_MOMENTS) == {Moment.CREATED, Moment.RESPONSE_DUE}


@given(ticket_histories())
def test_what_decides_facts_and_moments_is_in_the_row(history: TicketHistory) -> None:
    for step in history.steps:
        facts = facts_of(step.after)
        kinds = [fact.kind for fact in facts]
        assert (FactKind.ASSIGNED in kinds) == (step.after.assignee is not None)
        assert kinds.count(FactKind.REPLIES) == kinds.count(FactKind.CATEGORY) == kinds.count(FactKind.PRIORITY) == 1
        assert FactKind.STARRED_BY not in kinds
        assert moments_of(step.after)[Moment.UPDATED] == step.entry.at
