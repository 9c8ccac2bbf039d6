"""What the tests of the Zammad API do again and again, and the vendor's samples."""

from typing import Any

from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

STATES = "/api/v1/ticket_states"

Json = dict[str, Any]

NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = range(1, 8)
"""The states of a new desk."""

LISTED = """[
{
"id": 1,
"state_type_id": 1,
"name": "new",
"next_state_id": null,
"ignore_escalation": false,
"default_create": true,
"default_follow_up": false,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.504Z",
"updated_at": "2021-11-03T11:51:13.520Z"
},
{
"id": 2,
"state_type_id": 2,
"name": "open",
"next_state_id": null,
"ignore_escalation": false,
"default_create": false,
"default_follow_up": true,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.518Z",
"updated_at": "2021-11-03T11:51:13.518Z"
},
{
"id": 3,
"state_type_id": 3,
"name": "pending reminder",
"next_state_id": null,
"ignore_escalation": true,
"default_create": false,
"default_follow_up": false,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.528Z",
"updated_at": "2021-11-03T11:51:13.528Z"
},
{
"id": 4,
"state_type_id": 5,
"name": "closed",
"next_state_id": null,
"ignore_escalation": true,
"default_create": false,
"default_follow_up": false,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.535Z",
"updated_at": "2021-11-03T11:51:13.535Z"
},
{
"id": 5,
"state_type_id": 6,
"name": "merged",
"next_state_id": null,
"ignore_escalation": true,
"default_create": false,
"default_follow_up": false,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.540Z",
"updated_at": "2021-11-03T11:51:13.540Z"
},
{
"id": 6,
"state_type_id": 7,
"name": "removed",
"next_state_id": null,
"ignore_escalation": true,
"default_create": false,
"default_follow_up": false,
"note": null,
"active": false,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.546Z",
"updated_at": "2021-11-03T11:51:13.546Z"
},
{
"id": 7,
"state_type_id": 4,
"name": "pending close",
"next_state_id": 4,
"ignore_escalation": true,
"default_create": false,
"default_follow_up": false,
"note": null,
"active": true,
"updated_by_id": 1,
"created_by_id": 1,
"created_at": "2021-11-03T11:51:13.553Z",
"updated_at": "2021-11-03T11:51:13.553Z"
}
]"""

CREATION: Json = {"name": "in progress", "state_type_id": 2, "ignore_escalation": True, "active": True}

CREATED: Json = {
    "id": 8,
    "state_type_id": 2,
    "name": "in progress",
    "next_state_id": None,
    "ignore_escalation": True,
    "default_create": False,
    "default_follow_up": False,
    "note": None,
    "active": True,
    "updated_by_id": 3,
    "created_by_id": 3,
    "created_at": "2021-11-08T15:08:21.671Z",
    "updated_at": "2021-11-08T15:08:21.671Z",
}
UPDATE: Json = {"note": "State created & updated via API"}
UPDATED: Json = {**CREATED, **UPDATE, "updated_at": "2021-11-08T15:13:32.370Z"}


def zammad_caller(world: World, token: str) -> Client:
    """Somebody who calls with this token."""
    return world.client({"Authorization": f"Token token={token}"})


def answered(response: Response, status: int = 200) -> Any:
    """What a response says, which must be a success."""
    assert response.status == status, response
    return response.json()


def made(response: Response, status: int = 200) -> Json:
    """The state in a response that must be a success."""
    assert response.status == status, response
    body: Json = response.json()
    return body


def create(caller: Client, name: str = "waiting", **details: Any) -> int:
    """A new state, open unless said otherwise; its id."""
    body = {"name": name, **({} if "state_type" in details else {"state_type_id": 2}), **details}
    state_id: int = made(caller.post(STATES, json=body), 201)["id"]
    return state_id


def change(caller: Client, state_id: int, **details: Any) -> Json:
    """The state after a change."""
    return made(caller.put(f"{STATES}/{state_id}", json=details))


def show(caller: Client, state_id: int) -> Json:
    """The state as it stands."""
    return made(caller.get(f"{STATES}/{state_id}"))


def listed(caller: Client, query: str = "") -> list[Json]:
    """The states that a list shows."""
    response = caller.get(STATES + query)
    assert response.status == 200, response
    states: list[Json] = response.json()
    return states


def ids(caller: Client, query: str = "") -> list[int]:
    """The ids of the states that a list shows."""
    return [state["id"] for state in listed(caller, query)]


def defaults(caller: Client) -> tuple[list[int], list[int]]:
    """Which states are the defaults: for new tickets, for follow-ups."""
    states = listed(caller)
    return (
        [state["id"] for state in states if state["default_create"]],
        [state["id"] for state in states if state["default_follow_up"]],
    )


def refusal(response: Response) -> tuple[int, str]:
    """Status and text of a refusal, which must say it twice."""
    body = response.json()
    assert body == {"error": body["error"], "error_human": body["error"]}
    return response.status, body["error"]
