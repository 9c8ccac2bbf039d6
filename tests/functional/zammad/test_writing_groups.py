"""An administrator creates, renames and deletes groups, and every API sees the same categories."""

from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.zammad.states import answered, refusal, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World

GROUPS = "/api/v1/groups"
TAKEN = (422, "Object already exists!")
BLANK = (422, "Name can't be blank")
IN_USE = (422, "Can't delete, object has references.")


@pytest.fixture
def customer(world: World, tokens: Tokens) -> Client:
    """A customer who calls the Tickets API."""
    return world.client({"X-Token": tokens["client"]["token"]})


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk, for HappyFox's API."""
    return key_holder(world, tokens["happyfox"])


def created(zammad: Client, **body: Any) -> Any:
    """Return a new group."""
    return answered(zammad.post(GROUPS, json=body), 201)


def names(caller: Client) -> list[str]:
    """Return the names of all groups."""
    return [one["name"] for one in answered(caller.get(GROUPS))]


def opened(customer: Client, topic: str) -> int:
    """Return the number of a new ticket in a category."""
    ticket = {"summary": "It is broken", "comment_body": "Help", "topic_key": topic}
    return int(customer.post("/support/tickets", json=ticket).json()["number"])


def test_a_new_group_is_a_category_of_all_apis(zammad: Client, customer: Client, api: Client) -> None:
    answer = zammad.post(GROUPS, json={"name": "Second Line", "note": "Hard ones", "id": 77, "other": 1})

    shown = answered(answer, 201)
    assert (shown["id"], shown["name"], shown["note"], shown["name_last"]) == (
        3,
        "Second Line",
        "Hard ones",
        "Second Line",
    )
    assert answer.headers["ETag"] == '"1"'
    assert answered(zammad.get(f"{GROUPS}/3")) == shown
    desk.reset()
    topics = customer.get("/support/topics").json()["items"]
    assert {"key": "second-line", "name": {"en": "Second Line", "ru": "Second Line"}} in topics
    last = api.get("/api/1.1/json/categories/").json()[-1]
    assert (last["id"], last["name"], last["description"]) == (3, "Second Line", "Hard ones")


def test_the_writer_sees_the_change_at_once(zammad: Client) -> None:
    assert names(zammad) == ["Users", "Billing"]

    created(zammad, name="Sales")
    assert names(zammad) == ["Users", "Billing", "Sales"]
    answered(zammad.put(f"{GROUPS}/3", json={"name": "Orders"}))
    assert names(zammad) == ["Users", "Billing", "Orders"]
    answered(zammad.delete(f"{GROUPS}/3"))
    assert names(zammad) == ["Users", "Billing"]


def test_a_change_leaves_what_it_does_not_mention(zammad: Client) -> None:
    created(zammad, name="Sales", note="Offers")

    changed = zammad.put(f"{GROUPS}/3", json={"name": "Sales::Europe"})
    assert answered(changed)["note"] == "Offers"
    assert (answered(changed)["name_last"], changed.headers["ETag"]) == ("Europe", '"2"')
    assert answered(zammad.put(f"{GROUPS}/3", json={"note": None}))["note"] is None


def test_an_answer_can_be_sent_back_and_changes_nothing(zammad: Client) -> None:
    shown = answered(zammad.get(f"{GROUPS}/1?expand=true"))

    answer = zammad.put(f"{GROUPS}/1", json=shown)
    assert (answered(answer)["name"], answer.headers["ETag"]) == ("Users", '"1"')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, BLANK),
        ({"name": None}, BLANK),
        ({"name": " \n"}, BLANK),
        ({"name": "users"}, TAKEN),
        ({"name": "ＢＩＬＬＩＮＧ"}, TAKEN),
        ({"name": 5}, (422, "Invalid value for param 'name': 5")),
        (
            {"name": "a\nb"},
            (
                422,
                "Invalid value for param 'name': \"a\\nb\". Line breaks and control characters are not allowed here.",
            ),
        ),
        ({"name": "x", "note": []}, (422, "Invalid value for param 'note': [...]")),
        ({"name": "x", "active": False}, (422, "Invalid value for param 'active': false")),
    ],
)
def test_what_cannot_be_is_refused(zammad: Client, body: Any, expected: tuple[int, str]) -> None:
    assert refusal(zammad.post(GROUPS, json=body)) == expected
    assert names(zammad) == ["Users", "Billing"]


