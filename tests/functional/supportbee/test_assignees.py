"""POST and DELETE /tickets/{ticket_id}/user_assignment.json and /tickets/{ticket_id}/team_assignment.json."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain import actions
from polydesk.domain.catalog import Group
from polydesk.domain.ticket import Assignee
from tests.functional.callers import Tokens
from tests.functional.internals import act
from tests.functional.supportbee.supportbee_calls import (
    JSON,
    hired,
    history,
    history_kinds,
    is_done,
    page,
    refusal,
    stored,
    ticket_of,
)
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World
from tools.meter import Meter

ADMIN, AGENT, CLIENT, GROUP = 2, 3, 4, 1
"""The ids of the sample desk."""

KEY = {"Idempotency-Key": "5a4f0b1e"}


def to_user(caller: Client, ticket: int, user: Any, **request: Any) -> Response:
    body = {"user_assignment": {"user_id": user}}
    return caller.post(f"/tickets/{ticket}/user_assignment", json=body, **request)


def to_team(caller: Client, ticket: int, team: Any, **request: Any) -> Response:
    body = {"team_assignment": {"team_id": team}}
    return caller.post(f"/tickets/{ticket}/team_assignment", json=body, **request)


def test_a_ticket_is_assigned_to_a_user(world: World, api: Client, ticket: int) -> None:
    world.clock.set(datetime(2026, 1, 5, 9, 0, 40, 987_000, UTC))
    response = to_user(api, ticket, AGENT)
    assert (response.status, response.headers["Content-Type"]) == (201, JSON)
    [(name, assignment)] = response.json().items()
    assert name == "user_assignment"
    user = assignment["assignee"].pop("user")
    assert assignment == {
        "id": ticket * 100_000 + 2,
        "created_at": "2026-01-05T09:00:40Z",
        "ticket": {"id": ticket},
        "assignee": {},
    }
    assert (user["id"], user["first_name"], user["last_name"], user["role"]) == (AGENT, "Grace", "Agent", "agent")
    assert stored(ticket).assignee == Assignee("person", AGENT)


def test_a_ticket_is_assigned_to_a_team(world: World, api: Client, ticket: int) -> None:
    world.clock.set(datetime(2026, 1, 5, 9, 0, 40, 987_000, UTC))
    response = to_team(api, ticket, GROUP)
    assert response.status == 201
    [(name, assignment)] = response.json().items()
    team = assignment["assignee"].pop("team")
    assert (name, assignment["id"], assignment["ticket"]) == ("team_assignment", ticket * 100_000 + 2, {"id": ticket})
    assert (team["id"], team["name"], team["private"]) == (GROUP, "First line", False)
    assert stored(ticket).assignee == Assignee("group", GROUP)


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_form_is_as_good_as_json(api: Client, ticket: int, suffix: str) -> None:
    form = {"data": {"user_assignment[user_id]": "3"}}
    assert api.post(f"/tickets/{ticket}/user_assignment{suffix}", **form).status == 201
    form = {"data": {"team_assignment[team_id]": "1"}}
    assert api.post(f"/tickets/{ticket}/team_assignment{suffix}", **form).status == 201
    assert history_kinds(ticket) == ["assigned", "assigned"]


def test_the_later_assignment_replaces_the_earlier(api: Client, ticket: int) -> None:
    to_team(api, ticket, GROUP)
    to_user(api, ticket, AGENT)
    assert stored(ticket).assignee == Assignee("person", AGENT)
    to_team(api, ticket, GROUP)
    assert stored(ticket).assignee == Assignee("group", GROUP)


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_the_assignee_is_taken_away(api: Client, ticket: int, suffix: str) -> None:
    to_user(api, ticket, AGENT)
    assert is_done(api.delete(f"/tickets/{ticket}/user_assignment{suffix}"))
    assert stored(ticket).assignee is None
    to_team(api, ticket, GROUP)
    assert is_done(api.delete(f"/tickets/{ticket}/team_assignment{suffix}"))
    assert stored(ticket).assignee is None
    assert history_kinds(ticket) == ["assigned"] * 4
    [change] = history(ticket)[-1].changes
    assert (change.field, change.old, change.new) == ("assignee", {"kind": "group", "id": GROUP}, None)


def test_taking_away_what_is_not_there_is_a_success_and_changes_nothing(api: Client, ticket: int) -> None:
    assert is_done(api.delete(f"/tickets/{ticket}/user_assignment"))
    to_team(api, ticket, GROUP)
    assert is_done(api.delete(f"/tickets/{ticket}/user_assignment"))
    assert stored(ticket).assignee == Assignee("group", GROUP)
    to_user(api, ticket, AGENT)
    assert is_done(api.delete(f"/tickets/{ticket}/team_assignment"))
    assert stored(ticket).assignee == Assignee("person", AGENT)
    assert history_kinds(ticket) == ["assigned"] * 2


def test_who_has_the_ticket_already_cannot_get_it_again(api: Client, ticket: int) -> None:
    sentence = "The ticket is already assigned to this agent or group."
    to_user(api, ticket, AGENT)
    assert refusal(to_user(api, ticket, AGENT)) == (409, sentence)
    to_team(api, ticket, GROUP)
    assert refusal(to_team(api, ticket, GROUP)) == (409, sentence)


def test_only_active_agents_get_tickets(world: World, api: Client, ticket: int) -> None:
    left = hired(world, "left@example.com", active=False)
    begin = "Validation failed: user_assignment.user_id should be the id of an"
    assert refusal(to_user(api, ticket, CLIENT)) == (400, f"{begin} agent.")
    assert refusal(to_user(api, ticket, left)) == (400, f"{begin} active agent.")


def test_nobody_gets_what_is_not_there(api: Client, ticket: int) -> None:
    assert refusal(to_user(api, ticket, 99)) == (404, "User not found.")
    assert refusal(to_team(api, ticket, 99)) == (404, "Group not found.")
    assert refusal(to_user(api, 99, AGENT)) == (404, "Ticket not found.")
    assert refusal(to_team(api, 99, GROUP)) == (404, "Ticket not found.")
    assert refusal(api.delete("/tickets/99/team_assignment")) == (404, "Ticket not found.")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "user_assignment is missing."),
        ({"user_assignment": 3}, "user_assignment should be an object."),
        ({"user_assignment": {}}, "user_assignment.user_id is missing."),
        ({"user_assignment": {"user_id": None}}, "user_assignment.user_id should be a positive integer."),
        ({"user_assignment": {"user_id": ""}}, "user_assignment.user_id should be a positive integer."),
        ({"user_assignment": {"user_id": "me"}}, "user_assignment.user_id should be a positive integer."),
        (
            {"user_assignment": {"user_id": 3, "group_id": 1}},
            "user_assignment.group_id is not a known field.",
        ),
    ],
)
def test_what_is_wrong_is_named(api: Client, ticket: int, body: dict[str, Any], sentence: str) -> None:
    response = api.post(f"/tickets/{ticket}/user_assignment", json=body)
    assert refusal(response) == (400, f"Validation failed: {sentence}")
    assert stored(ticket).assignee is None


def test_a_repeated_assignment_answers_as_the_first_time(world: World, api: Client, ticket: int) -> None:
    for first, again in (
        (to_user(api, ticket, AGENT, headers=KEY), to_user(api, ticket, AGENT, headers=KEY)),
        (to_team(api, ticket, GROUP, headers=KEY), to_team(api, ticket, GROUP, headers=KEY)),
    ):
        assert (again.status, again.content, again.headers["ETag"]) == (
            201,
            first.content,
            first.headers["ETag"],
        )
    assert history_kinds(ticket) == ["assigned"] * 2
    assert refusal(to_user(api, ticket, ADMIN, headers=KEY))[0] == 409


def test_an_assignment_is_made_on_the_expected_version_only(api: Client, ticket: int) -> None:
    assert to_user(api, ticket, AGENT, headers={"If-Match": '"9"'}).status == 412
    assert to_user(api, ticket, AGENT, headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert api.delete(f"/tickets/{ticket}/user_assignment", headers={"If-Match": '"1"'}).status == 412


@pytest.mark.parametrize("suffix", ["user", "team"])
def test_each_is_one_read_and_one_transaction(api: Client, ticket: int, suffix: str) -> None:
    assert api.post("/tickets/99/star").status == 404
    shared_resources().states()
    shared_resources().catalog()
    with Meter(shared_resources().table) as meter:
        assert (to_user(api, ticket, AGENT) if suffix == "user" else to_team(api, ticket, GROUP)).status == 201
    assert (meter.requests.total(), meter.requests["TransactWriteItems"]) == (2, 1)
    with Meter(shared_resources().table) as meter:
        assert is_done(api.delete(f"/tickets/{ticket}/{suffix}_assignment"))
    assert meter.requests == {"GetItem": 1, "TransactWriteItems": 1}


def test_a_team_that_was_declared_a_moment_ago_is_shown(world: World, api: Client, tokens: Tokens, ticket: int) -> None:
    world.pump()
    assert page(api)["total"] == 1
    shared_resources().catalogs.save(Group(9, "Night shift"))
    act(tokens["agent"]["token"], ticket, lambda before, context: actions.assign(before, context, Assignee("group", 9)))

    (listed,) = page(api)["tickets"]
    assert listed["current_team_assignee"]["team"]["name"] == "Night shift"
    assert ticket_of(api, ticket)["current_assignee"]["group"]["name"] == "Night shift"
