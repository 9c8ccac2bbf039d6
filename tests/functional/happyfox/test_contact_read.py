"""GET user/: a contact by id or by e-mail address, in three formats; staff and the system are no contacts."""

import pytest

from tests.functional.callers import set_up
from tests.functional.happyfox.contact_calls import BO, MOBILE, bo, contact_of, saved
from tests.functional.happyfox.happyfox_calls import ADMIN, AGENT, JSON, answered, faults, from_xml, from_yaml
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.mark.parametrize("response_format", ["json", "xml", "yaml"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_contact_is_read_in_each_format(api: Client, response_format: str, slash: str) -> None:
    bo(api, phones=[MOBILE])
    contact = contact_of(api, BO)

    content = api.get(f"/api/1.1/{response_format}/user/{contact['id']}{slash}").content

    match response_format:
        case "xml":
            assert from_xml(content, contact) == contact
        case "yaml":
            assert from_yaml(content) == contact


@pytest.mark.parametrize("address", [BO, "BO@x.example", "bo%40x.example", "Bo%40X.example", "%62o@x.example"])
def test_an_address_leads_to_its_contact_however_it_is_written(api: Client, address: str) -> None:
    contact = bo(api)

    assert contact_of(api, address)["id"] == contact["id"]


def test_an_address_of_two_scripts_leads_to_its_contact(api: Client) -> None:
    contact = saved(api, name="Ada", email="ada@bücher.example")

    assert contact_of(api, "ada@xn--bcher-kva.example")["id"] == contact["id"]


@pytest.mark.parametrize(
    "reference",
    [
        1,
        ADMIN,
        AGENT,
        987654,
        "agent@example.com",
        "nobody@x.example",
        "bo",
        "0",
        "-1",
        "9" * 30,
        "@",
        "x" * 400 + "@x",
    ],
)
def test_nobody_staff_and_the_system_are_not_found(api: Client, reference: int | str) -> None:
    response = api.get(f"{JSON}/user/{reference}/")

    assert (response.status, response.json()) == (404, {"error": "Cannot find the requested object"})
    assert api.post(f"{JSON}/user/{reference}/", json={"name": "Bo"}).status == 404


def test_a_login_that_is_no_address_of_the_contact_does_not_lead_to_it(api: Client, world: World) -> None:
    set_up(world, {"people": [{"email": "una@x.example", "name": "Una", "login": "una@login.example"}]})

    assert api.get(f"{JSON}/user/una@login.example/").status == 404
    assert contact_of(api, "una@x.example")["name"] == "Una"


def test_a_contact_who_becomes_staff_is_not_found_any_more(api: Client, world: World) -> None:
    contact = bo(api)
    set_up(world, {"people": [{"email": BO, "agent": True}]})

    assert api.get(f"{JSON}/user/{contact['id']}/").status == 404
    assert api.get(f"{JSON}/user/{BO}/").status == 404


def test_an_inactive_contact_is_read(api: Client, world: World) -> None:
    bo(api)
    set_up(world, {"people": [{"email": BO, "active": False}]})

    assert contact_of(api, BO)["email"] == BO


def test_the_answer_carries_the_version(api: Client) -> None:
    contact = bo(api)
    url = f"{JSON}/user/{contact['id']}/"

    assert api.get(url).headers["etag"] == '"1"'
    assert api.post(url, json={"name": "Bo Later"}).headers["etag"] == '"2"'
    assert api.get(url).headers["etag"] == '"2"'


def test_unknown_parameters_are_refused(api: Client) -> None:
    contact = bo(api)
    unknown = {"nonsense": ["This parameter is not known here."]}

    assert faults(api.get(f"{JSON}/user/{contact['id']}/?nonsense=1")) == unknown
    assert faults(api.get(f"{JSON}/users/?nonsense=1")) == unknown
    assert faults(api.post(f"{JSON}/user/{contact['id']}/?nonsense=1", json={"name": "Bo"})) == unknown
    assert faults(api.post(f"{JSON}/users/?nonsense=1", json={"name": "Bo", "email": BO})) == unknown


@pytest.mark.parametrize(("path", "allowed"), [("users", "GET, POST, OPTIONS"), ("user/4", "GET, POST, OPTIONS")])
def test_other_methods_are_not_allowed(api: Client, path: str, allowed: str) -> None:
    response = api.delete(f"{JSON}/{path}/")

    assert (response.status, response.headers["allow"]) == (405, allowed)


def test_a_get_never_looks_at_its_content_type(api: Client) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    assert answered(api.get(f"{JSON}/users/", headers=headers))["data"]
