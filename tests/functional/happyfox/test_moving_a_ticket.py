"""POST move/: a ticket goes to another category, with a private note and an assignee, in one update."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, caller, set_up
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    BILLING,
    CLOSED,
    GENERAL,
    JSON,
    answered,
    created,
    faults,
    last,
    numbers,
    page,
    read,
    sentence,
    updated,
)
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

PATH = f"{JSON}/ticket/1/move/"


def moved(api: Client, **body: Any) -> Any:
    """The answer to a move by the agent."""
    return answered(api.post(PATH, json={"staff_id": AGENT, "target_category_id": BILLING, **body}))


def test_a_ticket_moves_with_a_private_note(api: Client) -> None:
    created(api)

    assert moved(api, move_note="wrong queue") == {"status_code": 200, "message": "moved ticket to Billing"}

    ticket = read(api, 1)
    assert ticket["category"]["id"] == BILLING
    update = last(ticket)
    assert update["category_change"] == {"old": GENERAL, "new": BILLING, "old_name": "Users", "new_name": "Billing"}
    assert (update["message"]["text"], update["message"]["message_type"]) == ("wrong queue", "p")
    assert update["by"]["id"] == AGENT
    assert len(ticket["updates"]) == 2


def test_a_move_without_a_note_has_no_message(api: Client) -> None:
    created(api)
    moved(api)

    assert last(read(api, 1))["message"] is None


def test_a_move_assigns_in_the_same_update(api: Client) -> None:
    created(api, assignee=AGENT)
    moved(api, assign_to=ADMIN)

    ticket = read(api, 1)
    assert ticket["assigned_to"]["id"] == ADMIN
    assert [len(ticket["updates"]), last(ticket)["assignee_change"]["new"]] == [2, ADMIN]
    assert last(ticket)["category_change"]["new"] == BILLING


def test_without_an_assignee_the_ticket_keeps_its_own(api: Client) -> None:
    created(api, assignee=AGENT)
    moved(api, assign_to=None)

    assert read(api, 1)["assigned_to"]["id"] == AGENT


@pytest.mark.parametrize("side", ["client", "agent"])
def test_the_tickets_api_shows_no_new_comment(world: World, tokens: Tokens, api: Client, side: str) -> None:
    created(api)
    reader = caller(world, tokens[side]["token"])
    before = reader.get("/support/tickets/1/comments").json()
    moved(api, move_note="wrong queue")

    assert reader.get("/support/tickets/1/comments").json() == before
    assert reader.get("/support/tickets/1").json()["is_client_author"] is True


def test_lists_know_the_new_category(world: World, api: Client) -> None:
    created(api)
    moved(api)
    world.pump()

    assert numbers(page(api, category=BILLING)) == [1]
    assert numbers(page(api, category=GENERAL)) == []


def test_a_move_into_its_own_category_changes_nothing(api: Client) -> None:
    before = created(api)

    assert moved(api, target_category_id=GENERAL) == {"status_code": 200, "message": "moved ticket to Users"}
    assert read(api, 1) == before


def test_a_note_is_kept_also_where_the_category_stays(api: Client) -> None:
    created(api)
    moved(api, target_category_id=GENERAL, move_note="stays here")

    update = last(read(api, 1))
    assert (update["message"]["text"], update["category_change"]) == ("stays here", None)


def test_a_closed_ticket_moves_and_stays_closed(api: Client) -> None:
    created(api)
    updated(api, 1, status=CLOSED)
    moved(api, move_note="for the records")

    assert read(api, 1)["status"]["id"] == CLOSED


def test_a_new_category_is_known_at_once(world: World, api: Client) -> None:
    created(api)
    set_up(world, {"categories": [{"key": "sales", "name": {"en": "Sales & more", "ru": "Продажи"}}]})

    assert moved(api, target_category_id=3)["message"] == "moved ticket to Sales & more"


def test_what_is_missing_is_named(api: Client) -> None:
    created(api)

    assert faults(api.post(PATH, json={})) == {
        "staff_id": ["This field is required."],
        "target_category_id": ["This field is required."],
    }


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("staff_id", 99, "There is no staff member with this id."),
        ("target_category_id", 99, "There is no category with this id."),
        ("target_category_id", "general", "Send an id: a whole number, 1 or greater."),
        ("assign_to", 4, "There is no staff member with this id."),
        ("category", 2, "This is not a known field."),
        ("staff", 3, "This is not a known field."),
    ],
)
def test_what_is_not_understood_is_refused(api: Client, field: str, value: Any, problem: str) -> None:
    before = created(api)
    body = {"staff_id": AGENT, "target_category_id": BILLING, field: value}

    assert faults(api.post(PATH, json=body)) == {field: [problem]}
    assert read(api, 1) == before


@pytest.mark.parametrize("field", ["staff_id", "assign_to"])
def test_an_agent_who_is_not_active_is_refused(world: World, api: Client, field: str) -> None:
    created(api)
    set_up(world, {"people": [{"email": "agent@example.com", "name": "Grace Agent", "agent": True, "active": False}]})
    body = {"staff_id": ADMIN, "target_category_id": BILLING, field: AGENT}

    assert faults(api.post(PATH, json=body)) == {field: ["This staff member is not active."]}


def test_there_is_no_such_ticket(api: Client) -> None:
    response = api.post(PATH, json={"staff_id": AGENT, "target_category_id": BILLING})

    assert sentence(response) == (404, "Cannot find the requested object")


def test_another_version_is_refused(api: Client) -> None:
    created(api)
    body = {"staff_id": AGENT, "target_category_id": BILLING}

    assert api.post(PATH, json=body, headers={"If-Match": '"7"'}).status == 412
    response = api.post(PATH, json=body, headers={"If-Match": '"1"'})
    assert (response.status, response.headers["ETag"]) == (200, '"2"')


def test_a_repetition_answers_as_the_first_time(api: Client) -> None:
    created(api)

    def again() -> Response:
        body = {"staff_id": AGENT, "target_category_id": BILLING, "move_note": "once"}
        return api.post(PATH, json=body, headers={"Idempotency-Key": "one"})

    first = again()
    moved(api, target_category_id=GENERAL)

    assert again().json() == first.json() == {"status_code": 200, "message": "moved ticket to Billing"}
    assert read(api, 1)["category"]["id"] == GENERAL
    assert len(read(api, 1)["updates"]) == 3
