"""A ticket has the vendor's 38 keys in their order; names are added beside the ids, never instead."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from polydesk.dialects.zammad import tickets
from polydesk.dialects.zammad.related import Related
from polydesk.domain.catalog import GENERAL, PRIORITIES, Catalog
from polydesk.domain.channel import Channel
from polydesk.domain.person import AGENT as AGENT_PERMISSION
from polydesk.domain.person import CUSTOMER as CUSTOMER_PERMISSION
from polydesk.domain.person import SYSTEM, Person, Principal
from polydesk.domain.ticket import Assignee, Ticket
from tests.unit.domain.samples import AGENT, CLOSED, HOUR, NOW, STATES, customer_ticket

KEYS = [
    "id",
    "number",
    "title",
    "group_id",
    "priority_id",
    "state_id",
    "organization_id",
    "owner_id",
    "customer_id",
    "note",
    "type",
    "first_response_at",
    "first_response_escalation_at",
    "first_response_in_min",
    "first_response_diff_in_min",
    "close_in_min",
    "close_diff_in_min",
    "update_in_min",
    "update_diff_in_min",
    "close_escalation_at",
    "update_escalation_at",
    "escalation_at",
    "close_at",
    "last_close_at",
    "last_contact_at",
    "last_contact_agent_at",
    "last_contact_customer_at",
    "last_owner_update_at",
    "create_article_type_id",
    "create_article_sender_id",
    "article_count",
    "pending_time",
    "time_unit",
    "preferences",
    "updated_by_id",
    "created_by_id",
    "created_at",
    "updated_at",
]

NAMES = [
    "group",
    "state",
    "priority",
    "owner",
    "customer",
    "created_by",
    "updated_by",
    "create_article_type",
    "create_article_sender",
    "ticket_time_accounting",
]

MORNING = "2026-01-05T09:00:00.000Z"
LATER = "2026-01-05T10:00:00.000Z"


def person(number: int, name: str, *, agent: bool) -> Person:
    held = frozenset({AGENT_PERMISSION if agent else CUSTOMER_PERMISSION})
    mail = f"{name}@Example.com"
    return Person(number, name, mail, mail, agent, held, active=True, created_at=NOW, updated_at=NOW)


STAFF = person(3, "Agnes", agent=True)
CLIENT = person(5, "Carl", agent=False)


def related(viewer: Person = STAFF, **others: Any) -> Related:
    catalog = Catalog({1: GENERAL}, {one.id: one for one in PRIORITIES}, {})
    principal = Principal("t", viewer.permissions, viewer)
    return Related(principal, {3: STAFF, 5: CLIENT}, STATES, catalog, **others)


def changed(**changes: Any) -> Ticket:
    return customer_ticket(None, **changes)


def test_a_ticket_has_the_keys_of_the_vendor_in_their_order() -> None:
    assert list(tickets.ticket(changed())) == KEYS
    assert len(KEYS) == 38


def test_names_and_ids_of_parts_come_after_them() -> None:
    parts = ["article_ids", "ticket_time_accounting_ids"]
    assert list(tickets.with_ids(changed())) == [*KEYS, *parts]
    assert list(tickets.expanded(changed(), related())) == [*KEYS, *parts, *NAMES]


def test_the_number_is_the_id_as_a_text() -> None:
    shown = tickets.ticket(changed())
    assert (shown["id"], shown["number"]) == (1, "1")


@pytest.mark.parametrize(
    ("assignee", "owner"), [(None, 1), (Assignee("group", 3), 1), (Assignee("person", 3), 3)], ids=str
)
def test_the_owner_is_a_person_or_user_1(assignee: Assignee | None, owner: int) -> None:
    assert tickets.ticket(changed(assignee=assignee))["owner_id"] == owner


def test_escalation_is_null_while_it_is_paused() -> None:
    due = changed(first_response_due_at=NOW + HOUR)
    shown, paused = tickets.ticket(due), tickets.ticket(replace(due, escalation_paused=True))

    assert (shown["first_response_escalation_at"], shown["escalation_at"]) == (LATER, LATER)
    assert (paused["first_response_escalation_at"], paused["escalation_at"]) == (LATER, None)


def test_a_closed_ticket_says_when() -> None:
    shown = tickets.ticket(changed(state_id=CLOSED, closed_at=NOW + HOUR))
    assert (shown["close_at"], shown["last_close_at"]) == (LATER, LATER)


def test_the_last_contact_is_the_later_one() -> None:
    both = changed(staff_replied_at=NOW + HOUR, customer_replied_at=NOW)
    shown = tickets.ticket(both)

    assert shown["last_contact_at"] == shown["last_contact_agent_at"] == LATER
    assert shown["last_contact_customer_at"] == MORNING
    assert tickets.ticket(changed(staff_replied_at=None, customer_replied_at=None))["last_contact_at"] is None


def test_the_first_response_and_the_pending_time_are_shown() -> None:
    shown = tickets.ticket(changed(first_replied_at=NOW + HOUR, pending_until=NOW + timedelta(days=1)))
    assert (shown["first_response_at"], shown["pending_time"]) == (LATER, "2026-01-06T09:00:00.000Z")


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (None, None),
        ("0", "0.0"),
        ("0.00", "0.0"),
        ("15", "15.0"),
        ("12.3", "12.3"),
        ("12.30", "12.3"),
        ("12.25", "12.25"),
        ("-5.50", "-5.5"),
    ],
)
def test_working_time_has_a_decimal_place_at_least_and_is_null_until_any_is_booked(
    minutes: str | None, shown: str | None
) -> None:
    booked = None if minutes is None else Decimal(minutes)
    assert tickets.ticket(changed(time_spent=booked))["time_unit"] == shown


@pytest.mark.parametrize(
    ("opened_by", "channel", "type_id", "sender_id"),
    [
        (customer_ticket().opened_by, None, 11, 2),
        (AGENT, None, 10, 1),
        (AGENT, Channel.PHONE, 5, 1),
        (SYSTEM, Channel.EMAIL, 1, 3),
    ],
)
def test_channel_and_side_of_the_opening_are_ids(
    opened_by: Any, channel: Channel | None, type_id: int, sender_id: int
) -> None:
    shown = tickets.ticket(changed(opened_by=opened_by, channel=channel))
    assert (shown["create_article_type_id"], shown["create_article_sender_id"]) == (type_id, sender_id)


def test_ids_of_articles_follow_from_their_number() -> None:
    assert tickets.with_ids(changed(number=42, messages=3))["article_ids"] == [42001, 42002, 42003]
    assert tickets.with_ids(changed(messages=0))["article_ids"] == []


def test_ids_of_time_accountings_are_left_out_where_they_are_not_known() -> None:
    booked = changed(number=42, time_spent=Decimal(15))
    assert "ticket_time_accounting_ids" not in tickets.with_ids(booked)
    assert tickets.with_ids(booked, [2, 7])["ticket_time_accounting_ids"] == [42002, 42007]
    assert tickets.with_ids(changed())["ticket_time_accounting_ids"] == []


def test_names_are_those_of_the_ids() -> None:
    one = changed(assignee=Assignee("person", 3), updated_by_id=3, channel=Channel.PHONE)
    shown = tickets.expanded(one, related())

    assert {name: shown[name] for name in NAMES} == {  # type: ignore[literal-required]
        "group": "General",
        "state": "new",
        "priority": "2 normal",
        "owner": "agnes@example.com",
        "customer": "carl@example.com",
        "created_by": "carl@example.com",
        "updated_by": "agnes@example.com",
        "create_article_type": "phone",
        "create_article_sender": "Customer",
        "ticket_time_accounting": [],
    }


def test_nobody_and_the_system_are_a_dash() -> None:
    shown = tickets.expanded(changed(opened_by=SYSTEM, updated_by_id=None), related())
    assert (shown["owner"], shown["created_by"], shown["updated_by"]) == ("-", "-", "-")
    assert (shown["owner_id"], shown["created_by_id"], shown["updated_by_id"]) == (1, 1, 1)


def test_a_customer_sees_a_dash_for_staff() -> None:
    one = changed(assignee=Assignee("person", 3), updated_by_id=3)
    shown = tickets.expanded(one, related(viewer=CLIENT))
    assert (shown["owner"], shown["updated_by"]) == ("-", "-")
    assert (shown["customer"], shown["created_by"]) == ("carl@example.com", "carl@example.com")
