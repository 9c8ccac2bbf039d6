"""POST user/: only what is sent changes, and what is sent changes or is refused."""

from typing import Any

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, changed, contact_of, saved
from tests.functional.happyfox.happyfox_calls import JSON, answered, faults, without_counts
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


def refused(api: Client, reference: int | str, **fields: Any) -> dict[str, list[str]]:
    return faults(api.post(f"{JSON}/user/{reference}/", json=fields))


@pytest.mark.parametrize("fields", [{"name": "Bo Later"}, {"email": "later@x.example"}, {"phones": [MOBILE]}])
def test_only_what_is_sent_changes(api: Client, fields: dict[str, Any]) -> None:
    before = bo(api)

    after = changed(api, BO, **fields)

    expected = {name: value for name, value in before.items() if name not in {*fields, "updated_at", "primary_phone"}}
    assert {name: after[name] for name in expected} == expected
    assert all(after[name] != before[name] for name in fields)
    assert without_counts(contact_of(api, before["id"])) == after


def test_a_form_changes_a_contact_too(api: Client) -> None:
    contact = bo(api)

    answer = api.post(f"{JSON}/user/{contact['id']}/", data={"name": "Bo Later", "is_login_enabled": "FALSE"})

    assert answered(answer)["name"] == "Bo Later"


@pytest.mark.parametrize("fields", [{}, {"name": ""}, {"name": None, "phones": None}])
def test_nothing_to_update_is_refused(api: Client, fields: dict[str, Any]) -> None:
    bo(api)

    assert refused(api, BO, **fields) == {"__all__": ["Nothing to update"]}


def test_what_changes_nothing_writes_nothing(api: Client, world: World) -> None:
    contact = bo(api, phones=[MOBILE])
    before = dump(world)

    assert changed(api, BO, name="Bo Bright", email=BO, phones=[{"id": 1, **MOBILE}]) == contact
    assert dump(world) == before


def test_an_unknown_field_is_refused_with_the_others(api: Client) -> None:
    bo(api)

    assert refused(api, BO, nonsense=1, name=7, **{"c-cf-3": "x"}) == {
        "name": ["Input should be a valid string"],
        "nonsense": ["This is not a known field."],
        "c-cf-3": ["There is no custom field with this id."],
    }


def test_an_inactive_contact_is_refused(api: Client, world: World) -> None:
    bo(api)
    set_up(world, {"people": [{"email": BO, "active": False}]})

    assert refused(api, BO, name="Bo Later") == {"__all__": ["This user is not active."]}


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("agent@example.com", "This e-mail address belongs to a staff member."),
        ("una@login.example", "Somebody with another e-mail address signs in with this address."),
        ("OFF@x.example", "This user is not active."),
    ],
)
def test_an_address_of_somebody_else_is_refused(api: Client, world: World, email: str, problem: str) -> None:
    bo(api)
    una = {"email": "una@x.example", "name": "Una", "login": "una@login.example"}
    set_up(world, {"people": [una, {"email": "off@x.example", "name": "Off", "active": False}]})
    before = dump(world)

    assert refused(api, BO, email=email) == {"email": [problem]}
    assert dump(world) == before


def test_an_address_of_another_contact_is_refused(api: Client) -> None:
    bo(api)
    al = saved(api, name="Al", email="al@x.example")

    assert refused(api, BO, email="AL@x.example") == {"email": [f"The contact {al['id']} has this e-mail address."]}


def test_a_body_that_is_no_object_is_refused(api: Client) -> None:
    contact = bo(api)

    assert api.post(f"{JSON}/user/{contact['id']}/", json=[{"name": "Bo"}]).status == 400
