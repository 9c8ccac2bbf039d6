"""POST tickets/."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    BILLING,
    CUSTOMER,
    JSON,
    TICKET,
    Json,
    answered,
    assert_shape,
    created,
    faults,
    new,
    page,
    read,
    sentence,
)
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


def by_email(**fields: Any) -> Json:
    """The body of a new ticket of somebody who writes for the first time."""
    return new(user=None, name="Ivy Invoice", email="ivy@example.com") | fields


def test_a_ticket_is_created_for_a_customer_by_id(api: Client) -> None:
    ticket = answered(api.post(f"{JSON}/tickets/", json=new()))

    assert_shape(ticket, TICKET)
    assert (ticket["id"], ticket["user"]["id"], ticket["first_message"]) == (1, CUSTOMER, "Help")
    assert ticket == read(api, 1)


def test_user_and_client_name_the_same_customer(api: Client) -> None:
    assert created(api, user=None, client=CUSTOMER)["user"]["id"] == CUSTOMER
    assert created(api, client=str(CUSTOMER))["user"]["id"] == CUSTOMER
    assert faults(api.post(f"{JSON}/tickets/", json=new(client=AGENT))).keys() == {"client"}


def test_everything_that_a_ticket_can_begin_with_is_kept(api: Client) -> None:
    ticket = created(
        api,
        category=BILLING,
        priority=3,
        assignee=AGENT,
        tags="invoice, address, invoice,, late ",
        cc="a@example.com, b@example.com",
        bcc="c@example.com",
        due_date="2026-08-16",
        visible_only_staff=True,
    )

    assert ticket["category"]["name"] == "Billing"
    assert ticket["priority"] == {"id": 3, "name": "High", "order": 3, "default": False}
    assert ticket["assigned_to"]["id"] == AGENT
    assert ticket["tags"] == "invoice, address, late"
    assert ticket["due_date"] == "2026-08-16"
    assert ticket["visible_only_staff"] is True
    message = ticket["updates"][0]["message"]
    assert (message["cc_list"], message["bcc_list"]) == ("a@example.com, b@example.com", "c@example.com")
    assert ticket == read(api, 1)


def test_nobody_has_a_ticket_that_is_to_have_no_assignee(api: Client) -> None:
    assert created(api, assignee=None)["assigned_to"] is None
    assert created(api, assignee="")["assigned_to"] is None


@pytest.mark.parametrize("written", ["2026-08-06", "06/08/2026", "6/8/2026", " 2026-8-6 "])
def test_a_due_date_is_written_in_either_way(api: Client, written: str) -> None:
    assert created(api, due_date=written)["due_date"] == "2026-08-06"


def test_html_is_sanitised_and_gives_the_text(api: Client) -> None:
    html = '<p onclick="x()">It is <b>broken</b>.</p><script>steal()</script><p>Help<br>me &amp; us</p>'

    message = created(api, text=None, html=html)["updates"][0]["message"]

    assert message["html"] == "<p>It is <b>broken</b>.</p><p>Help<br>me &amp; us</p>"
    assert message["text"] == "It is broken.\n\nHelp\nme & us"


def test_text_and_html_are_both_kept(api: Client) -> None:
    message = created(api, text="Plain", html="<i>Rich</i>")["updates"][0]["message"]

    assert (message["text"], message["html"]) == ("Plain", "<i>Rich</i>")


def test_who_writes_for_the_first_time_becomes_a_contact(api: Client) -> None:
    ticket = answered(api.post(f"{JSON}/tickets/", json=by_email(phone="+44 20 7946 0958")))

    assert ticket["user"]["id"] == 5
    assert (ticket["user"]["name"], ticket["user"]["email"]) == ("Ivy Invoice", "ivy@example.com")
    assert ticket["user"]["phones"] == [{"id": 1, "number": "+44 20 7946 0958", "type": "o"}]
    assert ticket["updates"][0]["by"]["id"] == 5


def test_who_wrote_before_is_found_by_e_mail_in_any_case_of_letters(api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=by_email()))

    again = answered(api.post(f"{JSON}/tickets/", json=by_email(name="Somebody", email=" IVY@Example.com ")))
    customer = answered(api.post(f"{JSON}/tickets/", json=by_email(email="client@example.com")))

    assert again["user"]["id"] == 5
    assert again["user"]["name"] == "Ivy Invoice"
    assert customer["user"]["id"] == CUSTOMER


def test_a_new_contact_and_its_ticket_come_together_or_not_at_all(world: World, api: Client) -> None:
    before = dump(world)

    assert api.post(f"{JSON}/tickets/", json=by_email(category=99)).status == 400

    assert dump(world) == before


def test_an_address_of_staff_is_no_customers(api: Client) -> None:
    refused = api.post(f"{JSON}/tickets/", json=by_email(email="agent@example.com"))

    assert faults(refused) == {"email": ["This e-mail address belongs to a staff member."]}


def test_who_has_left_writes_no_more(world: World, api: Client) -> None:
    people = [
        {"email": "client@example.com", "name": "Carl", "active": False},
        {"email": "agent@example.com", "name": "Grace", "agent": True, "active": False},
    ]
    set_up(world, {"people": people})

    assert faults(api.post(f"{JSON}/tickets/", json=new(assignee=AGENT))) == {
        "user": ["This user is not active."],
        "assignee": ["This staff member is not active."],
    }
    assert faults(api.post(f"{JSON}/tickets/", json=by_email(email="client@example.com"))) == {
        "email": ["This user is not active."]
    }


@pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "2"}])
def test_more_tickets_than_a_minute_allows_are_throttled(world: World, api: Client) -> None:
    created(api)
    created(api)
    world.clock.advance(seconds=15)

    refused = api.post(f"{JSON}/tickets/", json=by_email())

    assert sentence(refused) == (429, "Throttled, wait 45 seconds.")
    assert refused.headers["Retry-After"] == "45"
    assert page(api)["page_info"]["last_index"] == 2
    world.clock.advance(seconds=45)
    assert answered(api.post(f"{JSON}/tickets/", json=by_email()))["user"]["id"] == 6


def test_a_request_that_comes_again_creates_one_ticket(api: Client) -> None:
    key = {"Idempotency-Key": "once"}

    first = api.post(f"{JSON}/tickets/", json=by_email(), headers=key)
    api.post(f"{JSON}/ticket/1/user_reply/", json={"user": 5, "text": "Hello?"})
    again = api.post(f"{JSON}/tickets/", json=by_email(), headers=key)

    assert answered(again) == answered(first)
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert page(api)["page_info"]["last_index"] == 1


def test_a_key_that_came_with_another_request_is_refused(api: Client) -> None:
    key = {"Idempotency-Key": "once"}
    answered(api.post(f"{JSON}/tickets/", json=by_email(), headers=key))

    refused = api.post(f"{JSON}/tickets/", json=by_email(subject="Another"), headers=key)

    assert sentence(refused) == (409, "This Idempotency-Key was used for a different request.")


def test_a_ticket_of_the_whole_desk_s_key_is_the_customers_own(api: Client, client: Client, tokens: Tokens) -> None:
    created(api)
    created(api, visible_only_staff="true")

    items = client.get("/support/tickets").json()["items"]

    assert [(item["number"], item["is_client_author"]) for item in items] == [(1, True)]
    assert client.get("/support/tickets/2").status == 404
    assert tokens["client"]["person_id"] == CUSTOMER
    assert created(api, assignee=ADMIN)["assigned_to"]["name"] == "Ada Admin"


def test_an_address_that_somebody_else_signs_in_with_is_nobodys(world: World, api: Client) -> None:
    person = {"email": "ada@example.com", "name": "Ada", "login": "office@example.com"}
    set_up(world, {"people": [person]})
    before = dump(world)

    for address in ("office@example.com", "Office@Example.com"):
        refused = api.post(f"{JSON}/tickets/", json=new(user=None, name="Otto", email=address))
        assert faults(refused) == {"email": ["Somebody with another e-mail address signs in with this address."]}
    assert dump(world) == before

    ticket = answered(api.post(f"{JSON}/tickets/", json=new(user=None, name="Ada", email="Ada@example.com")))
    assert ticket["user"]["email"] == "ada@example.com"
