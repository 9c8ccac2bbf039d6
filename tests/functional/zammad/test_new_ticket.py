"""Creating a ticket: what an agent can say of it, and what it gets by itself."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.channel import Channel
from tests.functional.zammad.states import CLOSED, MERGED, OPEN, REMINDER, REMOVED, change
from tests.functional.zammad.ticket_writes import (
    AGENT,
    BASE,
    CUSTOMER,
    TICKETS,
    create,
    created,
    messages,
    refused,
)
from tools.local_desk.client import Client


def test_a_ticket_without_an_article_has_no_message(zammad_agent: Client) -> None:
    ticket = created(zammad_agent, article=...)

    assert (ticket["article_count"], ticket["article_ids"]) == (0, [])
    assert messages(ticket["id"]) == []
    assert created(zammad_agent, article=None)["article_count"] == 0


def test_all_that_can_be_said(zammad_agent: Client) -> None:
    article = {"subject": "s", "body": "<p>a</p>", "content_type": "text/html", "to": "x", "cc": "y", "reply_to": "z"}
    ticket = created(
        zammad_agent,
        group_id=...,
        group="billing",
        priority="3 high",
        state="pending reminder",
        pending_time="2027-01-05T12:00:59+02:00",
        owner_id=AGENT,
        tags="vip, Invoice,vip",
        article={**article, "type": "email", "time_unit": "12.5"},
    )

    assert (ticket["group_id"], ticket["priority_id"], ticket["state_id"]) == (2, 3, REMINDER)
    assert (ticket["owner_id"], ticket["customer_id"]) == (AGENT, CUSTOMER)
    assert ticket["pending_time"] == "2027-01-05T10:00:00.000Z"
    assert (ticket["time_unit"], ticket["ticket_time_accounting_ids"]) == ("12.5", [ticket["id"] * 1000 + 1])
    assert ticket["create_article_type_id"] == 1
    [message] = messages(ticket["id"])
    assert (message.html, message.text, message.subject) == ("<p>a</p>", "a", "s")
    assert (message.to, message.cc, message.reply_to, message.channel) == ("x", "y", "z", Channel.EMAIL)


@pytest.mark.parametrize("tags", ["vip, Invoice,VIP", ["vip", "Invoice"], ["vip,Invoice"]])
def test_tags_are_a_text_or_a_list(zammad_agent: Client, tags: Any) -> None:
    ticket = shared_resources().tickets.get(created(zammad_agent, tags=tags)["id"])
    assert ticket
    assert ticket.tags == ("vip", "Invoice")


def test_a_title_is_cut_to_250_characters(zammad_agent: Client) -> None:
    assert created(zammad_agent, title="é" * 260)["title"] == "é" * 250


def test_a_date_is_its_beginning(zammad_agent: Client) -> None:
    ticket = created(zammad_agent, state_id="3", pending_time="2027-01-05")
    assert ticket["pending_time"] == "2027-01-05T00:00:00.000Z"


def test_a_pending_time_is_ignored_for_other_states(zammad_agent: Client) -> None:
    assert created(zammad_agent, state="open", pending_time="2027-01-05")["pending_time"] is None


@pytest.mark.parametrize("nobody", [1, "1", "-", None, ""])
def test_nobody_owns_it(zammad_agent: Client, nobody: Any) -> None:
    assert created(zammad_agent, owner_id=nobody)["owner_id"] == 1


@pytest.mark.parametrize("owner", [{"owner_id": "3"}, {"owner": "AGENT@example.com"}, {"owner": 3}, {"owner": "3"}])
def test_an_owner_is_found_by_id_and_by_name(zammad_agent: Client, owner: dict[str, Any]) -> None:
    assert created(zammad_agent, **owner)["owner_id"] == AGENT


def test_what_the_desk_says_itself_is_ignored(zammad_agent: Client) -> None:
    ticket = created(
        zammad_agent,
        id=77,
        number="77",
        created_at="1999-01-01T00:00:00Z",
        created_by_id=2,
        updated_by_id=2,
        note="n",
        preferences={"a": 1},
        mentions=[1],
        links={"x": 1},
        organization_id=None,
    )
    assert (ticket["id"], ticket["note"], ticket["preferences"]) == (1, None, {})
    assert (ticket["created_by_id"], ticket["updated_by_id"]) == (AGENT, AGENT)


def test_keys_may_stand_in_the_query(zammad_agent: Client) -> None:
    query = {"title": "From the query", "group": "Users", "customer": "client@example.com"}
    response = zammad_agent.post(TICKETS, params=query, json={"title": "From the body"})
    assert (response.status, response.json()["title"]) == (201, "From the body")


def test_a_form_is_read_as_well(zammad_agent: Client) -> None:
    form = {"title": "t", "group": "Users", "customer": "client@example.com", "article[body]": "Help"}
    response = zammad_agent.post(TICKETS, data=form)
    assert (response.status, response.json()["article_count"]) == (201, 1)


def test_names_on_request(zammad_agent: Client) -> None:
    response = zammad_agent.post(TICKETS, params={"expand": "true"}, json=BASE)
    ticket = response.json()
    assert (ticket["group"], ticket["state"], ticket["priority"]) == ("Users", "new", "2 normal")
    assert (ticket["owner"], ticket["customer"], ticket["created_by"]) == (
        "-",
        "client@example.com",
        "agent@example.com",
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ...}, "Attribute 'title' required!"),
        ({"title": None}, "Attribute 'title' required!"),
        ({"title": " "}, "Attribute 'title' required!"),
        ({"group_id": ...}, "The required value 'group_id' is missing."),
        ({"group_id": None}, "Attribute 'group_id' required!"),
        ({"group_id": 99}, "Invalid value for param 'group_id': 99"),
        ({"group_id": "x"}, "Invalid value for param 'group_id': \"x\""),
        ({"state_id": 99}, "Invalid value for param 'state_id': 99"),
        ({"state": "nope"}, "No lookup value found for 'state': \"nope\""),
        ({"state": None}, "Attribute 'state_id' required!"),
        ({"state_id": MERGED}, "Invalid value '5' for field 'state_id'!"),
        ({"state": "removed"}, "Invalid value '6' for field 'state_id'!"),
        ({"state_id": REMINDER}, "Missing required value for field 'pending_time'!"),
        ({"priority": "urgent"}, "No lookup value found for 'priority': \"urgent\""),
        ({"priority_id": None}, "Attribute 'priority_id' required!"),
        ({"owner_id": 99}, "Invalid value for param 'owner_id': 99"),
        ({"owner_id": CUSTOMER}, "Invalid value '4' for field 'owner_id'!"),
        ({"owner": "nobody@example.com"}, "No lookup value found for 'owner': \"nobody@example.com\""),
        ({"organization": "Acme"}, "No lookup value found for 'organization': \"Acme\""),
        ({"organization_id": 1}, "Invalid value for param 'organization_id': 1"),
        ({"article": {}}, "Need at least an 'article body' field."),
        ({"article": "text"}, "Invalid value for param 'article': \"text\""),
        ({"article": {"body": "a", "sender": "System"}}, "Invalid value '3' for field 'sender_id'!"),
        ({"article": {"body": "a", "sender_id": 3}}, "Invalid value '3' for field 'sender_id'!"),
        ({"article": {"body": "a", "origin_by_id": 99}}, "Invalid value for param 'origin_by_id': 99"),
        ({"article": {"body": "a", "type": "pigeon"}}, "No lookup value found for 'type': \"pigeon\""),
    ],
)
def test_what_cannot_be_is_refused_in_the_vendors_words(
    zammad_agent: Client, fields: dict[str, Any], sentence: str
) -> None:
    assert refused(create(zammad_agent, **fields)) == sentence


@pytest.mark.parametrize("value", ["2027-01-05T10:00:00", "tomorrow", 5, "1900-01-01", "2027-02-30"])
def test_a_pending_time_needs_a_zone(zammad_agent: Client, value: Any) -> None:
    sentence = refused(create(zammad_agent, state_id=REMINDER, pending_time=value))
    assert sentence.startswith("Invalid value for param 'pending_time': ")
    assert sentence != "Invalid value for param 'pending_time': "


def test_an_inactive_state_cannot_be_entered(zammad: Client, zammad_agent: Client) -> None:
    change(zammad, OPEN, active=False)
    assert refused(create(zammad_agent, state_id=OPEN)) == "Invalid value '2' for field 'state_id'!"


def test_a_closed_one_is_closed_at_once(zammad_agent: Client) -> None:
    ticket = created(zammad_agent, state="closed")
    assert ticket["state_id"] == CLOSED
    assert ticket["close_at"] == ticket["created_at"]


def test_a_state_that_is_removed_cannot_be_entered(zammad_agent: Client) -> None:
    assert refused(create(zammad_agent, state_id=REMOVED)) == "Invalid value '6' for field 'state_id'!"


def test_unknown_query_parameters_are_refused(zammad_agent: Client) -> None:
    assert refused(zammad_agent.post(TICKETS, params={"colour": "red"}, json=BASE)) == "Unknown parameter 'colour'"
