"""HappyFox's and Zammad's endpoints as a client uses them: one function for each call."""

from datetime import timedelta
from typing import Any

from tools.load.calls import Call
from tools.load.client import Caller, version_of
from tools.load.recorded_calls import Deed, Version
from tools.local_desk.client import Response

Json = dict[str, Any]

FOX = "/api/1.1/json"
STATES = "/api/v1/ticket_states"
NOTED_BY_ALL = (2, 3)
"""States whose notes everybody rewrites."""
SEEDED = (1, 2, 3, 4, 7)
"""Active states that every desk begins with."""
WAITING = (3, 7)


def read_tickets(caller: Caller) -> None:
    """A page, by state, by word or all."""
    queries: list[Json] = [{}, {"status": 2}, {"q": "shared"}, {"include_updates": 1}]
    caller.read("read tickets", f"{FOX}/tickets/", caller.me.fox, params={**caller.random.choice(queries), "size": 5})


def read_ticket(caller: Caller) -> None:
    """A ticket with its history."""
    caller.read("read ticket", f"{FOX}/ticket/{caller.ticket()}/", caller.me.fox)


def create(caller: Caller) -> None:
    """Create a ticket: for a customer who is there, who is new, who is new to several at once, or with a file."""
    how = caller.random.choice(["known", "new", "new together", "file", "several"])
    if how == "several":
        _create_several(caller)
        return
    deed = caller.deed("HappyFox: create ticket")
    body: Json = {"subject": deed.marker, "text": f"Opened as {deed.marker}", "category": 1}
    match how:
        case "new":
            body |= {"name": "Nora New", "email": f"{deed.marker}@example.com"}
        case "new together":  # about ten deeds later another one is given, so that several meet the same newcomer
            body |= {"name": "Theo Together", "email": f"together{len(caller.report.deeds) // 10}@example.com"}
        case _:
            body["user"] = caller.me.customer_id
    request: Json = {"json": body}
    if how == "file":
        request = {"data": body, "files": {"attachments": (f"{deed.marker}.txt", b"bytes", "text/plain")}}
    response = caller.write(deed, "POST", f"{FOX}/tickets/", caller.me.fox, **request)
    if response.status == 200:
        caller.own.append(response.json()["id"])
        deed.answered = Version(response.json()["id"], 1)


def _create_several(caller: Caller) -> None:
    """Create three tickets in one request: each stands for itself, and is asked for again until it is there."""
    deeds = [caller.deed("HappyFox: create ticket") for _ in range(3)]
    user, first = caller.me.customer_id, deeds[0]
    body = [{"subject": one.marker, "text": f"Opened as {one.marker}", "category": 1, "user": user} for one in deeds]
    results: list[Json] = []
    for _ in range(5):
        response = caller.write(first, "POST", f"{FOX}/tickets/", caller.me.fox, json=body)
        results = response.json() if response.status == 200 else [{"success": False}] * 3
        if all(result["success"] for result in results):
            break
    for one, result in zip(deeds, results, strict=True):
        one.status, one.attempts, one.uncertain = (200 if result["success"] else 503), first.attempts, True
        if result["success"]:
            one.answered = Version(result["id"], 1)


def staff_update(caller: Caller) -> None:
    """Answer, move, prioritise, tag, spend time, give to somebody: any of it in one go."""
    deed, body = _handling(caller, "staff update")
    if caller.random.random() < 0.7:
        body["text"] = f"Says {deed.marker}"
    _said(caller, deed, "staff_update", body, with_file="text" in body and caller.random.random() < 0.2)


def private_note(caller: Caller) -> None:
    """The same, unseen by the customer."""
    deed, body = _handling(caller, "private note")
    body["text"] = f"Notes {deed.marker}"
    _said(caller, deed, "staff_pvtnote", body)


def user_reply(caller: Caller) -> None:
    """A customer's reply takes a ticket up."""
    deed = caller.deed("user reply")
    _said(caller, deed, "user_reply", {"user": caller.me.customer_id, "text": f"Replies {deed.marker}"})