def test_a_name_of_more_than_250_characters_is_refused(zammad: Client) -> None:
    status, sentence = refusal(zammad.put(f"{GROUPS}/1", json={"name": "x" * 251}))

    assert status == 422
    assert sentence.startswith("Invalid value for param 'name': ")
    assert sentence.endswith(". String should have at most 250 characters")


def test_parameters_may_stand_in_the_query_or_in_a_form(zammad: Client) -> None:
    assert answered(zammad.post(f"{GROUPS}?name=Sales&note=a"), 201)["note"] == "a"
    assert answered(zammad.put(f"{GROUPS}/3?note=b", json={"note": "c"}))["note"] == "c"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert answered(zammad.put(f"{GROUPS}/3", content="note=d+e", headers=form))["note"] == "d e"
    assert refusal(zammad.put(f"{GROUPS}/3?colour=red", json={})) == (422, "Unknown parameter 'colour'")


def test_a_repetition_under_one_key_creates_one_group(zammad: Client) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = (zammad.post(GROUPS, json={"name": "Sales"}, headers=key) for _ in range(2))

    assert (answered(first, 201), first.headers["ETag"]) == (answered(second, 201), second.headers["ETag"])
    assert names(zammad) == ["Users", "Billing", "Sales"]
    assert zammad.post(f"{GROUPS}?note=x", json={"name": "Sales"}, headers=key).status == 422


def test_if_match_guards_a_change_and_a_deletion(zammad: Client) -> None:
    stale = {"If-Match": '"7"'}

    assert zammad.put(f"{GROUPS}/2", json={"name": "x"}, headers=stale).status == 412
    assert zammad.delete(f"{GROUPS}/2", headers=stale).status == 412
    assert names(zammad) == ["Users", "Billing"]
    answered(zammad.delete(f"{GROUPS}/2", headers={"If-Match": '"1"'}))


def test_a_deleted_group_is_gone_everywhere(zammad: Client, customer: Client, api: Client) -> None:
    assert answered(zammad.delete(f"{GROUPS}/2")) == {}
    desk.reset()

    assert refusal(zammad.get(f"{GROUPS}/2")) == (404, "Couldn't find Group with 'id'=2")
    assert [one["key"] for one in customer.get("/support/topics").json()["items"]] == ["general"]
    assert [one["id"] for one in api.get("/api/1.1/json/categories/").json()] == [1]
    assert created(zammad, name="Billing")["id"] == 3


def test_a_group_with_tickets_is_not_deleted(world: World, zammad: Client, customer: Client) -> None:
    opened(customer, "billing")
    world.pump()

    assert refusal(zammad.delete(f"{GROUPS}/2")) == IN_USE
    assert names(zammad) == ["Users", "Billing"]


def test_a_ticket_that_has_left_a_group_does_not_keep_it(
    world: World, zammad: Client, customer: Client, api: Client
) -> None:
    number = opened(customer, "billing")
    world.pump()
    move = {"staff_id": 2, "target_category_id": 1, "move_note": "Not about money."}
    assert api.post(f"/api/1.1/json/ticket/{number}/move/", json=move).status == 200

    answered(zammad.delete(f"{GROUPS}/2"))


def test_the_last_group_is_not_deleted(zammad: Client) -> None:
    answered(zammad.delete(f"{GROUPS}/2"))

    assert refusal(zammad.delete(f"{GROUPS}/1")) == IN_USE


def test_a_ticket_that_got_a_group_too_late_still_shows_it(zammad: Client, customer: Client, api: Client) -> None:
    number = opened(customer, "billing")  # the index does not know it yet
    answered(zammad.delete(f"{GROUPS}/2"))
    desk.reset()

    shown = api.get(f"/api/1.1/json/ticket/{number}/").json()
    assert shown["category"]["name"] == "Billing"
    assert api.get("/api/1.1/json/tickets/").json()["data"][0]["category"]["id"] == 2
    create = {"summary": "x", "comment_body": "y", "topic_key": "billing"}
    assert customer.post("/support/tickets", json=create).status == 404
    move = {"staff_id": 2, "target_category_id": 2, "move_note": "Back."}
    assert api.post(f"/api/1.1/json/ticket/{number}/move/", json=move).status == 400


def test_an_administrator_without_agents_rights_may_write(world: World, tokens: Tokens) -> None:
    person = {"email": "root@example.com", "name": "Root", "permissions": ["admin"]}
    token = set_up(world, {"people": [person], "tokens": [{"name": "root", "person": "root@example.com"}]})["root"]
    root = zammad_caller(world, token["token"])

    assert created(root, name="Sales")["id"] == 3
