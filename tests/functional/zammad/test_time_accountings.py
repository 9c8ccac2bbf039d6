"""Working time that is booked on tickets, by itself or with an article."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.supportbee.supportbee_calls import history_kinds, stored
from tests.functional.zammad.states import refusal, zammad_caller
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

TYPES = "/api/v1/time_accounting/types"
BOOK = "/api/v1/time_accountings"
AGENT = 3
KEY = {"Idempotency-Key": "5a4f0b1e"}


def path(number: int | str) -> str:
    """The path of the working time of a ticket."""
    return f"/api/v1/tickets/{number}/time_accountings"


def rows(caller: Client, number: int) -> list[dict[str, Any]]:
    """The working time of a ticket."""
    response = caller.get(path(number))
    assert response.status == 200, response
    found: list[dict[str, Any]] = response.json()
    return found


def row(response: Response) -> dict[str, Any]:
    """The working time that was booked."""
    assert response.status == 201, response
    found: dict[str, Any] = response.json()
    return found


def test_working_time_is_booked_listed_and_shown(zammad_agent: Client, ticket: int) -> None:
    assert rows(zammad_agent, ticket) == []
    response = zammad_agent.post(path(ticket), json={"time_unit": "15"})
    booked = row(response)
    assert booked == {
        "id": ticket * 1000 + 2,
        "ticket_id": ticket,
        "ticket_article_id": None,
        "time_unit": "15.0",
        "type_id": None,
        "created_by_id": AGENT,
        "created_at": booked["created_at"],
        "updated_at": booked["created_at"],
    }
    assert response.headers["ETag"] == '"2"'
    assert rows(zammad_agent, ticket) == [booked]
    accounting_id = booked["id"]
    assert zammad_agent.get(f"/api/v1/tickets/{ticket}/time_accountings/{accounting_id}").json() == booked
    assert zammad_agent.get(f"/api/v1/tickets/{ticket}").json()["time_unit"] == "15.0"
    assert history_kinds(ticket) == ["changed"]


def test_the_ticket_may_stand_in_the_body(zammad_agent: Client, ticket: int) -> None:
    booked = row(zammad_agent.post(BOOK, json={"ticket_id": ticket, "time_unit": -5.5, "type_id": 1}))
    assert (booked["time_unit"], booked["type_id"]) == ("-5.5", 1)
    assert rows(zammad_agent, ticket) == [booked]


def test_the_keys_may_stand_in_the_query(zammad_agent: Client, ticket: int) -> None:
    assert row(zammad_agent.post(f"{path(ticket)}?time_unit=1.25&type_id=1"))["time_unit"] == "1.25"


@pytest.mark.parametrize(
    ("sent", "shown"), [(15, "15.0"), ("1.25", "1.25"), (0.01, "0.01"), ("-9999.99", "-9999.99"), ("7.50", "7.5")]
)
def test_times_have_at_least_one_decimal_place(zammad_agent: Client, ticket: int, sent: Any, shown: str) -> None:
    assert row(zammad_agent.post(path(ticket), json={"time_unit": sent}))["time_unit"] == shown


@pytest.mark.parametrize("sent", [0, "0", "0.00", "10000", 1.234, "x", "", True, [], {}, "1e3"])
def test_a_time_is_bounded_and_not_zero(zammad_agent: Client, ticket: int, sent: Any) -> None:
    status, text = refusal(zammad_agent.post(path(ticket), json={"time_unit": sent}))
    assert (status, text.startswith("Invalid value for param 'time_unit': ")) == (422, True)
    assert stored(ticket).version == 1


def test_a_refusal_says_what_to_send(zammad_agent: Client, ticket: int) -> None:
    complaint = "Invalid value for param 'time_unit': 0. Send a time other than 0."
    assert refusal(zammad_agent.post(path(ticket), json={"time_unit": 0})) == (422, complaint)
    assert refusal(zammad_agent.post(path(ticket), json={})) == (422, "Attribute 'time_unit' required!")
    assert refusal(zammad_agent.post(BOOK, json={"time_unit": 1})) == (422, "Attribute 'ticket_id' required!")


@pytest.mark.parametrize("sent", [2, 0, "x", [1], True])
def test_there_is_one_type_of_time(zammad_agent: Client, ticket: int, sent: Any) -> None:
    status, text = refusal(zammad_agent.post(path(ticket), json={"time_unit": 1, "type_id": sent}))
    assert (status, text.startswith("Invalid value for param 'type_id': ")) == (422, True)


def test_a_booking_has_the_type_that_was_sent(zammad_agent: Client, ticket: int) -> None:
    for sent in (None, 1, "1"):
        zammad_agent.post(path(ticket), json={"time_unit": 1, "type_id": sent})
    assert [one["type_id"] for one in rows(zammad_agent, ticket)] == [None, 1, 1]


def test_a_booking_cannot_name_an_article(zammad_agent: Client, ticket: int) -> None:
    complaint = "Invalid value for param 'ticket_article_id': 1001. Book time with an article by its `time_unit`."
    sent = {"time_unit": 1, "ticket_article_id": 1001}
    assert refusal(zammad_agent.post(path(ticket), json=sent)) == (422, complaint)
    assert row(zammad_agent.post(path(ticket), json={**sent, "ticket_article_id": None}))["ticket_article_id"] is None


def test_the_type_is_listed_since_the_desk_was_set_up(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    [one] = zammad_agent.get(TYPES).json()
    assert one == {
        "id": 1,
        "name": "Time",
        "note": None,
        "active": True,
        "created_by_id": 1,
        "updated_by_id": 1,
        "created_at": one["created_at"],
        "updated_at": one["created_at"],
    }
    assert zammad_caller(world, tokens["admin"]["token"]).get(TYPES).status == 200


def test_time_of_another_api_is_in_the_same_list_with_its_article(
    world: World, tokens: Tokens, zammad_agent: Client, ticket: int
) -> None:
    happyfox = key_holder(world, tokens["happyfox"])
    update = {"staff": AGENT, "text": "Done", "time_spent": 20}
    answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/staff_update/", json=update))
    zammad_agent.post(path(ticket), json={"time_unit": 7.25})

    assert [(one["id"], one["ticket_article_id"], one["time_unit"]) for one in rows(zammad_agent, ticket)] == [
        (ticket * 1000 + 2, ticket * 1000 + 2, "20.0"),
        (ticket * 1000 + 3, None, "7.25"),
    ]
    assert answered(happyfox.get(f"{HAPPYFOX}/ticket/{ticket}/"))["time_spent"] == 27


def test_time_of_an_article_names_the_article(zammad_agent: Client, ticket: int) -> None:
    change = {"article": {"body": "Done", "time_unit": "2.5"}}
    assert zammad_agent.put(f"/api/v1/tickets/{ticket}", json=change).status == 200
    [booked] = rows(zammad_agent, ticket)
    assert (booked["ticket_article_id"], booked["time_unit"]) == (ticket * 1000 + 2, "2.5")
    shown = zammad_agent.get(f"/api/v1/tickets/{ticket}?expand=true").json()
    assert shown["ticket_time_accounting_ids"] == [booked["id"]]


@pytest.mark.parametrize("number", ["999", "nope"])
def test_an_unknown_ticket_is_not_found(zammad_agent: Client, number: str) -> None:
    missing = (404, f"Couldn't find Ticket with 'id'={number}")
    assert refusal(zammad_agent.get(path(number))) == missing
    assert refusal(zammad_agent.post(path(number), json={"time_unit": 1})) == missing
    assert refusal(zammad_agent.post(BOOK, json={"ticket_id": number, "time_unit": 1})) == missing


@pytest.mark.parametrize("number", ["1", "1001", "2002", "nope"])
def test_unknown_working_time_is_not_found(zammad_agent: Client, ticket: int, number: str) -> None:
    missing = (404, f"Couldn't find Ticket::TimeAccounting with 'id'={number}")
    assert refusal(zammad_agent.get(f"{path(ticket)}/{number}")) == missing


def test_customers_neither_see_nor_book_working_time(world: World, tokens: Tokens, ticket: int) -> None:
    customer = zammad_caller(world, tokens["client"]["token"])
    for response in (
        customer.get(path(ticket)),
        customer.post(path(ticket), json={"time_unit": 1}),
        customer.get(f"{path(ticket)}/1002"),
        customer.post(BOOK, json={"ticket_id": ticket, "time_unit": 1}),
        customer.get(TYPES),
    ):
        assert refusal(response) == (403, "Not authorized (user)!")


def test_a_booking_expects_the_version_that_it_names_and_takes_effect_once(zammad_agent: Client, ticket: int) -> None:
    first = zammad_agent.post(path(ticket), json={"time_unit": 1}, headers={**KEY, "If-Match": '"1"'})
    again = zammad_agent.post(path(ticket), json={"time_unit": 1}, headers={**KEY, "If-Match": '"1"'})
    assert (again.status, again.content) == (201, first.content)
    assert zammad_agent.post(path(ticket), json={"time_unit": 1}, headers={"If-Match": '"1"'}).status == 412
    assert len(rows(zammad_agent, ticket)) == 1
