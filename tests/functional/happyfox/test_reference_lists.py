"""The lists of what tickets refer to: whole, without pages, by id, and each item as in a ticket."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import JSON, answered, faults, sentence
from tests.functional.happyfox.test_unknown_parameters import UNKNOWN
from tools.local_desk.client import Client
from tools.local_desk.world import World

LISTS = [
    f"{JSON}/categories/",
    f"{JSON}/statuses/",
    f"{JSON}/priorities/",
    f"{JSON}/staff/",
    f"{JSON}/ticket_custom_fields/",
    f"{JSON}/user_custom_fields/",
    f"{JSON}/contact_groups/",
]


def items(api: Client, name: str) -> Any:
    """The items of a list."""
    return answered(api.get(f"{JSON}/{name}/"))


def test_categories_are_listed_by_id(shared_api: Client) -> None:
    same = {"description": "", "public": True, "prepopulate_cc": "", "time_spent_mandatory": False}

    assert items(shared_api, "categories") == [
        {"id": 1, "name": "Users", **same},
        {"id": 2, "name": "Billing", **same},
    ]


def test_priorities_are_listed_by_id(shared_api: Client) -> None:
    assert items(shared_api, "priorities") == [
        {"id": 1, "name": "Low", "order": 1, "default": False},
        {"id": 2, "name": "Normal", "order": 2, "default": True},
        {"id": 3, "name": "High", "order": 3, "default": False},
    ]


@pytest.mark.parametrize("name", ["ticket_custom_fields", "user_custom_fields", "contact_groups"])
def test_a_list_of_what_the_desk_does_not_have_is_empty(shared_api: Client, name: str) -> None:
    assert items(shared_api, name) == []


@pytest.mark.parametrize("path", LISTS)
def test_the_slash_at_the_end_may_be_left_out(shared_api: Client, path: str) -> None:
    assert answered(shared_api.get(path.rstrip("/"))) == answered(shared_api.get(path))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", ["page", "size", "nonsense", ""])
def test_a_list_takes_no_parameters(shared_api: Client, path: str, name: str) -> None:
    assert faults(shared_api.get(path, params={name: "1"})) == {name or "__all__": UNKNOWN}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", "nonsense"])
def test_the_content_type_of_a_list_is_not_looked_at(shared_api: Client, path: str, kind: str) -> None:
    response = shared_api.get(path, headers={"Content-Type": kind})

    assert answered(response) == answered(shared_api.get(path))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_for_holders_of_the_key(shared_world: World, shared_api: Client, path: str) -> None:
    assert sentence(shared_world.client({}).get(path)) == (401, "Invalid or missing API key and auth code.")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_list_can_only_be_read(shared_api: Client, path: str, method: str) -> None:
    response = shared_api.request(method, path)

    assert sentence(response) == (405, f"This path does not answer {method}. Use GET, OPTIONS.")
    assert response.headers["Allow"] == "GET, OPTIONS"
