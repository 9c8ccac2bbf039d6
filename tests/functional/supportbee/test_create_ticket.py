"""New tickets: written in the requester's name, whoever's token opens them."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.supportbee.messages import form, written
from tests.functional.supportbee.supportbee_calls import JSON, hired, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

BODY = {"requester_email": "bo@example.com", "content": {"text": "It smokes"}}


def opened(api: Client, **fields: Any) -> dict[str, Any]:
    """A ticket that was opened."""
    return written(api.post("/tickets", json={"ticket": {**BODY, **fields}}), "ticket")


def refused(api: Client, **fields: Any) -> str:
    """What is said of a ticket that cannot be opened."""
    status, sentence = refusal(api.post("/tickets", json={"ticket": {**BODY, **fields}}))
    assert status == 400
    assert shared_resources().tickets.get(1) is None
    return sentence.removeprefix("Validation failed: ")


def test_a_ticket_is_opened_in_the_requesters_name(api: Client) -> None:
    fields = {
        "subject": "Printer",
        "requester_name": "Bo Lee",
        "cc": None,
        "content": {"text": "It smokes", "html": None},
    }
    response = api.post("/tickets", json={"ticket": {**BODY, **fields}})

    assert (response.status, response.headers["Content-Type"], response.headers["ETag"]) == (201, JSON, '"1"')
    ticket = written(response, "ticket")
    assert (ticket["id"], ticket["subject"], ticket["summary"]) == (1, "Printer", "It smokes")
    assert (ticket["unanswered"], ticket["replies_count"], ticket["labels"]) == (True, 0, [])
    assert (ticket["requester"]["first_name"], ticket["requester"]["agent"]) == ("Bo", False)
    assert (ticket["current_user_assignee"], ticket["current_team_assignee"]) == (None, None)
    assert "current_assignee" not in ticket
    assert ticket["content"]["text"] == "It smokes"
    assert ticket["source"] == {"web": "bo@example.com"}
    assert stored(1).opened_by.is_customer
    assert stored(1).opened_by.person_id == stored(1).customer_id == ticket["requester"]["id"]


@pytest.mark.parametrize("path", ["/tickets", "/tickets/", "/tickets.json"])
def test_every_path_opens_tickets(api: Client, path: str) -> None:
    assert api.post(path, json={"ticket": BODY}).status == 201


def test_the_token_may_be_in_the_body(world: World, tokens: Any) -> None:
    body = {"auth_token": tokens["agent"]["token"], "ticket": BODY}

    assert world.client().post("/tickets", json=body).status == 201


def test_a_form_opens_a_ticket(api: Client) -> None:
    fields = {
        "ticket[requester_email]": "bo@example.com",
        "ticket[requester_name]": "",
        "ticket[subject]": "",
        "ticket[content_attributes][body]": "It smokes",
        "ticket[cc]": "Office <office@example.com>, cy@example.com",
    }
    ticket = written(api.post("/tickets.json", **form(**fields)), "ticket")

    assert (ticket["subject"], ticket["requester"]["name"]) == ("(no subject)", "bo@example.com")
    assert [(one["name"], one["email"]) for one in ticket["cc"]] == [
        ("Office", "office@example.com"),
        ("cy@example.com", "cy@example.com"),
    ]


def test_a_known_requester_keeps_the_name(api: Client) -> None:
    first = opened(api, requester_name="Bo Lee")["requester"]
    second = opened(api, requester_email="BO@example.com", requester_name="Somebody")["requester"]

    assert second == first


def test_an_agent_can_be_the_requester(world: World, api: Client, other_api: Client) -> None:
    person = hired(world, "other@example.com", "Olga Other")

    ticket = opened(api, requester_email="other@example.com")

    assert (ticket["requester"]["id"], ticket["requester"]["agent"]) == (person, True)
    assert (stored(1).customer_id, stored(1).opened_by.is_customer, ticket["unanswered"]) == (person, True, True)


def test_html_is_kept_with_its_text(api: Client) -> None:
    ticket = opened(api, content={"html": "<p>It <b>smokes</b></p>"})

    assert (ticket["content"]["text"], ticket["content"]["html"]) == ("It smokes", "<p>It <b>smokes</b></p>")
    assert ticket["summary"] == "It smokes"


def test_what_a_client_has_read_is_ignored(api: Client) -> None:
    shown = opened(api, requester_name="Bo Lee")
    again = {**shown, "requester_email": "bo@example.com", "content": {"text": "Again"}}
    for name in ("private", "draft", "current_user_assignee", "current_team_assignee", "customer_rating"):
        del again[name]

    ticket = written(api.post("/tickets", json={"ticket": {**again, "spam": True, "cc": [], "bcc": []}}), "ticket")
    assert (ticket["id"], ticket["spam"], ticket["subject"]) == (2, False, "(no subject)")


def test_mail_has_no_effect(api: Client) -> None:
    opened(api, notify_requester=True, notify="yes", forwarding_address_id=7)


def test_a_ticket_that_cannot_be(api: Client) -> None:
    assert refused(api, requester_email=None).startswith("ticket.requester_email")
    assert refused(api, requester_email="bo").startswith("ticket.requester_email: value is not a valid email address")
    assert refused(api, requester_email="a@example.com, b@example.com").startswith("ticket.requester_email: ")
    assert refused(api, subject="a\nb").startswith("ticket.subject: line breaks")
    assert refused(api, requester_name="x" * 256).startswith("ticket.requester_name: ")
    assert refused(api, content=None) == "ticket: send a message: words in content.text or in content.html."
    assert refused(api, labels=[], priority=1) == "ticket.priority is not a known field."
    assert refusal(api.post("/tickets", json={}))[1] == "Validation failed: ticket is missing."


def test_an_inactive_person_cannot_be_the_requester(world: World, api: Client) -> None:
    world.invoke("OpsSetUpDesk", {"people": [{"email": "bo@example.com", "name": "Bo", "active": False}]})

    assert refused(api) == "ticket.requester_email: this user is not active."


def test_a_repetition_answers_as_the_first_time(api: Client) -> None:
    key = {"Idempotency-Key": "k"}
    first = api.post("/tickets", json={"ticket": BODY}, headers=key)
    again = api.post("/tickets.json", json={"ticket": BODY}, headers=key)
    other = api.post("/tickets", json={"ticket": {**BODY, "subject": "Other"}}, headers=key)

    assert written(again, "ticket") == written(first, "ticket")
    assert refusal(other) == (409, "This Idempotency-Key was used for a different request.")
    assert shared_resources().tickets.get(2) is None


@pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "2"}])
def test_tickets_are_counted(api: Client) -> None:
    opened(api)
    opened(api)

    response = api.post("/tickets", json={"ticket": BODY})
    assert response.status == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_a_ticket_of_a_known_requester_is_four_requests(api: Client) -> None:
    opened(api)
    with Meter(shared_resources().table) as meter:
        opened(api)
    assert meter.requests == {"GetItem": 2, "UpdateItem": 1, "TransactWriteItems": 1}
