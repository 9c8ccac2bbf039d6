"""POST /tickets/{ticket_id}/assignments.json."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.domain.ticket import Assignee
from tests.functional.supportbee.supportbee_calls import assigned, hired, history, history_kinds, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADMIN, AGENT, CLIENT, GROUP = 2, 3, 4, 1
"""The ids of the sample desk."""

GRAVATAR = "https://secure.gravatar.com/avatar/1a112eb69f35030f97639280fe246aee.png"


def ask(caller: Client, ticket: int, **assignment: Any) -> Any:
    return caller.post(f"/tickets/{ticket}/assignments.json", json={"assignment": assignment})


def test_a_ticket_is_assigned_to_a_user_as_documented(world: World, api: Client, ticket: int) -> None:
    world.clock.set(datetime(2012, 1, 19, 16, 53, 40, 987_000, UTC))
    user = hired(world, "person4@example.com", "Agent,2")
    response = api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": user}})
    assert response.status == 201
    assert response.json() == {
        "assignment": {
            "id": ticket * 100_000 + 2,
            "created_at": "2012-01-19T16:53:40Z",
            "ticket": {"id": ticket},
            "assignee": {
                "user": {
                    "id": user,
                    "email": "person4@example.com",
                    "name": "Agent,2",
                    "agent": True,
                    "picture": {
                        "thumb20": f"{GRAVATAR}?r=PG&s=20",
                        "thumb24": f"{GRAVATAR}?r=PG&s=24",
                        "thumb32": f"{GRAVATAR}?r=PG&s=32",
                        "thumb48": f"{GRAVATAR}?r=PG&s=48",
                        "thumb64": f"{GRAVATAR}?r=PG&s=64",
                        "thumb128": f"{GRAVATAR}?r=PG&s=128",
                    },
                }
            },
        }
    }


def test_a_ticket_is_assigned_to_a_group_as_documented(world: World, api: Client, ticket: int) -> None:
    world.clock.set(datetime(2012, 1, 19, 17, 29, 50, 1_000, UTC))
    response = api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"group_id": 1}})
    assert response.status == 201
    assert response.json() == {
        "assignment": {
            "id": ticket * 100_000 + 2,
            "created_at": "2012-01-19T17:29:50Z",
            "ticket": {"id": ticket},
            "assignee": {
                "group": {
                    "id": 1,
                    "name": "First line",
                    "picture": {
                        "thumb20": "/images/groups/speech-balloon-orange-g20.png",
                        "thumb24": "/images/groups/speech-balloon-orange-g24.png",
                        "thumb32": "/images/groups/speech-balloon-orange-g32.png",
                        "thumb48": "/images/groups/speech-balloon-orange-g48.png",
                        "thumb256": "/images/groups/speech-balloon-orange-g256.png",
                    },
                }
            },
        }
    }


def test_the_picture_does_not_depend_on_how_the_address_is_written(world: World, api: Client, ticket: int) -> None:
    user = hired(world, "Person4@Example.com")
    assert assigned(ask(api, ticket, user_id=user))["assignee"]["user"]["picture"]["thumb20"] == f"{GRAVATAR}?r=PG&s=20"


def test_the_desk_remembers_who_has_the_ticket_and_who_gave_it(api: Client, ticket: int) -> None:
    ask(api, ticket, user_id=ADMIN)
    assert stored(ticket).assignee == Assignee("person", ADMIN)
    (update,) = history(ticket)
    assert (update.kind, update.by.person_id) == ("assigned", AGENT)
    (change,) = update.changes
    assert (change.field, change.old, change.new) == ("assignee", None, {"kind": "person", "id": ADMIN})


def test_a_ticket_has_one_assignee_at_a_time(api: Client, ticket: int) -> None:
    first = assigned(ask(api, ticket, user_id=AGENT))
    second = assigned(ask(api, ticket, group_id=GROUP))
    assert stored(ticket).assignee == Assignee("group", GROUP)
    third = assigned(ask(api, ticket, user_id=ADMIN))
    assert stored(ticket).assignee == Assignee("person", ADMIN)
    assert [one["id"] - ticket * 100_000 for one in (first, second, third)] == [2, 3, 4]


@pytest.mark.parametrize("assignment", [{"user_id": AGENT}, {"group_id": GROUP}])
def test_assigning_a_ticket_to_whoever_has_it_is_refused(api: Client, ticket: int, assignment: dict[str, int]) -> None:
    ask(api, ticket, **assignment)
    assert refusal(ask(api, ticket, **assignment)) == (409, "The ticket is already assigned to this agent or group.")
    assert history_kinds(ticket) == ["assigned"]


def test_a_user_and_a_group_of_the_same_id_are_not_the_same(world: World, api: Client, ticket: int) -> None:
    groups = world.invoke("OpsSetUpDesk", {"groups": [{"name": "Second line"}]})["groups"]
    assert ADMIN in [group["id"] for group in groups]
    ask(api, ticket, user_id=ADMIN)
    assert assigned(ask(api, ticket, group_id=ADMIN))["assignee"]["group"]["name"] == "Second line"


def test_a_group_can_be_assigned_to_as_soon_as_it_is_declared(world: World, api: Client, ticket: int) -> None:
    ask(api, ticket, group_id=GROUP)
    world.invoke("OpsSetUpDesk", {"groups": [{"name": "Second line"}]})
    assert assigned(ask(api, ticket, group_id=2))["assignee"]["group"] | {"picture": {}} == {
        "id": 2,
        "name": "Second line",
        "picture": {},
    }


@pytest.mark.parametrize(
    ("assignment", "assignee"),
    [
        ({"user_id": AGENT, "group_id": None}, Assignee("person", AGENT)),
        ({"user_id": None, "group_id": GROUP}, Assignee("group", GROUP)),
        ({"user_id": str(AGENT)}, Assignee("person", AGENT)),
        ({"user_id": "", "group_id": GROUP}, Assignee("group", GROUP)),
    ],
)
def test_the_other_key_may_be_null_and_a_number_may_be_in_digits(
    api: Client, ticket: int, assignment: dict[str, Any], assignee: Assignee
) -> None:
    assigned(ask(api, ticket, **assignment))
    assert stored(ticket).assignee == assignee


@pytest.mark.parametrize(
    ("form", "assignee"),
    [
        ({"assignment[user_id]": AGENT}, Assignee("person", AGENT)),
        ({"assignment[group_id]": GROUP}, Assignee("group", GROUP)),
        ({"assignment[user_id]": "", "assignment[group_id]": GROUP}, Assignee("group", GROUP)),
        ({"assignment[user_id]": [AGENT, AGENT]}, Assignee("person", AGENT)),
    ],
)
def test_a_form_assigns_as_json_does(api: Client, ticket: int, form: dict[str, Any], assignee: Assignee) -> None:
    assigned(api.post(f"/tickets/{ticket}/assignments.json", data=form))
    assert stored(ticket).assignee == assignee


HOLDER = "Validation failed: assignment should have either a user_id or a group_id."
NUMBER = "Validation failed: assignment.user_id should be a positive integer."
MISSING = "Validation failed: assignment is missing."


def test_json_that_is_no_assignment_is_refused_with_a_sentence(api: Client, ticket: int) -> None:
    for body, sentence in [
        ({}, MISSING),
        ([], "Validation failed: the body should be an object."),
        ({"assignment": AGENT}, "Validation failed: assignment should be an object."),
        ({"assignment": {}}, HOLDER),
        ({"assignment": {"user_id": AGENT, "group_id": GROUP}}, HOLDER),
        ({"assignment": {"user_id": True}}, NUMBER),
        ({"assignment": {"user_id": 3.5}}, NUMBER),
        ({"assignment": {"user_id": -3}}, NUMBER),
        ({"assignment": {"user": 3}}, "Validation failed: assignment.user is not a known field."),
    ]:
        assert refusal(api.post(f"/tickets/{ticket}/assignments.json", json=body)) == (400, sentence)
    assert (stored(ticket).assignee, history_kinds(ticket)) == (None, [])


def test_a_form_that_is_no_assignment_is_refused_with_a_sentence(api: Client, ticket: int) -> None:
    twice = "Validation failed: assignment[user_id] is given both as a value and in parts."
    for form, sentence in [
        ("", MISSING),
        ("assignment[]=3", "Validation failed: assignment should be an object."),
        ("assignment[user_id]=3&assignment[group_id]=1", HOLDER),
        ("assignment[user_id]=true", NUMBER),
        ("assignment=3&assignment[user_id]=3", twice),
    ]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        response = api.post(f"/tickets/{ticket}/assignments.json", content=form, headers=headers)
        assert refusal(response) == (400, sentence)
    assert (stored(ticket).assignee, history_kinds(ticket)) == (None, [])


def test_an_empty_body_is_no_parse_error_but_assigns_nobody(api: Client, ticket: int) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        response = api.post(f"/tickets/{ticket}/assignments.json", headers={"Content-Type": kind})
        assert refusal(response) == (400, MISSING)


def test_only_an_agent_can_be_assigned(api: Client, ticket: int) -> None:
    sentence = "Validation failed: assignment.user_id should be the id of an agent."
    assert refusal(ask(api, ticket, user_id=CLIENT)) == (400, sentence)
    assert (stored(ticket).assignee, history_kinds(ticket)) == (None, [])


def test_an_agent_who_has_left_cannot_be_assigned(world: World, api: Client, ticket: int) -> None:
    user = hired(world, "gone@example.com", active=False)
    sentence = "Validation failed: assignment.user_id should be the id of an active agent."
    assert refusal(ask(api, ticket, user_id=user)) == (400, sentence)
    assert (stored(ticket).assignee, history_kinds(ticket)) == (None, [])


@pytest.mark.parametrize(("key", "thing"), [("user_id", "User"), ("group_id", "Group")])
def test_nobody_can_be_assigned_who_does_not_exist(api: Client, ticket: int, key: str, thing: str) -> None:
    for identifier in (99, 10**15, 10**30, "9" * 30):
        assert refusal(ask(api, ticket, **{key: identifier})) == (404, f"{thing} not found.")
    assert (stored(ticket).assignee, history_kinds(ticket)) == (None, [])


def test_the_ticket_looks_to_its_client_as_before(api: Client, client: Client, ticket: int) -> None:
    before = client.get(f"/support/tickets/{ticket}").json()
    ask(api, ticket, user_id=AGENT)
    after = client.get(f"/support/tickets/{ticket}").json()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}


def test_any_agent_may_assign_a_ticket_to_any_agent(api: Client, other_api: Client, ticket: int) -> None:
    for caller, user in ((api, ADMIN), (other_api, AGENT), (api, ADMIN), (other_api, AGENT)):
        assert assigned(ask(caller, ticket, user_id=user))["assignee"]["user"]["id"] == user
