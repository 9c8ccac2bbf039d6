"""Calls of the Tickets API."""

from collections.abc import Mapping
from typing import Any

from polydesk.domain.ticket import split_entry_id
from tools.load.client import Caller, version_of
from tools.load.recorded_calls import RecordedCall, Version
from tools.local_desk.client import Response

Json = dict[str, Any]

TICKETS = "/support/tickets"


def create_ticket(caller: Caller) -> None:
    """Open a ticket, sometimes with a file."""
    call, headers = caller.record("create ticket"), caller.either_side()
    body: Json = {"summary": call.marker, "comment_body": f"Opened as {call.marker}"}
    if caller.random.random() < 0.3 and (file := upload(caller, headers)):
        body["files"] = [file]
    response = caller.write(call, "POST", TICKETS, headers, json=body)
    if response.status == 200:
        caller.own_tickets.append(response.json()["number"])
        call.answered = Version(response.json()["number"], 1)


def upload(caller: Caller, headers: Mapping[str, str]) -> str | None:
    """Announce a file and send its content; return its id, or None when the announcement was refused."""
    call = caller.record("create file", leaves_marker=False)
    body = {"name": f"{call.marker}.txt", "content_type": "text/plain", "size": 5}
    response = caller.write(call, "POST", "/support/files", headers, json=body)
    if response.status != 200:
        return None
    caller.world.upload(response.json()["upload"], b"bytes")
    file_id: str = response.json()["id"]
    return file_id


def list_tickets(caller: Caller) -> None:
    """Read a page of all tickets, of open or closed ones, or of those with a word."""
    filters: list[Json] = [{}, {"only_opened": 1}, {"only_closed": 1}, {"q": "shared"}]
    params = {**caller.random.choice(filters), "items_per_page": 5}
    caller.read("list tickets", TICKETS, caller.either_side(), params=params)


def find_ticket(caller: Caller) -> None:
    """Read a ticket."""
    caller.read("find ticket", f"{TICKETS}/{caller.ticket()}", caller.either_side())


def modify_ticket(caller: Caller) -> None:
    """Change the customer's alias, half the time only if the ticket has not changed since it was read."""
    number, if_match = caller.ticket(), ""
    path, headers = f"{TICKETS}/{number}", caller.worker.agent
    if caller.random.random() < 0.5:
        if_match = caller.etag("find ticket", path, headers)
    call = caller.record("modify ticket")
    body = {"client_aliased_name": call.marker}
    _note_version(call, caller.write(call, "PATCH", path, headers, if_match=if_match, json=body), number)


def close_ticket(caller: Caller) -> None:
    """Close a ticket with a comment, sometimes also with a score."""
    call = caller.record("close ticket")
    body: Json = {"comment": f"Closed by {call.marker}"}
    number = caller.ticket()
    if caller.random.random() < 0.4:
        body = {"comment": call.marker, "score": caller.random.randint(1, 10)}
    _post(caller, call, number, "close", body)


def reopen_ticket(caller: Caller) -> None:
    """Reopen a ticket."""
    call = caller.record("reopen ticket")
    _post(caller, call, caller.ticket(), "reopen", {"body": f"Reopened by {call.marker}"})


def evaluate_ticket(caller: Caller) -> None:
    """Vote on a ticket."""
    call, number = caller.record("evaluate ticket"), caller.ticket()
    _post(caller, call, number, "vote", {"score": caller.random.randint(1, 10), "comment": call.marker})


def create_comment(caller: Caller) -> None:
    """Comment on a ticket, sometimes with a file."""
    call, number, headers = caller.record("create comment"), caller.ticket(), caller.either_side()
    body: Json = {"body": f"Says {call.marker}"}
    if caller.random.random() < 0.25 and (file := upload(caller, headers)):
        body["files"] = [file]
    response = caller.write(call, "POST", f"{TICKETS}/{number}/comments", headers, json=body)
    if response.status == 200:
        call.answered = Version(*split_entry_id(response.json()["id"]))
        if headers is caller.worker.agent:
            caller.comments.append((response.json()["id"], body["body"]))


def list_comments(caller: Caller) -> None:
    """Read a ticket's comments, which marks them as read where the customer calls."""
    caller.read("list comments", f"{TICKETS}/{caller.ticket()}/comments", caller.either_side())


def find_comment(caller: Caller) -> None:
    """Read a comment that was acknowledged, and report an error unless it is as it was written."""
    if not caller.comments:
        return
    comment_id, text = caller.random.choice(caller.comments[-20:])
    response = caller.read("find comment", f"/support/comments/{comment_id}", caller.worker.agent)
    if response.status < 500 and (response.status != 200 or response.json()["body"] != text):
        caller.report_error(f"comment {comment_id} was acknowledged, but reading it answers {response!r}")


def evaluate_comment(caller: Caller) -> None:
    """Vote on an agent's comment."""
    if not caller.comments:
        return
    comment_id, _ = caller.random.choice(caller.comments[-20:])
    call = caller.record("evaluate comment")
    body = {"score": caller.random.choice([1, -1]), "comment": call.marker}
    caller.write(call, "POST", f"/support/comments/{comment_id}/vote", caller.either_side(), json=body)


def list_topics(caller: Caller) -> None:
    """Read the topics."""
    caller.read("list topics", "/support/topics", caller.either_side())


def _post(caller: Caller, call: RecordedCall, number: int, action: str, body: Json) -> None:
    path = f"{TICKETS}/{number}/{action}"
    _note_version(call, caller.write(call, "POST", path, caller.either_side(), json=body), number)


def _note_version(call: RecordedCall, response: Response, number: int) -> None:
    """Note the version that the response says was written."""
    if response.status == 200:
        call.answered = version_of(response, number)


WEIGHTS = {
    create_ticket: 5,
    list_tickets: 3,
    find_ticket: 2,
    modify_ticket: 5,
    close_ticket: 6,
    reopen_ticket: 6,
    evaluate_ticket: 4,
    create_comment: 12,
    list_comments: 4,
    find_comment: 3,
    evaluate_comment: 4,
    list_topics: 1,
}
