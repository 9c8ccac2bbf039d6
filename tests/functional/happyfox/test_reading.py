"""GET tickets/ and GET ticket/{id}/."""

from datetime import UTC, datetime

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CLOSED,
    CUSTOMER,
    JSON,
    LISTED_TICKET,
    MERGED,
    MESSAGE,
    NEW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    REMOVED,
    TICKET,
    UPDATE,
    answered,
    assert_shape,
    created,
    new,
    noted,
    numbers,
    page,
    read,
    replied,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_ticket_is_shown_with_everything_that_is_documented(world: World, api: Client) -> None:
    world.clock.set(datetime(2019, 8, 13, 8, 59, 11, 999_000, UTC))
    fields = {"subject": "Example ticket", "text": "Example\nmessage", "name": "Ivy", "email": "ivy@example.com"}
    created(api, user=None, phone="02323412", **fields)

    ticket = read(api, 1)

    assert_shape(ticket, TICKET)
    assert ticket == {
        "id": 1,
        "display_id": "#HFS00000001",
        "subject": "Example ticket",
        "first_message": "Example\nmessage",
        "source": "API",
        "status": {
            "id": 1,
            "name": "new",
            "behavior": "pending",
            "color": "0066CC",
            "order": 1,
            "default": True,
        },
        "pending_time": None,
        "priority": {"id": 2, "name": "Normal", "order": 2, "default": True},
        "category": {
            "id": 1,
            "name": "Users",
            "description": "",
            "public": True,
            "prepopulate_cc": "",
            "time_spent_mandatory": False,
        },
        "assigned_to": None,
        "user": {
            "id": 5,
            "name": "Ivy",
            "email": "ivy@example.com",
            "primary_phone": {"id": 1, "number": "02323412", "type": "o"},
            "phones": [{"id": 1, "number": "02323412", "type": "o"}],
            "created_at": "2019-08-13 08:59:11",
            "updated_at": "2019-08-13 08:59:11",
            "contact_groups": [],
            "custom_fields": [],
        },
        "subscribers": [],
        "custom_fields": [],
        "created_at": "2019-08-13 08:59:11",
        "last_updated_at": "2019-08-13 08:59:11",
        "last_modified": "2019-08-13 08:59:11",
        "last_user_reply_at": "2019-08-13 08:59:11",
        "last_staff_reply_at": None,
        "due_date": None,
        "tags": "",
        "time_spent": 0,
        "messages_count": 1,
        "attachments_count": 0,
        "sla_breaches": 0,
        "unresponded": True,
        "visible_only_staff": False,
        "merged_tickets": [],
        "merged_to": None,
        "updates": [
            {
                "update_id": 100001,
                "timestamp": "2019-08-13 08:59:11",
                "by": {"type": "user", "id": 5, "name": "Ivy", "email": "ivy@example.com"},
                "time_spent": None,
                "message": {
                    "text": "Example\nmessage",
                    "html": "Example<br>message",
                    "subject": "",
                    "cc_list": "",
                    "bcc_list": "",
                    "customer_updated": False,
                    "forward_list": None,
                    "message_type": None,
                    "attachments": [],
                },
                "status_change": None,
                "priority_change": None,
                "assignee_change": None,
                "category_change": None,
                "due_date_change": None,
                "custom_field_change": None,
                "satisfaction_survey": None,
            }
        ],
    }


