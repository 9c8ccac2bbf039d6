"""Calls of the HappyFox API that tag, move and delete tickets, save contacts, and read what tickets refer to."""

from typing import Any

from tools.load.calls.happyfox import API
from tools.load.client import Caller, version_of
from tools.load.recorded_calls import RecordedCall, Version
from tools.local_desk.client import Response

Json = dict[str, Any]

CATEGORIES = (1, 2)
REFERENCES = ("categories", "priorities", "statuses", "staff", "contact_groups", "ticket_custom_fields")


def update_tags(caller: Caller) -> None:
    """Add a tag to a ticket."""
    call = caller.record("update tags")
    _act(caller, call, caller.ticket(), "update_tags", {"staff_id": caller.worker.agent_id, "add": call.marker})


def move(caller: Caller) -> None:
    """Move a ticket to a category, with a note, sometimes to another agent."""
    call = caller.record("move")
    body: Json = {
        "staff_id": caller.worker.agent_id,
        "target_category_id": caller.random.choice(CATEGORIES),
        "move_note": f"Moved by {call.marker}",
    }
    if caller.random.random() < 0.3:
        body["assign_to"] = caller.random.choice(caller.desk.workers).agent_id
    _act(caller, call, caller.ticket(), "move", body)


def delete_ticket(caller: Caller) -> None:
    """Open a ticket and delete it."""
    call = caller.record("HappyFox: create a ticket to be deleted")
    body = {"subject": call.marker, "text": "Delete me", "category": 1, "user": caller.worker.customer_id}
    response = caller.write(call, "POST", f"{API}/tickets/", caller.worker.happyfox, json=body)
    if response.status != 200:
        return
    call.answered = Version(response.json()["id"], 1)
    deletion = caller.record("HappyFox: delete ticket", leaves_marker=False)
    deletion.deletes = call.answered.id
    _post(caller, deletion, f"ticket/{deletion.deletes}/delete/", {"staff_id": caller.worker.admin_id})


def save_contact(caller: Caller) -> None:
    """Create a contact, or change one by its address, which other workers may do at the same time."""
    call = caller.record("save contact", leaves_marker=False)
    call.name = call.marker
    email = caller.random.choice([f"{call.marker}@example.com", f"contact{len(caller.report.calls) // 10}@example.com"])
    _saved(caller, call, _post(caller, call, "users/", {"name": call.name, "email": email}))


def change_contact(caller: Caller) -> None:
    """Change a contact that this worker has saved."""
    if not caller.contacts:
        return
    call = caller.record("change contact", leaves_marker=False)
    call.name = call.marker
    _saved(
        caller, call, _post(caller, call, f"user/{caller.random.choice(caller.contacts[-5:])}/", {"name": call.name})
    )


def read_contacts(caller: Caller) -> None:
    """Read a page of contacts, or one of them."""
    path = caller.random.choice(["users/", f"user/{caller.worker.customer_id}/"])
    caller.read("read contacts", f"{API}/{path}", caller.worker.happyfox)


def read_references(caller: Caller) -> None:
    """Read one of the lists of what tickets refer to."""
    caller.read("read references", f"{API}/{caller.random.choice(REFERENCES)}/", caller.worker.happyfox)


def _act(caller: Caller, call: RecordedCall, number: int, action: str, body: Json) -> None:
    response = _post(caller, call, f"ticket/{number}/{action}/", body)
    if response.status == 200:
        call.answered = version_of(response, number)


def _saved(caller: Caller, call: RecordedCall, response: Response) -> None:
    if response.status == 200:
        person_id = response.json()["id"]
        caller.contacts.append(person_id)
        call.answered = version_of(response, person_id)


def _post(caller: Caller, call: RecordedCall, path: str, body: Json) -> Response:
    return caller.write(call, "POST", f"{API}/{path}", caller.worker.happyfox, json=body)


WEIGHTS = {
    update_tags: 4,
    move: 4,
    delete_ticket: 2,
    save_contact: 4,
    change_contact: 3,
    read_contacts: 2,
    read_references: 2,
}
