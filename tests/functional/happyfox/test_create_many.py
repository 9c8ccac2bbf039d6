"""POST tickets/ with a list of tickets."""

from unittest.mock import patch

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.domain.ticket import Ticket
from polydesk.storage.tickets import Tickets
from tests.functional.happyfox.happyfox_calls import CUSTOMER, JSON, answered, created, faults, new, numbers, page, read
from tools.local_desk.client import Client
from tools.local_desk.world import World

REQUIRED = ["This field is required."]


def test_each_of_many_tickets_succeeds_or_fails_for_itself(api: Client) -> None:
    bodies = [new(subject="First"), {"subject": "Second"}, new(category=99), 5, new(subject="Last")]

    results = answered(api.post(f"{JSON}/tickets/", json=bodies))

    assert results == [
        {"display_id": "#HFS00000001", "id": 1, "success": True},
        {
            "success": False,
            "error": [{"field": name, "errors": REQUIRED} for name in ("category", "text", "name", "email")],
        },
        {"success": False, "error": [{"field": "category", "errors": ["There is no category with this id."]}]},
        {"success": False, "error": [{"field": "__all__", "errors": ["Send an object."]}]},
        {"display_id": "#HFS00000002", "id": 2, "success": True},
    ]
    assert [ticket["subject"] for ticket in page(api)["data"]] == ["Last", "First"]


def test_two_tickets_of_one_newcomer_make_one_contact(api: Client) -> None:
    body = new(user=None, name="Ivy", email="ivy@example.com")

    answered(api.post(f"{JSON}/tickets/", json=[body, body]))

    assert [read(api, number)["user"]["id"] for number in (1, 2)] == [5, 5]


def test_a_hundred_tickets_are_the_most(api: Client) -> None:
    assert len(answered(api.post(f"{JSON}/tickets/", json=[new()] * 100))) == 100

    refused = api.post(f"{JSON}/tickets/", json=[new()] * 101)

    assert faults(refused) == {"__all__": ["There can be at most 100 tickets at once."]}
    assert page(api)["page_info"]["last_index"] == 100


def test_the_html_of_many_tickets_is_bounded_together(api: Client) -> None:
    body = new(html="<b>x</b>" * 2_000)

    assert all(one["success"] for one in answered(api.post(f"{JSON}/tickets/", json=[body] * 5)))
    assert faults(api.post(f"{JSON}/tickets/", json=[body] * 6)).keys() == {"__all__"}


def test_the_html_of_many_tickets_is_bounded_together_before_it_is_sanitised(api: Client) -> None:
    body = new(html=f"<style>{'x' * 99_000}</style>kept")

    assert all(one["success"] for one in answered(api.post(f"{JSON}/tickets/", json=[body] * 10)))
    assert faults(api.post(f"{JSON}/tickets/", json=[body] * 11)).keys() == {"__all__"}


def test_no_tickets_are_none(api: Client) -> None:
    assert answered(api.post(f"{JSON}/tickets/", json=[])) == []


def test_a_list_that_comes_again_creates_each_ticket_once(api: Client) -> None:
    key = {"Idempotency-Key": "once"}
    bodies = [new(subject="First"), {}, new(subject="Last")]
    first = answered(api.post(f"{JSON}/tickets/", json=bodies, headers=key))

    again = answered(api.post(f"{JSON}/tickets/", json=bodies, headers=key))

    assert again == first
    assert numbers(page(api)) == [2, 1]


def test_what_failed_the_first_time_is_made_good_by_the_same_list(api: Client) -> None:
    key = {"Idempotency-Key": "once"}
    bodies = [new(), new(user=None, name="Ivy", email="ivy@example.com"), new()]
    commit = Tickets.commit
    calls = 0

    def failing(*arguments: object) -> Ticket:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Unavailable
        return commit(*arguments)  # type: ignore[arg-type]

    with patch.object(Tickets, "commit", failing):
        first = answered(api.post(f"{JSON}/tickets/", json=bodies, headers=key))
    again = answered(api.post(f"{JSON}/tickets/", json=bodies, headers=key))

    failure = {"success": False, "error": [{"field": "__all__", "errors": ["The desk is overloaded. Try again."]}]}
    assert first[1:] == [failure, failure]
    assert [one["success"] for one in again] == [True, True, True]
    assert again[0] == first[0]
    assert page(api)["page_info"]["last_index"] == 3


def test_what_time_does_not_suffice_for_fails_before_the_function_is_cut_off(api: Client, world: World) -> None:
    commit = Tickets.commit

    def slow(*arguments: object) -> Ticket:
        world.clock.sleep(11)
        return commit(*arguments)  # type: ignore[arg-type]

    with patch.object(Tickets, "commit", slow):
        results = answered(api.post(f"{JSON}/tickets/", json=[new()] * 4))

    assert [one["success"] for one in results] == [True, True, False, False]
    assert results[3]["error"] == [{"field": "__all__", "errors": ["The desk is overloaded. Try again."]}]
    assert page(api)["page_info"]["last_index"] == 2


def test_a_key_protects_each_place_of_the_list_by_itself(api: Client) -> None:
    key = {"Idempotency-Key": "once"}
    answered(api.post(f"{JSON}/tickets/", json=[new(subject="First"), new(subject="Second")], headers=key))

    results = answered(api.post(f"{JSON}/tickets/", json=[new(subject="First"), new(subject="Other")], headers=key))

    assert results[0]["id"] == 1
    assert results[1] == {
        "success": False,
        "error": [{"field": "__all__", "errors": ["This Idempotency-Key was used for a different request."]}],
    }


@pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "2"}])
def test_what_is_over_the_limit_fails_and_says_when_to_come_again(api: Client, world: World) -> None:
    world.clock.advance(seconds=20)

    results = answered(api.post(f"{JSON}/tickets/", json=[new()] * 4))

    assert [one["success"] for one in results] == [True, True, False, False]
    assert results[3]["error"] == [{"field": "__all__", "errors": ["Throttled, wait 40 seconds."]}]


def test_a_single_ticket_and_a_list_of_one_are_told_apart(api: Client) -> None:
    assert created(api)["user"]["id"] == CUSTOMER
    assert answered(api.post(f"{JSON}/tickets/", json=[new()])) == [
        {"display_id": "#HFS00000002", "id": 2, "success": True}
    ]
