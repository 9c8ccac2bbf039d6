"""Whose a new ticket is: somebody known, or a customer who is created with it."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import set_up
from tests.functional.zammad.ticket_writes import (
    ADMIN,
    AGENT,
    BASE,
    CUSTOMER,
    TICKETS,
    create,
    created,
    person,
    refused,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.mark.parametrize(
    ("customer", "found"),
    [
        ({"customer_id": 4}, CUSTOMER),
        ({"customer_id": "4"}, CUSTOMER),
        ({"customer_id": "client@example.com"}, CUSTOMER),
        ({"customer": "CLIENT@example.com"}, CUSTOMER),
        ({"customer": 4}, CUSTOMER),
        ({"customer": "4"}, CUSTOMER),
        ({"customer_id": "guess:client@example.com"}, CUSTOMER),
        ({"customer": {"email": "client@example.com", "firstname": "Other"}}, CUSTOMER),
        ({"customer": {"id": "4"}}, CUSTOMER),
        ({"customer": {"login": "client@example.com"}}, CUSTOMER),
        ({"customer_id": AGENT}, AGENT),
        ({"customer_id": "guess:admin@example.com"}, ADMIN),
        ({"customer_id": 1}, 1),
    ],
)
def test_a_person_who_is_known(zammad_agent: Client, customer: dict[str, Any], found: int) -> None:
    last = shared_resources().people.last_id()

    ticket = created(zammad_agent, **{"customer_id": ..., **customer})

    assert ticket["customer_id"] == found
    assert shared_resources().people.last_id() == last


def test_an_id_counts_more_than_a_name(zammad_agent: Client) -> None:
    assert created(zammad_agent, customer_id=CUSTOMER, customer="nobody")["customer_id"] == CUSTOMER


def test_a_guessed_customer_is_created_once(zammad_agent: Client) -> None:
    first, second = (created(zammad_agent, customer_id="guess:New@example.com")["customer_id"] for _ in range(2))
    assert first == second
    assert (person(first).email, person(first).name, person(first).agent) == ("New@example.com", "", False)


def test_a_described_customer_is_created(zammad_agent: Client) -> None:
    described = {"email": "ann@example.com", "firstname": "Ann Mary", "lastname": "Bee", "phone": "+44 1", "vip": True}

    found = person(created(zammad_agent, customer_id=..., customer=described)["customer_id"])

    assert (found.name, found.firstname, found.lastname) == ("Ann Mary Bee", "Ann Mary", "Bee")
    assert (found.email, found.login, [one.number for one in found.phones]) == (
        "ann@example.com",
        "ann@example.com",
        ["+44 1"],
    )


def test_a_described_customer_may_have_another_login_or_no_address(zammad_agent: Client) -> None:
    with_login = {"email": "ann@example.com", "login": "ann"}
    first = created(zammad_agent, customer_id=..., customer=with_login)["customer_id"]
    assert created(zammad_agent, customer_id=..., customer="ann")["customer_id"] == first
    bare = created(zammad_agent, customer_id=..., customer={"lastname": "Bee"})["customer_id"]
    assert (person(bare).email, person(bare).firstname, person(bare).lastname) == ("", "", "Bee")


def test_a_described_customer_always_has_a_login(zammad_agent: Client) -> None:
    body = {**BASE, "customer_id": None, "customer": {"phone": 4930123}}

    shown = zammad_agent.post(TICKETS, params={"expand": "true"}, json=body).json()

    found = person(shown["customer_id"])
    assert found.login.startswith("auto-")
    assert shown["customer"] == found.login
    assert [one.number for one in found.phones] == ["4930123"]
    again = created(zammad_agent, customer_id=..., customer=found.login)
    assert again["customer_id"] == found.id


@pytest.mark.parametrize(
    ("customer", "sentence"),
    [
        ({}, "Attribute 'customer_id' required!"),
        ({"customer_id": None}, "Attribute 'customer_id' required!"),
        ({"customer_id": 99}, "Invalid value for param 'customer_id': 99"),
        ({"customer": {"id": 99}}, "Invalid value for param 'customer_id': 99"),
        ({"customer": "x@example.com"}, "No lookup value found for 'customer': \"x@example.com\""),
        ({"customer_id": "guess:x"}, "Invalid email 'x' of customer"),
        ({"customer": {"email": "x"}}, "Invalid email 'x' of customer"),
        (
            {"customer": {"login": "x"}},
            "At least one identifier (firstname, lastname, phone or email) for user is required.",
        ),
        (
            {"customer": {"name": "x"}},
            "Invalid value for param 'customer': {...}. "
            "Send id, email, login, firstname, lastname, phone, or some of these.",
        ),
        ({"customer": [4]}, "Invalid value for param 'customer': [...]. Send an id, a login or an e-mail address."),
    ],
)
def test_others_are_refused(zammad_agent: Client, customer: dict[str, Any], sentence: str) -> None:
    assert refused(create(zammad_agent, **{"customer_id": ..., **customer})) == sentence
    assert shared_resources().tickets.get(1) is None


def test_an_inactive_person_is_refused(world: World, zammad_agent: Client) -> None:
    set_up(world, {"people": [{"email": "client@example.com", "name": "Carl Client", "active": False}]})
    sentence = "Invalid value '4' for field 'customer_id'!"
    assert refused(create(zammad_agent)) == sentence
    assert refused(create(zammad_agent, customer_id="guess:client@example.com")) == sentence


def test_a_refused_ticket_creates_nobody(zammad_agent: Client) -> None:
    refused(create(zammad_agent, customer_id="guess:new@example.com", owner_id=99))
    assert shared_resources().people.find("new@example.com") is None


def test_customer_and_ticket_come_once(zammad_agent: Client) -> None:
    body = {**BASE, "customer_id": "guess:new@example.com"}
    headers = {"Idempotency-Key": "a"}

    first, again = (zammad_agent.post(TICKETS, json=body, headers=headers) for _ in range(2))

    assert (first.status, again.status) == (201, 201)
    assert first.json() == again.json()
    assert shared_resources().tickets.get(first.json()["id"] + 1) is None
