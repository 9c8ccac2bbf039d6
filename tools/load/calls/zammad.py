"""Calls of the Zammad API."""

from typing import Any

from tools.load.client import Caller, version_of
from tools.load.recorded_calls import Version

Json = dict[str, Any]

STATES = "/api/v1/ticket_states"
SHARED_STATES = (2, 3)
"""States whose notes all workers change."""


def list_states(caller: Caller) -> None:
    """Read all states."""
    caller.read("list states", STATES, caller.worker.zammad)


def show_state(caller: Caller) -> None:
    """Read a state."""
    caller.read("show state", f"{STATES}/{caller.random.choice(SHARED_STATES)}", caller.worker.zammad)


def create_state(caller: Caller) -> None:
    """Create a state, sometimes as a default."""
    call = caller.record("create state")
    body: Json = {"name": call.marker, "state_type_id": caller.random.choice([2, 3, 4])}
    if body["state_type_id"] == 4:
        body["next_state_id"] = 4
    elif caller.random.random() < 0.3:
        body[caller.random.choice(["default_create", "default_follow_up"])] = True
    response = caller.write(call, "POST", STATES, caller.worker.zammad, json=body)
    if response.status == 201:
        caller.states.append(response.json()["id"])
        call.answered = version_of(response, response.json()["id"])


def update_state(caller: Caller) -> None:
    """Change the note of a shared state, or also the type of an own state and thereby of its tickets."""
    call = caller.record("update state", leaves_marker=False)
    body: Json = {"note": call.marker}
    state_id = caller.random.choice(SHARED_STATES)
    if caller.states and caller.random.random() < 0.5:
        state_id = caller.random.choice(caller.states[-3:])
        body |= {"state_type_id": caller.random.choice([2, 3]), "ignore_escalation": caller.random.random() < 0.5}
    path, if_match = f"{STATES}/{state_id}", ""
    if caller.random.random() < 0.5:
        if_match = caller.etag("show state", path, caller.worker.zammad)
    response = caller.write(call, "PUT", path, caller.worker.zammad, if_match=if_match, json=body)
    if response.status == 200:
        call.answered = version_of(response, state_id)


def delete_state(caller: Caller) -> None:
    """Delete an own state, which is refused while a ticket is in it."""
    if not caller.states:
        return
    call, state_id = caller.record("delete state", leaves_marker=False), caller.random.choice(caller.states[-3:])
    response = caller.write(call, "DELETE", f"{STATES}/{state_id}", caller.worker.zammad)
    if response.status == 200:
        call.answered = Version(state_id, 0)
    if response.status == 200 or call.uncertain:  # it may be gone: do not use it again
        caller.states.remove(state_id)


WEIGHTS = {list_states: 1, show_state: 1, create_state: 2, update_state: 4, delete_state: 2}
