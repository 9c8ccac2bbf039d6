"""Calls of the Zammad API that create, change, find and remove users and groups, and read what never changes."""

from typing import Any

from tools.load.calls.zammad_tickets import API, shared_address
from tools.load.client import Caller, version_of
from tools.load.recorded_calls import RecordedCall
from tools.local_desk.client import Response

Json = dict[str, Any]

USERS, GROUPS = f"{API}/users", f"{API}/groups"
SHARED_GROUP = 2
"""The group whose note all workers change."""

SEARCHES: tuple[Json, ...] = (
    {"query": ""},
    {"query": "carl customer"},
    {"query": "customer0@example.com", "limit": 1},
    {"query": "+49301234"},
    {"query": "active:true", "only_total_count": "true"},
)
REFERENCES = (
    "roles",
    "ticket_priorities",
    "organizations",
    "organizations/search",
    "version",
    "object_manager_attributes",
    "online_notifications",
    "users/me",
    "groups?expand=true",
    "groups/1",
)


def create_user(caller: Caller) -> None:
    """Create a user, by an address that other workers may use at the same time, or without one."""
    call = caller.record("create user", leaves_marker=False)
    call.name = call.marker
    body: Json = {"firstname": call.name, "roles": ["Customer"]}
    if caller.random.random() < 0.8:
        body["email"] = caller.random.choice([f"{call.marker}@example.com", shared_address(caller)])
    response = caller.write(call, "POST", USERS, caller.worker.zammad, json=body)
    if response.status == 201:
        caller.users.append(response.json()["id"])
        call.answered = version_of(response, response.json()["id"])


def update_user(caller: Caller) -> None:
    """Change a user that this worker has created, as an agent."""
    if not caller.users:
        return
    call, user_id = caller.record("update user", leaves_marker=False), caller.random.choice(caller.users[-5:])
    call.name = call.marker
    body: Json = {"firstname": call.name, "lastname": "", "phone": f"+49 30 {len(caller.report.calls)}"}
    response = _put(caller, call, f"{USERS}/{user_id}", caller.worker.zammad_agent, body)
    if response.status == 200:
        call.answered = version_of(response, user_id)


def delete_user(caller: Caller) -> None:
    """Remove a user, which is refused where the user has tickets. Others may open one at the same time."""
    number = caller.users.pop() if caller.users and caller.random.random() < 0.5 else _holder(caller)
    if number is None:
        return
    call = caller.record("delete user", leaves_marker=False)
    call.removes = ("person", number)
    caller.write(call, "DELETE", f"{USERS}/{number}", caller.worker.zammad)


def _holder(caller: Caller) -> int | None:
    """Return the user with the shared address."""
    params = {"query": f"email:{shared_address(caller)}"}
    found = caller.read("search users", f"{USERS}/search", caller.worker.zammad, params=params)
    return found.json()[0]["id"] if found.status == 200 and found.json() else None


def read_users(caller: Caller) -> None:
    """Read a page of users, search for some, or read one."""
    path, params = caller.random.choice(
        [(USERS, {"per_page": 20}), (f"{USERS}/{caller.worker.customer_id}", {"expand": "true"})]
        + [(f"{USERS}/search", search) for search in SEARCHES]
    )
    caller.read("read users", path, caller.worker.zammad_agent, params=params)


def create_group(caller: Caller) -> None:
    """Create a group."""
    call = caller.record("create group")
    call.name = call.marker
    body = {"name": call.name, "note": "Made under load"}
    response = caller.write(call, "POST", GROUPS, caller.worker.zammad, json=body)
    if response.status == 201:
        caller.groups.append(response.json()["id"])
        call.answered = version_of(response, response.json()["id"])


def update_group(caller: Caller) -> None:
    """Change the note of the shared group or of one of its own."""
    call = caller.record("update group", leaves_marker=False)
    group_id = caller.random.choice([SHARED_GROUP, *caller.groups[-2:]])
    response = _put(caller, call, f"{GROUPS}/{group_id}", caller.worker.zammad, {"note": call.marker})
    if response.status == 200:
        call.answered = version_of(response, group_id)


def delete_group(caller: Caller) -> None:
    """Delete a group of its own, which is refused while a ticket is in it."""
    if not caller.groups:
        return
    call, group_id = caller.record("delete group", leaves_marker=False), caller.random.choice(caller.groups[-3:])
    call.removes = ("category", group_id)
    response = caller.write(call, "DELETE", f"{GROUPS}/{group_id}", caller.worker.zammad)
    if response.status == 200 or call.uncertain:  # it may be gone: do not use it again
        caller.groups.remove(group_id)


def read_references(caller: Caller) -> None:
    """Read roles, priorities, organizations, the version and the like."""
    caller.read("read references", f"{API}/{caller.random.choice(REFERENCES)}", caller.worker.zammad_agent)


def _put(caller: Caller, call: RecordedCall, path: str, headers: dict[str, str], body: Json) -> Response:
    """Send a change, half of the time of the version that was read before."""
    if_match = ""
    if caller.random.random() < 0.5:
        if_match = caller.etag(f"show {path}", path, headers)
    return caller.write(call, "PUT", path, headers, if_match=if_match, json=body)


WEIGHTS = {
    create_user: 4,
    update_user: 3,
    delete_user: 4,
    read_users: 3,
    create_group: 1,
    update_group: 2,
    delete_group: 1,
    read_references: 3,
}