def _handling(caller: Caller, name: str) -> tuple[Deed, Json]:
    random = caller.random
    deed = caller.deed(name)
    body: Json = {"staff": caller.me.agent_id, "tags": deed.marker}
    if random.random() < 0.5:
        body["status"] = random.choice([*SEEDED, *caller.states[-2:]])
        if body["status"] in WAITING and random.random() < 0.7:
            until = caller.world.clock.now + timedelta(minutes=random.randint(5, 40))
            body["pending_time"] = until.isoformat()
    if random.random() < 0.3:
        body["priority"] = random.randint(1, 3)
    if random.random() < 0.3:
        body["time_spent"] = random.randint(1, 30)
    if random.random() < 0.3:
        body["assignee"] = random.choice([None, *(member.agent_id for member in caller.crew.members)])
    return deed, body


def _said(caller: Caller, deed: Deed, what: str, body: Json, *, with_file: bool = False) -> None:
    number = caller.ticket()
    request: Json = {"json": body}
    if with_file:
        form = {name: "" if value is None else value for name, value in body.items()}
        request = {"data": form, "files": {"attachments": (f"{deed.marker}.txt", b"bytes", "text/plain")}}
    response = caller.write(deed, "POST", f"{FOX}/ticket/{number}/{what}/", caller.me.fox, **request)
    if response.status == 200:
        deed.answered = version_of(response, number)


def list_states(caller: Caller) -> None:
    """All states."""
    caller.read("list states", STATES, caller.me.admin)


def show_state(caller: Caller) -> None:
    """A state."""
    caller.read("show state", f"{STATES}/{caller.random.choice(NOTED_BY_ALL)}", caller.me.admin)


def create_state(caller: Caller) -> None:
    """A new state; one in three becomes a default."""
    deed = caller.deed("create state")
    body: Json = {"name": deed.marker, "state_type_id": caller.random.choice([2, 3, 4])}
    if body["state_type_id"] == 4:
        body["next_state_id"] = 4
    elif caller.random.random() < 0.3:
        body[caller.random.choice(["default_create", "default_follow_up"])] = True
    response = caller.write(deed, "POST", STATES, caller.me.admin, json=body)
    if response.status == 201:
        caller.states.append(response.json()["id"])
        deed.answered = version_of(response, response.json()["id"])


def update_state(caller: Caller) -> None:
    """Rewrite a note that all rewrite, or change the kind of a state of its own and with it that of its tickets."""
    deed = caller.deed("update state", leaves_marker=False)
    body: Json = {"note": deed.marker}
    state_id = caller.random.choice(NOTED_BY_ALL)
    if caller.states and caller.random.random() < 0.5:
        state_id = caller.random.choice(caller.states[-3:])
        body |= {"state_type_id": caller.random.choice([2, 3]), "ignore_escalation": caller.random.random() < 0.5}
    path, guard = f"{STATES}/{state_id}", ""
    if caller.random.random() < 0.5:
        guard = caller.read("show state", path, caller.me.admin).headers.get("ETag") or ""
    _state_written(deed, caller.write(deed, "PUT", path, caller.me.admin, guard=guard, json=body), state_id)


def _state_written(deed: Deed, response: Response, state_id: int) -> None:
    if response.status == 200:
        deed.answered = version_of(response, state_id)


def delete_state(caller: Caller) -> None:
    """Delete a state of its own, if no ticket is in it."""
    if not caller.states:
        return
    deed, state_id = caller.deed("delete state", leaves_marker=False), caller.random.choice(caller.states[-3:])
    response = caller.write(deed, "DELETE", f"{STATES}/{state_id}", caller.me.admin)
    if response.status == 200:
        deed.answered = Version(state_id, 0)
    if response.status == 200 or deed.uncertain:  # what may be gone is not asked for again
        caller.states.remove(state_id)


CALLS: dict[Call, int] = {
    read_tickets: 3,
    read_ticket: 2,
    create: 6,
    staff_update: 9,
    private_note: 5,
    user_reply: 5,
    list_states: 1,
    show_state: 1,
    create_state: 2,
    update_state: 4,
    delete_state: 2,
}
"""How often each is made, relative to the others."""
