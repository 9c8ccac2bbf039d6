"""A ticket's row is in a list if it is what the parameters say, in words of the vendor's page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.supportbee.list_filter import list_filter, search_filter
from polydesk.dialects.supportbee.list_query import TicketListQuery, TicketSearchQuery
from polydesk.domain.filter_check import matches
from polydesk.domain.ticket import Assignee, Ticket
from tests.unit.dialects.supportbee.list_samples import ANN, CALLER, FakeLookups, read
from tests.unit.domain.samples import customer_ticket

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BO, CY, DEE = 10, 11, 12

Meaning = Callable[[Ticket], bool | None]
"""Whether a ticket is in the list; None where its row does not have what decides: stars."""


def has(kind: str, *ids: int) -> Meaning:
    """Return whether one of these has the ticket; any one of the kind, without ids."""
    return lambda one: bool(one.assignee and one.assignee.kind == kind and (not ids or one.assignee.id in ids))


def has_not(kind: str) -> Meaning:
    """Return whether nobody of the kind has the ticket."""
    return lambda one: not has(kind)(one)


def active(one: Ticket) -> datetime:
    """Return the last activity as answers show it."""
    assert one.last_message_at
    return one.last_message_at.replace(microsecond=0)


MEANINGS: dict[tuple[str, str], Meaning] = {
    ("archived", "true"): lambda one: one.archived,
    ("archived", "false"): lambda one: not one.archived,
    ("archived", "any"): lambda one: True,
    ("spam", "true"): lambda one: one.spam,
    ("spam", "false"): lambda one: not one.spam,
    ("trash", "false"): lambda one: True,
    ("replies", "true"): lambda one: one.messages - 1 - (one.notes or 0) > 0,
    ("replies", "false"): lambda one: one.messages - 1 - (one.notes or 0) == 0,
    ("max_replies", "1"): lambda one: one.messages - 1 - (one.notes or 0) == 1,
    ("assigned_user", "me"): has("person", ANN),
    ("assigned_user", "8"): has("person", 8),
    ("assigned_user", "any"): has("person"),
    ("assigned_user", "none"): has_not("person"),
    ("assigned_user", "999"): lambda one: False,
    ("assigned_team", "mine"): has("group", 1, 4),
    ("assigned_group", "4"): has("group", 4),
    ("assigned_team", "any"): has("group"),
    ("assigned_team", "none"): has_not("group"),
    ("starred", "true"): lambda one: None,
    ("starred", "false"): lambda one: None if has("person", ANN)(one) else False,
    ("label", "URGENT"): lambda one: "Urgent" in one.tags,
    ("label", "nowhere"): lambda one: False,
    ("label", "unanswered"): lambda one: one.is_unresponded,
    ("since", "2026-01-05T09:00:00Z"): lambda one: active(one) > NINE,
    ("since", "2026-01-05"): lambda one: active(one) > NINE.replace(hour=0),
    ("until", "2026-01-05T09:00:00Z"): lambda one: active(one) < NINE,
    ("until", "20260106"): lambda one: active(one) < NINE.replace(day=6, hour=0),
    ("requester_emails", "bo@example.com,cy@example.com"): lambda one: one.customer_id in {BO, CY},
    ("requester_emails", "nobody@example.com"): lambda one: False,
    ("sort_by", "creation_time"): lambda one: True,
}

tickets = st.builds(
    lambda **changes: replace(customer_ticket(), **changes),
    archived=st.booleans(),
    spam=st.booleans(),
    customer_id=st.sampled_from([BO, CY, DEE]),
    assignee=st.none()
    | st.builds(Assignee, st.just("person"), st.sampled_from([ANN, 8]))
    | st.builds(Assignee, st.just("group"), st.sampled_from([1, 2, 4])),
    tags=st.sampled_from([(), ("Urgent",), ("bug", "Urgent"), ("bug",)]),
    messages=st.integers(3, 5),
    notes=st.integers(0, 2),
    staff_replied_at=st.sampled_from([None, NINE - SECOND, NINE + SECOND]),
    customer_replied_at=st.just(NINE),
    last_message_at=st.sampled_from([-86400, -1, -0.5, 0, 0.5, 1, 86400]).map(lambda by: NINE + by * SECOND),
)
parameters = st.lists(st.sampled_from(sorted(MEANINGS)), max_size=4, unique_by=lambda one: one[0])


def hidden_by_default(one: Ticket, names: dict[str, str]) -> bool:
    """Return whether a list without a parameter for it leaves the ticket out."""
    spam_wanted = names.get("spam") == "true"
    return ("spam" not in names and one.spam) or ("archived" not in names and one.archived and not spam_wanted)


def combined(answers: list[bool | None]) -> bool | None:
    """Return whether all hold."""
    return False if False in answers else None if None in answers else True


@given(parameters, tickets)
def test_a_ticket_is_in_the_list_if_all_parameters_say_so(sent: list[tuple[str, str]], ticket: Ticket) -> None:
    values = dict(sent)
    values.pop("assigned_group" if "assigned_team" in values else "", None)
    values.pop("max_replies" if values.get("replies") == "false" else "", None)
    found = list_filter(read(TicketListQuery, **values), CALLER, FakeLookups())

    meant = combined([MEANINGS[one](ticket) for one in values.items()])
    assert matches(found, ticket) is (False if hidden_by_default(ticket, values) else meant)


@given(tickets)
def test_no_ticket_is_in_the_trash_before_it_was_put_there(ticket: Ticket) -> None:
    assert matches(list_filter(read(TicketListQuery, trash="true"), CALLER, FakeLookups()), ticket) is False


@given(tickets)
def test_every_ticket_is_in_one_of_the_lists_that_clients_run(ticket: Ticket) -> None:
    """An exporting program reads active tickets, archived ones, spam and the trash."""
    lists = [{}, {"archived": "true"}, {"spam": "true"}, {"trash": "true"}]
    found = [matches(list_filter(read(TicketListQuery, **one), CALLER, FakeLookups()), ticket) for one in lists]
    assert found.count(True) == 1


@pytest.mark.parametrize("archived", [False, True])
def test_a_search_finds_words_of_the_subject_archived_or_not(archived: bool) -> None:
    found = search_filter(read(TicketSearchQuery, query="is brok"))
    assert matches(found, replace(customer_ticket(), archived=archived)) is True


def test_a_search_shows_spam_only_where_it_is_asked_for() -> None:
    spam = replace(customer_ticket(), spam=True)
    assert matches(search_filter(read(TicketSearchQuery, query="broken")), spam) is False
    assert matches(search_filter(read(TicketSearchQuery, query="broken", spam="1")), spam) is True


def test_a_row_cannot_tell_whether_messages_or_the_requester_have_the_words() -> None:
    assert matches(search_filter(read(TicketSearchQuery, query="bo")), customer_ticket()) is None
