"""The answer to several tickets or contacts stays small, however much is wrong: some of them may have been written."""

from typing import Any

import pytest

from tests.functional.happyfox.contact_calls import BO, contact_of
from tests.functional.happyfox.happyfox_calls import answered, new
from tools.local_desk.client import Client

LARGEST = 1_000_000
"""Bytes. YAML, the slowest format, is written in a few seconds then."""

GOOD: dict[str, Any] = {"users": {"name": "Bo", "email": BO}, "tickets": new()}
UNKNOWN: dict[str, Any] = {"<&" * 49 + str(number): 1 for number in range(100)}


@pytest.mark.parametrize("path", ["users", "tickets"])
def test_faults_of_each_are_listed_up_to_ten(shared_api: Client, path: str) -> None:
    [refused] = answered(shared_api.post(f"/api/1.1/json/{path}/", json=[UNKNOWN]))

    assert sum(len(one["errors"]) for one in refused["error"]) == 10


@pytest.mark.parametrize("path", ["users", "tickets"])
def test_many_faults_of_many_are_still_answered(shared_api: Client, path: str) -> None:
    response = shared_api.post(f"/api/1.1/xml/{path}/", json=[GOOD[path], *[UNKNOWN] * 99])

    assert response.status == 200
    assert len(response.content) < LARGEST


def test_a_long_address_is_repeated_in_part(shared_api: Client) -> None:
    contacts = [{"name": "Long", "email": "long@x.example"}, *[{"name": "Bo", "email": "<" * 40_000}] * 99]

    response = shared_api.post("/api/1.1/json/users/", json=contacts)

    assert answered(response)[1]["email"] == "<" * 320
    assert len(response.content) < LARGEST
    assert contact_of(shared_api, "long@x.example")["name"] == "Long"
