"""The exchanges of clients that write, in JSON, XML and YAML, sent as they send them and answered as they expect."""

import pytest

from tests.functional.callers import Tokens, caller
from tests.functional.happyfox.happyfox_calls import ADMIN, AGENT, BILLING, GENERAL, created, last
from tests.functional.happyfox.plain_values import FORMATS, base, told
from tools.local_desk.client import Client
from tools.local_desk.world import World

pytestmark = pytest.mark.parametrize("form", FORMATS)


def test_contacts_are_saved_and_refused_one_by_one(api: Client, form: str) -> None:
    body = [{"name": "Bo", "email": "bo@x.example"}, {"email": "nobody"}]

    first, refused = told(api.post(f"{base(form)}/users/", json=body), form)

    assert first == {"email": "bo@x.example", "id": first["id"], "success": "True"}
    assert (refused["email"], refused["success"], refused["errors"]) == ("nobody", "False", refused["error"])
    assert [one["field"] for one in refused["error"]] == ["email", "name"]
    assert refused["error"][1]["errors"] == ["This field is required."]
    assert told(api.post(f"{base(form)}/users/", json=body), form)[0] == first


def test_a_contact_is_read_by_its_address_and_an_agent_is_none(api: Client, form: str) -> None:
    [bo] = told(api.post(f"{base(form)}/users/", json=[{"name": "Bo", "email": "bo@x.example"}]), form)

    contact = told(api.get(f"{base(form)}/user/BO%40x.example/"), form)

    assert (contact["id"], contact["phones"], contact["primary_phone"]) == (bo["id"], "", None)
    assert (contact["tickets_count"], contact["pending_tickets_count"]) == ("0", "0")
    assert contact["contact_groups"] == ""
    missing = told(api.get(f"{base(form)}/user/{AGENT}/"), form, 404)
    assert missing == {"error": "Cannot find the requested object"}


def test_a_phone_is_added_and_found(api: Client, world: World, form: str) -> None:
    [bo] = told(api.post(f"{base(form)}/users/", json=[{"name": "Bo", "email": "bo@x.example"}]), form)
    phones = [{"type": "mo", "number": "+1 123", "is_primary": True}]

    contact = told(api.post(f"{base(form)}/user/{bo['id']}/", json={"phones": phones}), form)

    assert contact["primary_phone"] == {"id": "1", "type": "mo", "number": "+1 123"}
    world.pump()
    assert told(api.get(f"{base(form)}/users/?q=phone:1123"), form)["page_info"]["count"] == "1"


def test_tags_are_the_same_in_the_other_apis(world: World, tokens: Tokens, api: Client, form: str) -> None:
    created(api, tags="test")
    body = {"add": "test1, example", "remove": "test", "staff_id": AGENT}

    ticket = told(api.post(f"{base(form)}/ticket/1/update_tags/", json=body), form)

    assert ticket["tags"] == "test1, example"
    supportbee = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    shown = supportbee.get("/tickets/1").json()["ticket"]
    assert [one["name"] for one in shown["labels"]] == ["test1", "example"]


def test_a_moved_ticket_has_another_category_and_no_new_comment(
    world: World, tokens: Tokens, api: Client, form: str
) -> None:
    created(api)
    customer = caller(world, tokens["client"]["token"])
    before = customer.get("/support/tickets/1/comments").json()
    body = {"staff_id": AGENT, "target_category_id": BILLING, "move_note": "wrong queue"}

    answer = told(api.post(f"{base(form)}/ticket/1/move/", json=body), form)

    assert answer == {"status_code": "200", "message": "moved ticket to Billing"}
    ticket = told(api.get(f"{base(form)}/ticket/1/"), form)
    entry = last(ticket)
    change = entry["category_change"]
    assert (change["old"], change["new"], entry["message"]["message_type"]) == (str(GENERAL), str(BILLING), "p")
    assert ticket["category"]["id"] == str(BILLING)
    assert customer.get("/support/tickets/1/comments").json() == before


def test_a_deleted_ticket_is_gone(api: Client, form: str) -> None:
    created(api)
    kind = {"Content-Type": "application/x-yaml"}

    answer = api.post(f"{base(form)}/ticket/1/delete/", content=f"staff_id: {ADMIN}", headers=kind)

    assert told(answer, form) == {"deleted_ticket": "#HFS00000001"}
    assert told(api.get(f"{base(form)}/ticket/1/"), form, 404) == {"error": "Cannot find the requested object"}
    assert told(api.get(f"{base(form)}/tickets/"), form)["page_info"]["count"] == "0"
