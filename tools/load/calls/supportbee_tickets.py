"""Calls of the SupportBee API that open, answer, read and delete tickets."""

from typing import Any

from tools.load.client import Caller, version_of
from tools.load.recorded_calls import Version

Json = dict[str, Any]

KNOWN = ("customer0@example.com", "customer1@example.com")
QUERIES: tuple[Json, ...] = ({}, {"sort_by": "creation_time"}, {"assigned_user": "me"}, {"label": "unanswered"})


def create_ticket(caller: Caller) -> None:
    """Open a ticket for a known or for a new requester, sometimes with a file."""
    if number := _open(caller):
        caller.own_tickets.append(number)


def _open(caller: Caller) -> int | None:
    """Open a ticket; return its number, or None when it was refused."""
    call = caller.record("SupportBee: create ticket")
    email = caller.random.choice(
        [*KNOWN, f"{call.marker}@example.com", f"bee{len(caller.report.calls) // 10}@example.com"]
    )
    fields: Json = {"subject": call.marker, "requester_email": email, "content": {"text": f"Opened as {call.marker}"}}
    if caller.random.random() < 0.2:
        fields["attachment_ids"] = upload(caller)
    response = caller.write(call, "POST", "/tickets", caller.worker.supportbee, json={"ticket": fields})
    if response.status != 201:
        return None
    number: int = response.json()["ticket"]["id"]
    call.answered = Version(number, 1)
    return number


def upload(caller: Caller) -> list[int]:
    """Upload a file; return its number in a list, which is empty when it was refused."""
    call = caller.record("SupportBee: upload", leaves_marker=False)
    files = {"files[]": (f"{call.marker}.txt", b"bytes", "text/plain")}
    response = caller.write(call, "POST", "/attachments", caller.worker.supportbee, files=files)
    return [response.json()["id"]] if response.status == 201 else []


def reply(caller: Caller) -> None:
    """Reply to a ticket, sometimes with a file."""
    _write(caller, "reply", "replies")


def comment(caller: Caller) -> None:
    """Comment on a ticket, which its customer does not see."""
    _write(caller, "comment", "comments")


def _write(caller: Caller, name: str, resource: str) -> None:
    call, number = caller.record(f"SupportBee: {name}"), caller.ticket()
    fields: Json = {"content": {"text": f"Says {call.marker}"}}
    if caller.random.random() < 0.2:
        fields["attachment_ids"] = upload(caller)
    response = caller.write(
        call, "POST", f"/tickets/{number}/{resource}", caller.worker.supportbee, json={name: fields}
    )
    if response.status == 201:
        call.answered = version_of(response, number)


def delete_ticket(caller: Caller) -> None:
    """Open a ticket, put it into the trash and delete it, nearly always in this order."""
    number = _open(caller)
    if number is None:
        return
    if caller.random.random() < 0.9:
        call = caller.record("SupportBee: trash a ticket to be deleted", leaves_marker=False)
        caller.write(call, "POST", f"/tickets/{number}/trash", caller.worker.supportbee)
    headers, path = caller.worker.supportbee_admin, f"/tickets/{number}"
    if_match = caller.etag("show ticket", path, headers)
    call = caller.record("SupportBee: delete ticket", leaves_marker=False)
    call.deletes = number
    caller.write(call, "DELETE", path, headers, if_match=if_match)


def list_tickets(caller: Caller) -> None:
    """Read a page of a list."""
    params = {**caller.random.choice(QUERIES), "per_page": 5}
    caller.read("list tickets", "/tickets", caller.worker.supportbee, params=params)


def search_tickets(caller: Caller) -> None:
    """Search a word."""
    params = {"query": "shared", "per_page": 5}
    caller.read("search tickets", "/tickets/search", caller.worker.supportbee, params=params)


def read_one(caller: Caller) -> None:
    """Read a ticket, its replies or its comments."""
    what = caller.random.choice(["", "/replies", "/comments"])
    caller.read("show ticket", f"/tickets/{caller.ticket()}{what}", caller.worker.supportbee)


def read_others(caller: Caller) -> None:
    """Read users, labels, teams or groups."""
    caller.read("list", f"/{caller.random.choice(['users', 'labels', 'teams', 'groups'])}", caller.worker.supportbee)


WEIGHTS = {
    create_ticket: 4,
    reply: 4,
    comment: 4,
    delete_ticket: 2,
    list_tickets: 3,
    search_tickets: 1,
    read_one: 3,
    read_others: 3,
}
