"""POST delete/: an administrator deletes a ticket for good, for all APIs."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    CUSTOMER,
    JSON,
    created,
    faults,
    numbers,
    page,
    read,
    sentence,
)
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

NOT_FOUND = (404, "Cannot find the requested object")
PATH = f"{JSON}/ticket/1/delete/"


def deletion(api: Client, key: str | None = None, **body: Any) -> Response:
    """The answer to a deletion by the administrator."""
    return api.post(PATH, json={"staff_id": ADMIN, **body}, headers={"Idempotency-Key": key} if key else {})


def test_the_answer_has_the_number_as_people_quote_it(api: Client) -> None:
    created(api)

    response = deletion(api)
    assert (response.status, response.json()) == (200, {"deleted_ticket": "#HFS00000001"})
    assert "ETag" not in response.headers


def test_the_ticket_is_not_found_from_then_on(client: Client, api: Client) -> None:
    created(api)
    created(api)
    deletion(api)

    assert sentence(api.get(f"{JSON}/ticket/1/")) == NOT_FOUND
    assert numbers(page(api)) == [2]
    assert page(api)["page_info"]["last_index"] == 1
    assert client.get("/support/tickets/1").status == 404
    assert [one["number"] for one in client.get("/support/tickets").json()["items"]] == [2]


@pytest.mark.parametrize("path", ["staff_update", "staff_pvtnote", "update_tags", "move", "delete"])
def test_nothing_can_be_done_to_it(api: Client, path: str) -> None:
    created(api)
    deletion(api)

    assert sentence(api.post(f"{JSON}/ticket/1/{path}/", json={"staff_id": ADMIN})) == NOT_FOUND


def test_its_number_is_not_used_again(api: Client) -> None:
    created(api)
    deletion(api)

    assert created(api)["id"] == 2


def test_subscribers_hear_who_deleted_it(world: World, api: Client) -> None:
    created(api)
    deletion(api)
    world.pump()

    event = world.events()[-1]
    assert (event["detail-type"], event["detail"]["number"]) == ("ticket.deleted", 1)
    assert event["detail"]["by"] == {"side": "staff", "person_id": ADMIN}


def test_an_agent_without_the_permission_is_refused(api: Client) -> None:
    before = created(api)

    assert sentence(deletion(api, staff_id=AGENT)) == (
        403,
        "The staff member in staff_id does not have the permission admin. Name one who has it.",
    )
    assert read(api, 1) == before


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"staff_id": None}, {"staff_id": ["This field is required."]}),
        ({"staff_id": CUSTOMER}, {"staff_id": ["There is no staff member with this id."]}),
        ({"staff_id": 99}, {"staff_id": ["There is no staff member with this id."]}),
        ({"staff": ADMIN}, {"staff": ["This is not a known field."]}),
    ],
)
def test_who_deletes_has_to_be_named(api: Client, body: dict[str, Any], found: dict[str, list[str]]) -> None:
    before = created(api)

    assert faults(deletion(api, **body)) == found
    assert read(api, 1) == before


def test_another_version_is_refused(api: Client) -> None:
    created(api)

    assert api.post(PATH, json={"staff_id": ADMIN}, headers={"If-Match": '"2"'}).status == 412
    assert read(api, 1)["id"] == 1
    assert api.post(PATH, json={"staff_id": ADMIN}, headers={"If-Match": '"1"'}).status == 200


def test_a_repetition_with_its_key_answers_as_the_first_time(api: Client) -> None:
    created(api)

    first = deletion(api, "one")
    again = deletion(api, "one")

    assert (again.status, again.json()) == (first.status, first.json()) == (200, {"deleted_ticket": "#HFS00000001"})


def test_a_repetition_without_a_key_is_not_found(api: Client) -> None:
    created(api)
    deletion(api)

    assert sentence(deletion(api)) == NOT_FOUND
    assert sentence(deletion(api, "another")) == NOT_FOUND


def test_a_ticket_that_staff_alone_see_is_deleted_too(tokens: Tokens, api: Client) -> None:
    created(api, visible_only_staff=True)

    assert deletion(api).status == 200
