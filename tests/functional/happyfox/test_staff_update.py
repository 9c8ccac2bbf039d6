"""POST ticket/{id}/staff_update/."""

from typing import Any

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CLOSED,
    CUSTOMER,
    JSON,
    created,
    faults,
    last,
    numbers,
    page,
    read,
    refusal,
    replied,
    sentence,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_staff_answer_in_their_own_name(world: World, api: Client, client: Client) -> None:
    created(api)
    world.clock.advance(minutes=5)

    ticket = updated(api, 1, text="Try again", subject="Re: broken", cc="a@example.com", bcc="b@example.com")

    assert ticket == read(api, 1)
    assert last(ticket)["by"]["id"] == AGENT
    assert last(ticket)["message"] == {
        "text": "Try again",
        "html": "Try again",
        "subject": "Re: broken",
        "cc_list": "a@example.com",
        "bcc_list": "b@example.com",
        "customer_updated": False,
        "forward_list": None,
        "message_type": None,
        "attachments": [],
    }
    assert (ticket["messages_count"], ticket["unresponded"]) == (2, False)
    assert (ticket["last_staff_reply_at"], ticket["last_user_reply_at"]) == (
        "2026-01-05 09:05:00",
        "2026-01-05 09:00:00",
    )
    [_, comment] = client.get("/support/tickets/1/comments").json()["items"]
    assert (comment["body"], comment["is_client_author"]) == ("Try again", False)


@pytest.mark.parametrize("given", [True, "true", "1", 1])
def test_the_customer_is_written_to_when_staff_say_so(api: Client, given: Any) -> None:
    created(api)

    assert last(updated(api, 1, text="a", update_customer=given))["message"]["customer_updated"] is True


def test_plain_text_has_two_names(api: Client) -> None:
    created(api)

    assert last(updated(api, 1, plaintext="Plain"))["message"]["text"] == "Plain"
    assert last(updated(api, 1, text="Text", plaintext="Plain"))["message"]["text"] == "Text"
    assert last(updated(api, 1, html="<p>Rich</p>"))["message"]["text"] == "Rich"


def test_properties_change_without_a_message(api: Client, client: Client) -> None:
    created(api)

    ticket = updated(api, 1, priority=1)

    assert last(ticket)["message"] is None
    assert last(ticket)["priority_change"] == {"old": 2, "new": 1, "old_name": "Normal", "new_name": "Low"}
    assert (ticket["messages_count"], ticket["last_staff_reply_at"], ticket["unresponded"]) == (1, None, True)
    assert len(client.get("/support/tickets/1/comments").json()["items"]) == 1


def test_an_update_that_changes_nothing_leaves_no_trace(api: Client) -> None:
    before = created(api, priority=3)

    assert updated(api, 1, priority=3) == updated(api, 1) == before


def test_a_ticket_is_given_to_somebody_and_taken_away_again(api: Client) -> None:
    created(api)

    assert updated(api, 1, assignee=AGENT)["assigned_to"]["id"] == AGENT
    assert updated(api, 1, text="Not mine", assignee=ADMIN)["assigned_to"]["id"] == ADMIN
    assert updated(api, 1, priority=3)["assigned_to"]["id"] == ADMIN
    gone = updated(api, 1, assignee=None)

    assert gone["assigned_to"] is None
    assert last(gone)["assignee_change"] == {"old": ADMIN, "new": None, "old_name": "Ada Admin", "new_name": None}
    assert updated(api, 1, assignee=None) == gone


def test_an_empty_assignee_of_a_form_is_nobody(api: Client) -> None:
    created(api, assignee=AGENT)

    response = api.post(f"{JSON}/ticket/1/staff_update/", data={"staff": AGENT, "assignee": ""})

    assert response.json()["assigned_to"] is None


def test_time_spent_adds_up(api: Client) -> None:
    created(api)

    first = updated(api, 1, time_spent=12)
    second = updated(api, 1, text="Found it", time_spent="30")
    third = updated(api, 1, text="Done", time_spent=0)

    assert [ticket["time_spent"] for ticket in (first, second, third)] == [12, 42, 42]
    assert [one["time_spent"] for one in third["updates"]] == [None, 12, 30, None]


@pytest.mark.parametrize("value", [-1, 1.5, "1h", True, 1_000_001, [1]])
def test_time_spent_is_a_number_of_minutes(api: Client, value: Any) -> None:
    created(api)

    assert refusal(api, time_spent=value).keys() == {"time_spent"}


