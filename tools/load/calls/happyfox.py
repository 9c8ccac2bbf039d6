"""Calls of the HappyFox API."""

from datetime import timedelta
from typing import Any

from tools.load.client import Caller, version_of
from tools.load.recorded_calls import RecordedCall, Version

Json = dict[str, Any]

API = "/api/1.1/json"
SEEDED_STATES = (1, 2, 3, 4, 7)
"""Active states that every desk starts with."""
PENDING_STATES = (3, 7)


def list_tickets(caller: Caller) -> None:
    """Read a page of all tickets, of those in a state, or of those with a word."""
    filters: list[Json] = [{}, {"status": 2}, {"q": "shared"}, {"include_updates": 1}]
    params = {**caller.random.choice(filters), "size": 5}
    caller.read("read tickets", f"{API}/tickets/", caller.worker.happyfox, params=params)


def read_ticket(caller: Caller) -> None:
    """Read a ticket with its history."""
    caller.read("read ticket", f"{API}/ticket/{caller.ticket()}/", caller.worker.happyfox)


def create_ticket(caller: Caller) -> None:
    """Create a ticket for a known or a new customer, with a file, or three tickets in one request."""
    match caller.random.choice(["known customer", "new customer", "shared new customer", "file", "several"]):
        case "several":
            _create_several(caller)
        case "new customer":
            call = _record_creation(caller)
            _create(caller, call, {"name": "Nora New", "email": f"{call.marker}@example.com"})
        case "shared new customer":  # about ten calls of each worker use one address, so that they race to create it
            call = _record_creation(caller)
            email = f"together{len(caller.report.calls) // 10}@example.com"
            _create(caller, call, {"name": "Theo Together", "email": email})
        case how:
            _create(caller, _record_creation(caller), {"user": caller.worker.customer_id}, with_file=how == "file")


def _record_creation(caller: Caller) -> RecordedCall:
    return caller.record("HappyFox: create ticket")


def _new_ticket(call: RecordedCall, customer: Json) -> Json:
    return {"subject": call.marker, "text": f"Opened as {call.marker}", "category": 1, **customer}


def _create(caller: Caller, call: RecordedCall, customer: Json, *, with_file: bool = False) -> None:
    body = _new_ticket(call, customer)
    request: Json = {"data": body, "files": _attachment(call)} if with_file else {"json": body}
    response = caller.write(call, "POST", f"{API}/tickets/", caller.worker.happyfox, **request)
    if response.status == 200:
        caller.own_tickets.append(response.json()["id"])
        call.answered = Version(response.json()["id"], 1)


def _create_several(caller: Caller) -> None:
    """Create three tickets in one request. Each may fail by itself, so the request is repeated until all are there."""
    calls = [_record_creation(caller) for _ in range(3)]
    body = [_new_ticket(call, {"user": caller.worker.customer_id}) for call in calls]
    results: list[Json] = []
    for _ in range(5):
        response = caller.write(calls[0], "POST", f"{API}/tickets/", caller.worker.happyfox, json=body)
        results = response.json() if response.status == 200 else [{"success": False}] * 3
        if all(result["success"] for result in results):
            break
    attempts = calls[0].attempts
    for call, result in zip(calls, results, strict=True):
        call.status, call.attempts, call.uncertain = (200 if result["success"] else 503), attempts, True
        if result["success"]:
            call.answered = Version(result["id"], 1)


def staff_update(caller: Caller) -> None:
    """Update a ticket as an agent: any of text, state, tags, priority, time spent and assignee, sometimes a file."""
    call, body = _changes(caller, "staff update")
    if caller.random.random() < 0.7:
        body["text"] = f"Says {call.marker}"
    _update(caller, call, "staff_update", body, with_file="text" in body and caller.random.random() < 0.2)


def private_note(caller: Caller) -> None:
    """Update a ticket with a text that the customer cannot see."""
    call, body = _changes(caller, "private note")
    body["text"] = f"Notes {call.marker}"
    _update(caller, call, "staff_pvtnote", body)


def user_reply(caller: Caller) -> None:
    """Reply as a customer."""
    call = caller.record("user reply")
    body = {"user": caller.worker.customer_id, "text": f"Replies {call.marker}"}
    _update(caller, call, "user_reply", body)


def _changes(caller: Caller, endpoint: str) -> tuple[RecordedCall, Json]:
    """Start a call and draw the properties that it changes."""
    random, call = caller.random, caller.record(endpoint)
    body: Json = {"staff": caller.worker.agent_id, "tags": call.marker}
    if random.random() < 0.5:
        body["status"] = random.choice([*SEEDED_STATES, *caller.states[-2:]])
        if body["status"] in PENDING_STATES and random.random() < 0.7:
            until = caller.world.clock.now + timedelta(minutes=random.randint(5, 40))
            body["pending_time"] = until.isoformat()
    if random.random() < 0.3:
        body["priority"] = random.randint(1, 3)
    if random.random() < 0.3:
        body["time_spent"] = random.randint(1, 30)
    if random.random() < 0.3:
        body["assignee"] = random.choice([None, *(worker.agent_id for worker in caller.desk.workers)])
    return call, body


def _update(caller: Caller, call: RecordedCall, action: str, body: Json, *, with_file: bool = False) -> None:
    number = caller.ticket()
    request: Json = {"json": body}
    if with_file:
        form = {name: "" if value is None else value for name, value in body.items()}
        request = {"data": form, "files": _attachment(call)}
    response = caller.write(call, "POST", f"{API}/ticket/{number}/{action}/", caller.worker.happyfox, **request)
    if response.status == 200:
        call.answered = version_of(response, number)


def _attachment(call: RecordedCall) -> Json:
    return {"attachments": (f"{call.marker}.txt", b"bytes", "text/plain")}


WEIGHTS = {list_tickets: 3, read_ticket: 2, create_ticket: 6, staff_update: 9, private_note: 5, user_reply: 5}
