"""POST ticket/{id}/staff_pvtnote/."""

import pytest

from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CLOSED,
    JSON,
    created,
    faults,
    noted,
    read,
    sentence,
)
from tools.local_desk.client import Client


def test_a_note_is_marked_as_one(api: Client) -> None:
    created(api)

    ticket = noted(api, 1, text=None, html="<b>Careful</b>")

    assert ticket == read(api, 1)
    message = ticket["updates"][-1]["message"]
    assert (message["message_type"], message["text"], message["html"]) == ("p", "Careful", "<b>Careful</b>")
    assert message["customer_updated"] is False


def test_a_note_answers_nobody(api: Client) -> None:
    before = created(api)

    ticket = noted(api, 1)

    assert ticket["last_staff_reply_at"] is None
    assert ticket["unresponded"] is True
    assert ticket["first_message"] == before["first_message"]


def test_customers_never_see_a_note_and_neither_does_staff_in_the_tickets_api(
    api: Client, client: Client, agent: Client
) -> None:
    created(api)
    noted(api, 1, status=CLOSED)
    note = read(api, 1)["updates"][-1]["update_id"]

    for caller in (client, agent):
        assert [one["body"] for one in caller.get("/support/tickets/1/comments").json()["items"]] == ["Help"]
        assert caller.get(f"/support/comments/{note}").status == 404
        assert caller.get("/support/tickets/1").json()["is_client_read"] is True
        assert caller.get("/support/tickets/1").json()["is_closed"] is True


def test_a_note_changes_properties_as_an_update_does(api: Client) -> None:
    created(api)

    ticket = noted(
        api, 1, staff=ADMIN, status=CLOSED, priority=3, assignee=AGENT, time_spent=7, tags="x", due_date="2026-02-01"
    )

    assert ticket["status"]["id"] == CLOSED
    assert ticket["priority"]["id"] == 3
    assert ticket["assigned_to"]["id"] == AGENT
    assert (ticket["time_spent"], ticket["tags"], ticket["due_date"]) == (7, "x", "2026-02-01")
    assert len(ticket["updates"]) == 2
    assert ticket["updates"][1]["by"]["id"] == ADMIN


def test_a_note_without_words_changes_properties_alone(api: Client) -> None:
    created(api)

    assert noted(api, 1, text=None, priority=3)["updates"][-1]["message"] is None


@pytest.mark.parametrize("alert", ["s", "c", 3, ["s", 3], None])
def test_whom_to_alert_is_accepted(api: Client, alert: object) -> None:
    created(api)

    assert len(noted(api, 1, alert=alert)["updates"]) == 2


@pytest.mark.parametrize("field", ["update_customer", "cc", "bcc", "subject", "user"])
def test_a_note_is_no_mail(api: Client, field: str) -> None:
    created(api)

    refused = api.post(f"{JSON}/ticket/1/staff_pvtnote/", json={"staff": AGENT, "text": "a", field: "a@example.com"})

    assert faults(refused) == {field: ["This is not a known field."]}


def test_a_note_has_an_author(api: Client) -> None:
    created(api)

    assert faults(api.post(f"{JSON}/ticket/1/staff_pvtnote/", json={"text": "a"})) == {
        "staff": ["This field is required."]
    }
    assert sentence(api.post(f"{JSON}/ticket/2/staff_pvtnote/", json={"staff": AGENT, "text": "a"}))[0] == 404


@pytest.mark.parametrize("parameters", [{"CommentsPerMinute": "1"}])
def test_notes_and_changes_of_properties_count(api: Client) -> None:
    created(api)
    noted(api, 1)

    refused = api.post(f"{JSON}/ticket/1/staff_pvtnote/", json={"staff": AGENT, "text": "a"})

    assert sentence(refused) == (429, "Throttled, wait 60 seconds.")
    change = api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "priority": 3})
    assert sentence(change) == (429, "Throttled, wait 60 seconds.")
