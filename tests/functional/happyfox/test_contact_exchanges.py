"""The exchanges of a client that keeps contacts, as the vendor's clients do them."""

from tests.functional.happyfox.happyfox_calls import AGENT, JSON, answered
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_contacts_are_saved_and_refused_one_by_one_and_saved_again(api: Client) -> None:
    body = [{"name": "Bo", "email": "bo@x.example"}, {"email": "nobody"}]

    first, refused = answered(api.post(f"{JSON}/users/", json=body))

    assert first == {"email": "bo@x.example", "id": first["id"], "success": True}
    assert (refused["email"], refused["success"]) == ("nobody", False)
    assert [one["field"] for one in refused["error"]] == ["email", "name"]
    assert refused["error"][1] == {"field": "name", "errors": ["This field is required."]}
    assert refused["errors"] == refused["error"]
    assert answered(api.post(f"{JSON}/users/", json=body))[0] == first


def test_a_contact_is_read_by_its_address_and_an_agent_is_none(api: Client) -> None:
    [bo] = answered(api.post(f"{JSON}/users/", json=[{"name": "Bo", "email": "bo@x.example"}]))

    contact = answered(api.get(f"{JSON}/user/BO%40x.example/"))

    assert contact["id"] == bo["id"]
    assert (contact["phones"], contact["primary_phone"], contact["contact_groups"]) == ([], None, [])
    assert (contact["tickets_count"], contact["pending_tickets_count"]) == (0, 0)
    response = api.get(f"{JSON}/user/{AGENT}/")
    assert (response.status, response.json()) == (404, {"error": "Cannot find the requested object"})


def test_a_phone_is_added_and_found(api: Client, world: World) -> None:
    [bo] = answered(api.post(f"{JSON}/users/", json=[{"name": "Bo", "email": "bo@x.example"}]))
    phones = [{"type": "mo", "number": "+1 123", "is_primary": True}]

    contact = answered(api.post(f"{JSON}/user/{bo['id']}/", json={"phones": phones}))
    world.pump()

    assert contact["primary_phone"] == {"id": 1, "type": "mo", "number": "+1 123"}
    assert answered(api.get(f"{JSON}/users/?q=phone:1123"))["page_info"]["count"] == 1
