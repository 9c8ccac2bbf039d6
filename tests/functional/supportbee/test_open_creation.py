"""Tickets without a token: off by default; where the stack allows them, limited, and telling nothing of people."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens
from tests.functional.supportbee.messages import written
from tests.functional.supportbee.supportbee_calls import hired, refusal, stored
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World
from tools.meter import Meter

BODY = {"requester_email": "bo@example.com", "requester_name": "Bo Lee", "content": {"text": "It smokes"}}

ON = pytest.mark.parametrize("parameters", [{"OpenTicketCreation": "on"}])
FEW = pytest.mark.parametrize("parameters", [{"OpenTicketCreation": "on", "OpenTicketsPerMinute": "7"}])


@pytest.fixture
def stranger(world: World, tokens: Tokens) -> Client:
    """A caller without a token."""
    return world.client()


def post(stranger: Client, headers: dict[str, str] | None = None, **fields: Any) -> Response:
    """Send a ticket."""
    return stranger.post("/tickets", json={"ticket": {**BODY, **fields}}, headers=headers)


def post_from(world: World, address: str, headers: dict[str, str] | None = None, **fields: Any) -> Response:
    """Send a ticket without a token from this IP address."""
    return post(world.client(source_ip=address), headers, **fields)


def test_it_is_off_by_default(stranger: Client) -> None:
    with Meter(shared_resources().table) as meter:
        assert refusal(post(stranger)) == (401, "A valid token is required.")
    assert not meter.write_units


@ON
def test_a_stranger_opens_a_ticket(stranger: Client, api: Client) -> None:
    ticket = written(post(stranger), "ticket")

    assert (ticket["id"], ticket["unanswered"], ticket["starred"]) == (1, True, False)
    assert ticket["content"]["text"] == "It smokes"
    assert stored(1).opened_by.is_customer
    person = shared_resources().people.find("bo@example.com")
    assert person is not None
    assert (person.name, person.id) == ("Bo Lee", stored(1).customer_id)


@ON
def test_the_answer_shows_the_requester_as_written(stranger: Client, client: Client, api: Client) -> None:
    new = written(post(stranger), "ticket")
    known = written(post(stranger, requester_email="CLIENT@example.com", requester_name=""), "ticket")

    for ticket, name, email in ((new, "Bo Lee", "bo@example.com"), (known, "CLIENT@example.com", "CLIENT@example.com")):
        requester = ticket["requester"]
        assert (requester["id"], requester["name"], requester["email"], requester["role"], requester["agent"]) == (
            None,
            name,
            email,
            "customer",
            False,
        )
        assert ticket["source"] == {"web": email}
    person = shared_resources().people.find("client@example.com")
    assert person is not None
    assert stored(2).customer_id == person.id


@ON
@pytest.mark.parametrize(
    ("headers", "body", "query"),
    [
        ({"Authorization": "Bearer wrong"}, {}, ""),
        ({"Authorization": "Basic eDp5"}, {}, ""),
        ({}, {"auth_token": "wrong"}, ""),
        ({}, {"auth_token": 5}, ""),
        ({}, {"auth_token": []}, ""),
        ({}, {}, "?auth_token=wrong"),
    ],
)
def test_a_wrong_token_is_refused(stranger: Client, headers: dict[str, str], body: dict[str, Any], query: str) -> None:
    response = stranger.post(f"/tickets{query}", json={**body, "ticket": BODY}, headers=headers)

    assert refusal(response)[0] == 401
    assert shared_resources().tickets.get(1) is None


@ON
def test_the_token_of_somebody_who_is_no_agent_is_refused(world: World, stranger: Client, tokens: Tokens) -> None:
    headers = {"Authorization": f"Bearer {tokens['client']['token']}"}

    assert refusal(post(stranger, headers=headers))[0] == 403


@ON
def test_a_blank_token_is_none(stranger: Client) -> None:
    assert stranger.post("/tickets?auth_token=", json={"auth_token": "", "ticket": BODY}).status == 201


@ON
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"cc": "cy@example.com"}, "cc"),
        ({"bcc": ["cy@example.com"]}, "bcc"),
        ({"attachment_ids": [1]}, "attachment_ids"),
        ({"content": {"text": "Hi", "attachments": "1"}}, "attachment_ids"),
    ],
)
def test_recipients_and_files_need_a_token(stranger: Client, fields: dict[str, Any], name: str) -> None:
    assert refusal(post(stranger, **fields)) == (
        400,
        f"Validation failed: ticket.{name}: leave it out, or send a token.",
    )
    assert shared_resources().tickets.get(1) is None


@ON
def test_addresses_of_staff_and_of_inactive_people_need_a_token(world: World, stranger: Client) -> None:
    world.invoke("OpsSetUpDesk", {"people": [{"email": "gone@example.com", "name": "Gone", "active": False}]})

    answers = {refusal(post(stranger, requester_email=one)) for one in ("agent@example.com", "gone@example.com")}
    assert answers == {
        (400, "Validation failed: ticket.requester_email: send a token to open a ticket for this address.")
    }


@ON
def test_an_address_that_becomes_one_of_staff_meanwhile_needs_a_token(world: World, stranger: Client) -> None:
    with before_the_first("TransactWriteItems", lambda: hired(world, "bo@example.com")):
        response = post(stranger)

    assert refusal(response) == (
        400,
        "Validation failed: ticket.requester_email: send a token to open a ticket for this address.",
    )


@ON
@pytest.mark.usefixtures("tokens")
def test_five_a_minute_from_one_address(world: World) -> None:
    for _ in range(5):
        assert post_from(world, "203.0.113.1").status == 201

    response = post_from(world, "203.0.113.1")
    assert refusal(response)[0] == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert post_from(world, "203.0.113.2").status == 201
    world.clock.advance(minutes=1)
    assert post_from(world, "203.0.113.1").status == 201


@ON
@pytest.mark.usefixtures("tokens")
def test_one_network_of_ipv6_is_one_address(world: World) -> None:
    for one in range(5):
        assert post_from(world, f"2001:db8:0:1::{one}").status == 201

    assert post_from(world, "2001:db8:0:1:ffff::1").status == 429
    assert post_from(world, "2001:db8:0:2::1").status == 201


@FEW
def test_all_strangers_together_have_a_limit_and_agents_have_their_own(world: World, api: Client) -> None:
    assert [post_from(world, f"203.0.113.{one}").status for one in range(8)] == [201] * 7 + [429]
    assert api.post("/tickets", json={"ticket": BODY}).status == 201


@ON
@pytest.mark.usefixtures("tokens")
def test_a_key_counts_per_address(world: World) -> None:
    key = {"Idempotency-Key": "k"}
    first, again = (post_from(world, "203.0.113.1", key) for _ in range(2))
    other = post_from(world, "203.0.113.2", key)

    assert written(again, "ticket") == written(first, "ticket")
    assert (written(first, "ticket")["id"], written(other, "ticket")["id"]) == (1, 2)
    assert refusal(post_from(world, "203.0.113.1", key, subject="Other"))[0] == 409


@ON
def test_no_other_call_is_open(stranger: Client, ticket: int) -> None:
    for method, path in (
        ("GET", "/tickets"),
        ("GET", "/tickets/1"),
        ("GET", "/tickets/1/replies"),
        ("POST", "/tickets/1/replies"),
        ("POST", "/tickets/1/comments"),
        ("POST", "/tickets/1/archive"),
    ):
        assert refusal(stranger.request(method, path))[0] == 401, path