def test_tags_are_replaced(api: Client) -> None:
    created(api, tags="a, b")

    assert updated(api, 1, tags="b, c")["tags"] == "b, c"
    assert updated(api, 1, priority=3)["tags"] == "b, c"
    assert updated(api, 1, tags=None, priority=1)["tags"] == "b, c"
    assert updated(api, 1, tags=["d", "e,f"])["tags"] == "d, e, f"
    assert updated(api, 1, tags="")["tags"] == ""


def test_a_tag_is_one_whatever_its_case_and_stays_as_it_was_first_written(api: Client) -> None:
    created(api, tags="VIP, vip, late")

    assert read(api, 1)["tags"] == "VIP, late"
    assert updated(api, 1, tags="Late, vip, new")["tags"] == "late, VIP, new"


def test_everything_at_once_is_one_entry(api: Client) -> None:
    created(api)

    ticket = updated(
        api, 1, text="Done", status=CLOSED, priority=1, assignee=AGENT, due_date="2026-02-01", tags="x", time_spent=5
    )

    assert len(ticket["updates"]) == 2
    assert all(last(ticket)[f"{name}_change"] for name in ("status", "priority", "assignee", "due_date"))
    assert (last(ticket)["message"]["text"], last(ticket)["time_spent"]) == ("Done", 5)


def test_staff_may_write_on_a_completed_ticket_without_opening_it(api: Client) -> None:
    created(api)
    updated(api, 1, status=CLOSED)

    ticket = updated(api, 1, text="One more thing")

    assert ticket["status"]["id"] == CLOSED
    assert last(ticket)["status_change"] is None


def test_all_faults_come_at_once_and_nothing_is_written(api: Client) -> None:
    before = created(api)

    found = faults(
        api.post(
            f"{JSON}/ticket/1/staff_update/",
            json={
                "staff": CUSTOMER,
                "status": 99,
                "priority": 9,
                "assignee": 99,
                "due_date": "x",
                "text": 1,
                "user": 4,
            },
        )
    )

    assert found.keys() == {"staff", "status", "priority", "assignee", "due_date", "text", "user"}
    assert found["staff"] == ["There is no staff member with this id."]
    assert found["status"] == ["There is no status with this id."]
    assert read(api, 1) == before


@pytest.mark.parametrize("staff", [None, "", 0, 1, CUSTOMER, 99])
def test_the_author_is_staff(api: Client, staff: Any) -> None:
    created(api)

    assert refusal(api, staff=staff, text="a").keys() == {"staff"}


def test_staff_who_have_left_write_no_more(api: Client, world: World) -> None:
    created(api)
    set_up(world, {"people": [{"email": "agent@example.com", "name": "Grace", "agent": True, "active": False}]})

    assert refusal(api, text="a") == {"staff": ["This staff member is not active."]}
    assert refusal(api, staff=ADMIN, assignee=AGENT) == {"assignee": ["This staff member is not active."]}


def test_a_ticket_that_is_not_there_is_not_found(api: Client) -> None:
    refused = api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "text": "a"})

    assert sentence(refused) == (404, "Cannot find the requested object")


def test_an_update_is_made_to_the_version_that_was_seen_or_not_at_all(api: Client) -> None:
    created(api)
    seen = api.get(f"{JSON}/ticket/1/").headers["ETag"]
    replied(api, 1)

    url, body = f"{JSON}/ticket/1/staff_update/", {"staff": AGENT, "text": "a"}
    refused = api.post(url, json=body, headers={"If-Match": seen})

    assert sentence(refused) == (412, "If-Match does not name the current version. Read it again and send its ETag.")
    assert len(read(api, 1)["updates"]) == 2
    accepted = api.post(url, json=body, headers={"If-Match": '"2"'})
    assert (accepted.status, accepted.headers["ETag"]) == (200, '"3"')


def test_an_update_that_comes_again_is_made_once_and_answered_as_the_first_time(api: Client) -> None:
    created(api)
    url, body, key = f"{JSON}/ticket/1/staff_update/", {"staff": AGENT, "time_spent": 5}, {"Idempotency-Key": "once"}

    first = api.post(url, json=body, headers=key)
    replied(api, 1)
    again = api.post(url, json=body, headers=key)

    assert (first.status, again.status) == (200, 200)
    assert again.json() == first.json()
    assert read(api, 1)["time_spent"] == 5
    assert sentence(api.post(url, json={"staff": AGENT, "time_spent": 6}, headers=key))[0] == 409


def test_a_list_shows_a_ticket_where_an_update_has_put_it(api: Client) -> None:
    created(api)
    created(api)
    updated(api, 1, status=CLOSED)

    assert numbers(page(api, status="_pending")) == [2]
    assert numbers(page(api, status="_completed")) == [1]