def test_a_history_shows_what_was_said_and_what_changed_oldest_first(api: Client) -> None:
    created(api)
    updated(api, 1, text="We look", status=OPEN, priority=3, assignee=AGENT, due_date="2026-02-01", time_spent=12)
    noted(api, 1)
    replied(api, 1)

    updates = read(api, 1)["updates"]

    assert [one["update_id"] for one in updates] == [100001, 100002, 100003, 100004]
    assert [one["by"]["type"] for one in updates] == ["user", "staff", "staff", "user"]
    assert [one["message"]["message_type"] for one in updates] == [None, None, "p", None]
    for one in updates:
        assert_shape(one, UPDATE)
        assert_shape(one["message"], MESSAGE)
    assert {name: value for name, value in updates[1].items() if name.endswith("_change") or name == "time_spent"} == {
        "status_change": {"old": NEW, "new": OPEN, "old_name": "new", "new_name": "open"},
        "priority_change": {"old": 2, "new": 3, "old_name": "Normal", "new_name": "High"},
        "assignee_change": {"old": None, "new": AGENT, "old_name": None, "new_name": "Grace Agent"},
        "due_date_change": {"old": None, "new": "2026-02-01"},
        "category_change": None,
        "custom_field_change": None,
        "time_spent": 12,
    }
    assert updates[1]["by"] == {"type": "staff", "id": AGENT, "name": "Grace Agent", "email": "agent@example.com"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_path_answers_with_and_without_its_slash(api: Client, slash: str) -> None:
    created(api)

    assert answered(api.get(f"{JSON}/ticket/1{slash}"))["id"] == 1
    assert numbers(answered(api.get(f"{JSON}/tickets{slash}"))) == [1]
    assert api.post(f"{JSON}/ticket/1/staff_update{slash}", json={"staff": AGENT, "text": "a"}).status == 200
    assert api.post(f"{JSON}/ticket/1/staff_pvtnote{slash}", json={"staff": AGENT, "text": "a"}).status == 200
    assert api.post(f"{JSON}/ticket/1/user_reply{slash}", json={"user": CUSTOMER, "text": "a"}).status == 200
    assert api.post(f"{JSON}/tickets{slash}", json={}).status == 400


def test_a_desk_without_tickets_has_an_empty_page(api: Client) -> None:
    assert page(api) == {
        "page_info": {"count": 0, "start_index": 0, "end_index": 0, "last_index": 0, "page_count": 1},
        "data": [],
    }


def test_a_list_shows_tickets_without_their_histories_newest_first(api: Client) -> None:
    created(api, subject="First", text="One")
    created(api, subject="Second", html="<p>Two</p>")
    updated(api, 1, text="We look", assignee=ADMIN)

    data = page(api)["data"]

    assert [(ticket["subject"], ticket["first_message"]) for ticket in data] == [("Second", "Help"), ("First", "One")]
    assert data[1]["assigned_to"] == {
        "id": ADMIN,
        "name": "Ada Admin",
        "email": "admin@example.com",
        "active": True,
        "is_account_admin": True,
        "role": {"id": 1, "name": "Administrator"},
        "categories": [1, 2],
        "permissions": [],
    }
    for ticket in data:
        assert_shape(ticket, LISTED_TICKET)
        whole = read(api, ticket["id"])
        assert ticket == {name: whole[name] for name in LISTED_TICKET}


def test_a_list_with_histories_shows_tickets_as_they_are_by_themselves(api: Client) -> None:
    created(api)
    created(api)
    updated(api, 1, text="We look")
    noted(api, 2)

    assert page(api, include_updates=1)["data"] == [read(api, 2), read(api, 1)]
    assert page(api, show_updates="true") == page(api, include_updates=1)
    assert page(api, show_updates=0) == page(api)
    assert numbers(page(api, include_updates=0)) == [2, 1]
    assert "updates" not in page(api, include_updates=0)["data"][0]


def test_lists_are_narrowed_by_status(api: Client) -> None:
    for status in (None, OPEN, REMINDER, CLOSED, MERGED):
        created(api)
        if status:
            updated(api, page(api)["data"][0]["id"], status=status)

    assert numbers(page(api)) == numbers(page(api, status="_all")) == [5, 4, 3, 2, 1]
    assert numbers(page(api, status="_pending")) == [3, 2, 1]
    assert numbers(page(api, status="_completed")) == [5, 4]
    assert numbers(page(api, status=REMINDER)) == [3]
    assert page(api, status=MERGED)["page_info"]["last_index"] == 1
    assert page(api, status=REMOVED)["data"] == []
    assert numbers(page(api, status=f"{REMINDER},{MERGED}")) == [5, 3]
    assert numbers(page(api, status=[REMINDER, "_completed"])) == [5, 4, 3]
    assert numbers(page(api, status=["_all", OPEN])) == [5, 4, 3, 2, 1]


def test_a_new_status_can_be_asked_for_at_once(api: Client, world: World, tokens: Tokens) -> None:
    created(api)
    page(api)
    admin = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})
    state = admin.post("/api/v1/ticket_states", json={"name": "tested", "state_type_id": 2}).json()

    updated(api, 1, status=state["id"])

    assert numbers(page(api, status=state["id"])) == [1]
    assert read(api, 1)["status"]["name"] == "tested"


def test_spam_and_what_is_removed_are_not_listed(api: Client, world: World, tokens: Tokens) -> None:
    created(api)
    created(api)
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/1/spam.json").status == 204

    assert numbers(page(api)) == [2]
    assert page(api)["page_info"]["last_index"] == 1
    assert read(api, 1)["id"] == 1


def test_a_ticket_of_a_group_is_nobodys(api: Client, world: World, tokens: Tokens) -> None:
    created(api)
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/1/assignments.json", json={"assignment": {"group_id": 1}}).status == 201

    ticket = read(api, 1)

    assert ticket["assigned_to"] is None
    assert ticket["updates"][1]["assignee_change"] == {
        "old": None,
        "new": None,
        "old_name": None,
        "new_name": "First line",
    }


def test_what_the_system_did_is_signed_by_nobody(api: Client, world: World) -> None:
    created(api)
    updated(api, 1, status=PENDING_CLOSE)
    world.clock.advance(days=2)
    world.fire("SchedulesSweepTimers")
    world.pump()

    ticket = read(api, 1)

    assert ticket["status"]["name"] == "closed"
    assert ticket["updates"][-1]["by"] is None
    assert ticket["updates"][-1]["status_change"]["new_name"] == "closed"


def test_a_list_shows_each_of_many_customers(api: Client) -> None:
    emails = [f"ivy{one}@example.com" for one in range(50)]
    bodies = [new(user=None, name=email, email=email, text=email, assignee=AGENT) for email in emails]
    answered(api.post(f"{JSON}/tickets/", json=bodies))

    data = page(api, size=50)["data"]

    assert [ticket["user"]["email"] for ticket in data] == emails[::-1]
    assert [ticket["first_message"] for ticket in data] == emails[::-1]


def test_tickets_are_found_by_their_words(world: World, api: Client) -> None:
    created(api, subject="The invoice is wrong")
    created(api, text="My printer is broken")
    created(api, subject="Another invoice", html="<p>About the <b>printer</b></p>")
    noted(api, 2, text="He wants an invoice")
    updated(api, 1, status=CLOSED)
    world.pump()

    assert numbers(page(api, q="printer")) == [3, 2]
    assert numbers(page(api, q="PRINT")) == [3, 2]
    assert numbers(page(api, q="printer invoice")) == [3, 2]
    assert numbers(page(api, q="wrong", status="_completed")) == [1]
    assert page(api, q="nothing")["page_info"] == page(api, status=REMINDER)["page_info"]
    assert page(api, q="nothing")["page_info"]["last_index"] == 0
    assert page(api, q="nothing")["page_info"]["page_count"] == 1
    assert numbers(page(api, q=" ")) == [3, 2, 1]
