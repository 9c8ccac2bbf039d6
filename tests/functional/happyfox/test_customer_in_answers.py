"""`user` in tickets of the HappyFox API: every documented key is there, whatever is known of the customer."""

from typing import Any

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import (
    CUSTOMER,
    assert_shape,
    created,
    from_xml,
    noted,
    page,
    read,
    read_alone,
    replied,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

USER: dict[str, Any] = {
    "id": int,
    "name": str,
    "email": str,
    "primary_phone": dict | None,
    "phones": list,
    "created_at": str,
    "updated_at": str,
    "contact_groups": list,
    "custom_fields": list,
}
FIRST = {"id": 1, "type": "o", "number": "+1 111"}
SECOND = {"id": 2, "type": "o", "number": "+2 222"}


def test_every_answer_shows_the_customer_with_all_keys(api: Client) -> None:
    tickets = [created(api), updated(api, 1, priority=3), noted(api, 1), replied(api, 1)]
    tickets += page(api)["data"] + page(api, include_updates=1)["data"]
    alone = read_alone(api, 1)

    assert_shape(alone["user"], {**USER, "tickets_count": int, "pending_tickets_count": int})
    for ticket in tickets:
        assert_shape(ticket["user"], USER)
    for ticket in [*tickets, alone]:
        assert (ticket["user"]["contact_groups"], ticket["user"]["custom_fields"]) == ([], [])


def test_a_customer_without_a_phone_has_no_primary_one(api: Client) -> None:
    user = created(api)["user"]

    assert (user["primary_phone"], user["phones"]) == (None, [])


@pytest.mark.parametrize(
    ("numbers", "primary", "phones"),
    [([FIRST["number"]], FIRST, [FIRST]), ([FIRST["number"], SECOND["number"]], FIRST, [FIRST, SECOND])],
)
def test_the_first_phone_is_the_primary_one(
    world: World, api: Client, numbers: list[str], primary: dict[str, Any], phones: list[dict[str, Any]]
) -> None:
    set_up(world, {"people": [{"email": "client@example.com", "name": "Carl Client", "phones": numbers}]})

    user = created(api)["user"]

    assert user["id"] == CUSTOMER
    assert (user["primary_phone"], user["phones"]) == (primary, phones)
    assert read(api, 1)["user"] == page(api)["data"][0]["user"] == user


def test_the_customer_is_the_same_in_xml(api: Client) -> None:
    created(api, user=None, name="Ivy", email="ivy@example.com", phone="02323412")
    ticket = read_alone(api, 1)

    document = api.get("/api/1.1/xml/ticket/1/").content

    assert from_xml(document, ticket)["user"] == ticket["user"]
