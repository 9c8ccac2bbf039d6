"""POST users/: a contact is found by its address, and created where nobody has it."""

from typing import Any

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, contact_of, saved
from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    CUSTOMER,
    JSON,
    assert_shape,
    created,
    faults,
    without_counts,
)
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

CONTACT: dict[str, Any] = {
    "id": int,
    "name": str,
    "email": str | None,
    "primary_phone": dict | None,
    "phones": list,
    "created_at": str,
    "updated_at": str,
    "contact_groups": list,
    "custom_fields": list,
}
UNREACHABLE = ["A contact needs an e-mail address or a telephone number."]


def refused(api: Client, **fields: Any) -> dict[str, list[str]]:
    return faults(api.post(f"{JSON}/users/", json=fields))


def test_a_new_contact_is_answered_as_it_is_read(api: Client) -> None:
    contact = bo(api, phones=[MOBILE])

    assert_shape(contact, CONTACT)
    assert (contact["name"], contact["email"]) == ("Bo Bright", BO)
    assert contact["phones"] == [{"id": 1, **MOBILE}]
    assert without_counts(contact_of(api, contact["id"])) == contact


@pytest.mark.parametrize("slash", ["", "/"])
def test_both_spellings_of_the_path_answer(api: Client, slash: str) -> None:
    assert api.post(f"{JSON}/users{slash}", json={"name": "Bo", "email": BO}).status == 200


def test_the_name_of_a_known_contact_is_replaced_and_the_address_stays_as_first_written(api: Client) -> None:
    first = bo(api)

    again = saved(api, name="Bo Later", email="BO@X.example")

    assert (again["id"], again["name"], again["email"]) == (first["id"], "Bo Later", BO)


def test_a_known_contact_needs_no_name(api: Client) -> None:
    first = bo(api)

    again = saved(api, email=BO, phones=[MOBILE])

    assert (again["id"], again["name"]) == (first["id"], "Bo Bright")
    assert again["phones"] == [{"id": 1, **MOBILE}]


def test_what_changes_nothing_writes_nothing(api: Client, world: World) -> None:
    first = bo(api, phones=[MOBILE])
    before = dump(world)

    assert bo(api, phones=[{"number": "+1123"}], is_login_enabled="TRUE") == first
    assert dump(world) == before


def test_a_contact_of_a_ticket_is_the_same_contact(api: Client) -> None:
    ticket = created(api, user=None, name="Bo", email=BO)

    assert saved(api, name="Bo Bright", email=BO)["id"] == ticket["user"]["id"]


def test_contacts_without_an_address_are_people_of_their_own(api: Client) -> None:
    first, second = (saved(api, name="Bo", email=None, phones=[MOBILE]) for _ in range(2))

    assert first["id"] != second["id"]
    assert first["email"] is second["email"] is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"name": ["This field is required."], "email": UNREACHABLE}),
        ({"name": "Bo"}, {"email": UNREACHABLE}),
        ({"name": "Bo", "email": None, "phones": []}, {"email": UNREACHABLE}),
        ({"email": "new@x.example"}, {"name": ["This field is required."]}),
        ({"phones": [MOBILE]}, {"name": ["This field is required."]}),
        (
            {"name": "Bo", "email": "agent@example.com"},
            {"email": ["This e-mail address belongs to a staff member."]},
        ),
        ({"name": "Bo", "email": BO, "c-cf-1": "x"}, {"c-cf-1": ["There is no custom field with this id."]}),
        ({"name": "Bo", "email": BO, "nonsense": 1}, {"nonsense": ["This is not a known field."]}),
    ],
)
def test_what_is_missing_or_unknown_is_named(
    api: Client, fields: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    assert refused(api, **fields) == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "x" * 256}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"email": "bo"}, "email"),
        ({"email": 7}, "email"),
        ({"is_login_enabled": "perhaps"}, "is_login_enabled"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api: Client, fields: dict[str, Any], field: str) -> None:
    assert field in refused(api, **{"name": "Bo", "email": BO, **fields})


def test_an_address_that_somebody_else_signs_in_with_is_refused(api: Client, world: World) -> None:
    set_up(world, {"people": [{"email": "una@x.example", "name": "Una", "login": BO}]})

    assert refused(api, name="Bo", email=BO) == {
        "email": ["Somebody with another e-mail address signs in with this address."]
    }


def test_an_inactive_contact_is_refused(api: Client, world: World) -> None:
    set_up(world, {"people": [{"email": BO, "name": "Bo", "active": False}]})

    assert refused(api, name="Bo", email=BO) == {"email": ["This user is not active."]}


def test_a_person_with_the_permission_of_agents_is_staff(api: Client, world: World) -> None:
    set_up(world, {"people": [{"email": BO, "name": "Bo", "permissions": ["ticket.agent"]}]})

    assert refused(api, name="Bo", email=BO) == {"email": ["This e-mail address belongs to a staff member."]}


def test_the_other_apis_see_the_new_name_at_once(api: Client, client: Client) -> None:
    created(api, user=CUSTOMER)
    saved(api, name="Carl Renamed", email="client@example.com")

    assert created(api, user=CUSTOMER, assignee=AGENT)["user"]["name"] == "Carl Renamed"
