"""POST ticket/{id}/staff_update/ with `last_staff_message`: refused when staff have written to the customer since."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    JSON,
    answered,
    created,
    last,
    noted,
    read,
    refusal,
    replied,
    sentence,
    updated,
)
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

COLLISION = (409, "Staff have answered since. Read the ticket again and send the update_id of their newest message.")


def update(api: Client, **fields: Any) -> Response:
    """Send an update of ticket 1."""
    return api.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, **fields})


def newest(ticket: dict[str, Any]) -> int:
    """Return the id of the newest update."""
    found: int = last(ticket)["update_id"]
    return found


@pytest.mark.parametrize("written", ["{}", " {} "])
def test_an_update_after_the_newest_message_of_staff_is_made(api: Client, written: str) -> None:
    created(api)
    seen = newest(updated(api, 1, text="We look"))

    by_number = answered(update(api, text="Done", last_staff_message=seen))
    by_text = answered(update(api, text="Really", last_staff_message=written.format(newest(by_number))))

    assert [one["message"]["text"] for one in by_text["updates"]] == ["Help", "We look", "Done", "Really"]


@pytest.mark.parametrize("fields", [{"text": "Mine"}, {"priority": 3}, {}])
def test_an_update_that_has_not_seen_the_newest_message_is_refused_and_nothing_written(
    api: Client, fields: dict[str, Any]
) -> None:
    created(api)
    seen = newest(updated(api, 1, text="We look"))
    updated(api, 1, staff=ADMIN, text="Solved")
    before = read(api, 1)

    assert sentence(update(api, last_staff_message=seen, **fields)) == COLLISION
    assert read(api, 1) == before


def test_what_does_not_write_to_the_customer_is_no_collision(api: Client) -> None:
    created(api)
    seen = newest(updated(api, 1, text="We look"))
    noted(api, 1)
    replied(api, 1)
    updated(api, 1, priority=3)

    assert update(api, text="Done", last_staff_message=seen).status == 200


def test_before_the_first_answer_the_opening_is_what_was_seen(api: Client) -> None:
    seen = newest(created(api))

    assert update(api, text="First", last_staff_message=seen).status == 200
    assert sentence(update(api, text="Second", last_staff_message=seen)) == COLLISION


def test_any_later_update_counts_as_seen(api: Client) -> None:
    created(api)
    updated(api, 1, text="We look")
    seen = newest(noted(api, 1))

    assert update(api, text="Done", last_staff_message=seen).status == 200
    assert sentence(update(api, text="Again", last_staff_message=seen)) == COLLISION


def test_an_answer_through_another_api_is_a_collision_too(api: Client, agent: Client) -> None:
    seen = newest(created(api))
    assert agent.post("/support/tickets/1/comments", json={"body": "Solved"}).status in (200, 201)

    assert sentence(update(api, text="Mine", last_staff_message=seen)) == COLLISION


@pytest.mark.parametrize("other", [100000, 100002, 200001, 1])
def test_an_update_that_the_ticket_does_not_have_is_refused(api: Client, other: int) -> None:
    created(api)
    created(api)

    found = refusal(api, text="a", last_staff_message=other)

    assert found == {"last_staff_message": ["There is no update with this id on this ticket."]}
    assert len(read(api, 1)["updates"]) == 1


@pytest.mark.parametrize("value", [0, -1, "abc", 1.5, True, [100001], "9" * 30])
def test_the_last_message_is_given_by_its_id(api: Client, value: Any) -> None:
    created(api)

    found = refusal(api, last_staff_message=value)

    assert found == {"last_staff_message": ["Send an id: a whole number, 1 or greater."]}


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_nothing_is_compared(api: Client, value: Any) -> None:
    created(api)
    updated(api, 1, text="We look")

    assert update(api, text="Done", last_staff_message=value).status == 200


def test_an_update_that_comes_again_is_answered_as_the_first_time(api: Client) -> None:
    seen = newest(created(api))
    url, key = f"{JSON}/ticket/1/staff_update/", {"Idempotency-Key": "once"}
    body = {"staff": AGENT, "text": "First", "last_staff_message": seen}

    first = api.post(url, json=body, headers=key)
    again = api.post(url, json=body, headers=key)

    assert (first.status, again.status) == (200, 200)
    assert again.json() == first.json()


@pytest.mark.parametrize(("response_format", "start"), [("xml", "<?xml"), ("yaml", "error: ")])
def test_a_collision_is_told_in_the_format_of_the_path(
    world: World, api: Client, response_format: str, start: str
) -> None:
    seen = newest(created(api))
    updated(api, 1, text="We look")
    body = {"staff": AGENT, "text": "a", "last_staff_message": seen}

    refused = api.post(f"/api/1.1/{response_format}/ticket/1/staff_update/", json=body)

    assert refused.status == 409
    assert refused.content.decode().startswith(start)
    assert COLLISION[1] in refused.content.decode()
