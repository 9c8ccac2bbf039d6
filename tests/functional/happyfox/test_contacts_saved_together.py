"""POST users/ with a list: 1 to 100 contacts, each saved or refused by itself."""

from typing import Any

import pytest

from tests.functional.happyfox.contact_calls import BO, contact_of, saved
from tests.functional.happyfox.happyfox_calls import JSON, answered, faults, from_xml, from_yaml
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

TOO_MANY = {"__all__": ["Send 1 to 100 contacts."]}


def together(api: Client, contacts: list[Any], **headers: str) -> Any:
    return answered(api.post(f"{JSON}/users/", json=contacts, headers=headers))


def test_results_come_in_the_order_of_the_contacts(api: Client) -> None:
    results = together(api, [{"name": f"Bo {n}", "email": f"bo{n}@x.example"} for n in range(100)])

    assert [one["email"] for one in results] == [f"bo{n}@x.example" for n in range(100)]
    assert len({one["id"] for one in results}) == 100
    assert contact_of(api, results[7]["id"])["name"] == "Bo 7"


@pytest.mark.parametrize("number", [0, 101])
def test_none_and_too_many_are_refused(api: Client, world: World, number: int) -> None:
    before = dump(world)

    assert faults(api.post(f"{JSON}/users/", json=[{"name": "Bo", "email": BO}] * number)) == TOO_MANY
    assert dump(world) == before


def test_two_with_one_address_are_one_contact(api: Client) -> None:
    first, second = together(api, [{"name": "Bo", "email": BO}, {"name": "Bo Later", "email": BO.upper()}])

    assert first == second == {"email": BO, "id": first["id"], "success": True}
    assert contact_of(api, BO)["name"] == "Bo Later"


@pytest.mark.parametrize("item", [None, "x", 7, [], [{}]])
def test_what_is_no_contact_is_refused_by_itself(api: Client, item: Any) -> None:
    refused, bo = together(api, [item, {"name": "Bo", "email": BO}])

    assert (refused["success"], refused["email"], bo["success"]) == (False, None, True)
    assert refused["error"] == refused["errors"]


def test_a_contact_without_an_address_is_answered_with_null(api: Client) -> None:
    [one] = together(api, [{"name": "Bo", "phones": [{"number": "1"}]}])

    assert one == {"email": None, "id": one["id"], "success": True}


def test_a_repetition_saves_no_contact_again(api: Client) -> None:
    contacts = [{"name": "Bo", "phones": [{"number": "1"}]}, {"name": "Bo", "email": BO}]
    first = together(api, contacts, **{"Idempotency-Key": "one"})
    saved(api, name="Bo Later", email=BO)

    assert together(api, contacts, **{"Idempotency-Key": "one"}) == first
    assert contact_of(api, BO)["name"] == "Bo Later"


def test_another_contact_under_the_same_key_is_refused_by_itself(api: Client) -> None:
    together(api, [{"name": "Bo", "email": BO}], **{"Idempotency-Key": "one"})

    other, added = together(
        api, [{"name": "Bo Later", "email": BO}, {"name": "Al", "email": "al@x.example"}], **{"Idempotency-Key": "one"}
    )

    assert other["error"] == [
        {"field": "__all__", "errors": ["This Idempotency-Key was used for a different request."]}
    ]
    assert added["success"]


def test_an_expected_version_holds_for_each(api: Client) -> None:
    saved(api, name="Bo", email=BO)

    known, new = together(
        api, [{"name": "Bo Later", "email": BO}, {"name": "Al", "email": "al@x.example"}], **{"If-Match": '"1"'}
    )

    assert (known["success"], new["success"]) == (True, False)


def test_the_results_are_the_same_in_each_format(api: Client) -> None:
    contacts = [{"name": "Bo", "email": BO}, {"email": "nobody"}]
    results = together(api, contacts)

    assert from_xml(api.post("/api/1.1/xml/users/", json=contacts).content, results) == results
    assert from_yaml(api.post("/api/1.1/yaml/users/", json=contacts).content) == results
