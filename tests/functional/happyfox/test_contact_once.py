"""Writes of contacts take effect once under an Idempotency-Key, on the expected version, and whole beside others."""

from typing import Any

import pytest

from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed, contact_of, found, saved
from tests.functional.happyfox.happyfox_calls import JSON, answered, created, faults, without_counts
from tools.faults import before_the_first
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

KEY = {"Idempotency-Key": "one"}


def post(api: Client, path: str, body: Any, **headers: str) -> Response:
    return api.post(f"{JSON}/{path}/", json=body, headers=headers)


def test_a_contact_without_an_address_is_created_once(api: Client) -> None:
    body = {"name": "Bo", "phones": [MOBILE]}
    first = post(api, "users", body, **KEY)

    again = post(api, "users", body, **KEY)

    assert answered(again) == answered(first)
    assert again.headers["etag"] == first.headers["etag"] == '"1"'


def test_a_repetition_answers_as_the_first_time_and_undoes_nothing(api: Client) -> None:
    bo(api)
    first = post(api, f"user/{BO}", {"name": "Bo Later"}, **KEY)
    changed(api, BO, name="Bo Latest")

    assert answered(post(api, f"user/{BO}", {"name": "Bo Later"}, **KEY)) == answered(first)
    assert contact_of(api, BO)["name"] == "Bo Latest"


def test_a_request_that_changed_nothing_is_remembered_too(api: Client) -> None:
    bo(api)
    first = answered(post(api, f"user/{BO}", {"name": "Bo Bright"}, **KEY))
    changed(api, BO, name="Bo Later")

    assert answered(post(api, f"user/{BO}", {"name": "Bo Bright"}, **KEY)) == first
    assert contact_of(api, BO)["name"] == "Bo Later"


@pytest.mark.parametrize("path", ["users", f"user/{BO}"])
def test_a_key_of_another_request_is_refused(api: Client, path: str) -> None:
    bo(api)
    post(api, path, {"name": "Bo", "email": BO}, **KEY)

    assert post(api, path, {"name": "Bo Later", "email": BO}, **KEY).status == 409


@pytest.mark.parametrize(("path", "method"), [("users", "users"), ("user", f"user/{BO}")])
def test_another_version_than_the_expected_one_is_left_alone(api: Client, path: str, method: str) -> None:
    contact = bo(api)
    body = {"name": "Bo Later", "email": BO}

    assert post(api, method, body, **{"If-Match": '"2"'}).status == 412
    assert without_counts(contact_of(api, BO)) == contact
    assert post(api, method, body, **{"If-Match": '"1"'}).headers["etag"] == '"2"'


@pytest.mark.parametrize("expected", ['"1"', '"0"', "*", " * ", 'W/"1"'])
def test_who_is_new_meets_no_expectation(api: Client, expected: str) -> None:
    assert post(api, "users", {"name": "Bo", "email": BO}, **{"If-Match": expected}).status == 412
    assert api.get(f"{JSON}/user/{BO}/").status == 404


def test_two_who_save_a_new_address_at_once_make_one_contact(api: Client, world: World) -> None:
    with before_the_first("TransactWriteItems", lambda: bo(api, phones=[MOBILE])):
        contact = saved(api, name="Bo Later", email=BO.upper())

    assert (contact["name"], contact["email"], contact["phones"]) == ("Bo Later", BO, [{"id": 1, **MOBILE}])
    assert found(api, world, "name:bo") == [contact["id"]]


def test_a_ticket_and_a_contact_of_one_newcomer_at_once_make_one_contact(api: Client, world: World) -> None:
    with before_the_first("TransactWriteItems", lambda: created(api, user=None, name="Bo", email=BO)):
        contact = bo(api)

    assert found(api, world, f"email:{BO}") == [contact["id"]]
    assert contact["name"] == "Bo Bright"


def test_changes_at_once_come_one_after_the_other(api: Client) -> None:
    bo(api)

    with before_the_first("TransactWriteItems", lambda: changed(api, BO, phones=[MOBILE])):
        contact = changed(api, BO, phones=[{"number": "456"}], name="Bo Later")

    assert [one["id"] for one in contact["phones"]] == [1, 2]
    assert without_counts(contact_of(api, BO)) == contact


def test_two_who_take_one_address_at_once(api: Client) -> None:
    bo(api)
    al = saved(api, name="Al", email="al@x.example")
    new = {"email": "new@x.example"}

    with before_the_first("TransactWriteItems", lambda: changed(api, BO, **new)):
        response = api.post(f"{JSON}/user/{al['id']}/", json=new)

    assert list(faults(response)) == ["email"]
    assert contact_of(api, al["id"])["email"] == "al@x.example"


def test_a_contact_whose_address_moves_away_meanwhile_is_a_new_one(api: Client) -> None:
    first = bo(api)

    with before_the_first("TransactWriteItems", lambda: changed(api, BO, email="later@x.example")):
        second = saved(api, name="Bo Second", email=BO)

    assert second["id"] != first["id"]
    assert contact_of(api, "later@x.example")["name"] == "Bo Bright"


def test_a_new_one_in_its_place_needs_a_name(api: Client) -> None:
    bo(api)

    with before_the_first("TransactWriteItems", lambda: changed(api, BO, email="later@x.example")):
        response = api.post(f"{JSON}/users/", json={"email": BO, "phones": [MOBILE]})

    assert faults(response) == {"name": ["A new contact needs a name."]}


def test_a_repetition_that_overtakes_the_request_takes_effect_alone(api: Client, world: World) -> None:
    body = {"name": "Bo", "phones": [MOBILE]}

    with before_the_first("TransactWriteItems", lambda: post(api, "users", body, **KEY)):
        contact = answered(post(api, "users", body, **KEY))

    assert found(api, world, "name:bo") == [contact["id"]]
