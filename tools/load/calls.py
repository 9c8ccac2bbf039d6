"""The Tickets API's and SupportBee's endpoints as a client uses them: one function for each call."""

from collections.abc import Callable
from typing import Any

from tools.load.client import Caller, version_of
from tools.load.recorded_calls import Deed, Flag, Version
from tools.local_desk.client import Response

Call = Callable[[Caller], None]
Json = dict[str, Any]

VERSIONS = 100_000
"""An update's id is the ticket's number times this, and its version."""

TICKETS = "/support/tickets"


def either_side(caller: Caller) -> dict[str, str]:
    """A client's token or an agent's."""
    return caller.me.agent if caller.random.random() < 0.6 else caller.me.client


def create_ticket(caller: Caller) -> None:
    """Open a ticket, sometimes with a file."""
    deed, who = caller.deed("create ticket"), either_side(caller)
    body: Json = {"summary": deed.marker, "comment_body": f"Opened as {deed.marker}"}
    if caller.random.random() < 0.3 and (file := uploaded(caller, who)):
        body["files"] = [file]
    response = caller.write(deed, "POST", TICKETS, who, json=body)
    if response.status == 200:
        caller.own.append(response.json()["number"])
        deed.answered = Version(response.json()["number"], 1)


def uploaded(caller: Caller, who: dict[str, str]) -> str | None:
    """Announce a file and send its bytes."""
    deed = caller.deed("create file", leaves_marker=False)
    body = {"name": f"{deed.marker}.txt", "content_type": "text/plain", "size": 5}
    response = caller.write(deed, "POST", "/support/files", who, json=body)
    if response.status != 200:
        return None
    caller.world.upload(response.json()["upload"], b"bytes")
    file_id: str = response.json()["id"]
    return file_id


def list_tickets(caller: Caller) -> None:
    """A page, by any filter or a word."""
    queries: list[Json] = [{}, {"only_opened": 1}, {"only_closed": 1}, {"q": "shared"}]
    caller.read(
        "list tickets", TICKETS, either_side(caller), params={**caller.random.choice(queries), "items_per_page": 5}
    )


def find_ticket(caller: Caller) -> None:
    """A ticket."""
    caller.read("find ticket", f"{TICKETS}/{caller.ticket()}", either_side(caller))


def modify_ticket(caller: Caller) -> None:
    """Name the client otherwise: on condition that nobody else has changed the ticket, or whatever it is by now."""
    path, guard = f"{TICKETS}/{(number := caller.ticket())}", ""
    if caller.random.random() < 0.5:
        guard = caller.read("find ticket", path, caller.me.agent).headers.get("ETag") or ""
    deed = caller.deed("modify ticket")
    response = caller.write(
        deed, "PATCH", path, caller.me.agent, guard=guard, json={"client_aliased_name": deed.marker}
    )
    _names(deed, response, number)


def close_ticket(caller: Caller) -> None:
    """Close with a last word, or with a score."""
    deed, number = caller.deed("close ticket"), caller.ticket()
    body: Json = {"comment": f"Closed by {deed.marker}"}
    if caller.random.random() < 0.4:
        body = {"comment": deed.marker, "score": caller.random.randint(1, 10)}
    _names(deed, caller.write(deed, "POST", f"{TICKETS}/{number}/close", either_side(caller), json=body), number)


def reopen_ticket(caller: Caller) -> None:
    """Reopen."""
    deed, number = caller.deed("reopen ticket"), caller.ticket()
    body = {"body": f"Reopened by {deed.marker}"}
    _names(deed, caller.write(deed, "POST", f"{TICKETS}/{number}/reopen", either_side(caller), json=body), number)


def evaluate_ticket(caller: Caller) -> None:
    """Vote on a ticket."""
    deed, number = caller.deed("evaluate ticket"), caller.ticket()
    body = {"score": caller.random.randint(1, 10), "comment": deed.marker}
    _names(deed, caller.write(deed, "POST", f"{TICKETS}/{number}/vote", either_side(caller), json=body), number)


def create_comment(caller: Caller) -> None:
    """Comment, sometimes with a file, and see that it is there."""
    deed, number, who = caller.deed("create comment"), caller.ticket(), either_side(caller)
    body: Json = {"body": f"Says {deed.marker}"}
    if caller.random.random() < 0.25 and (file := uploaded(caller, who)):
        body["files"] = [file]
    response = caller.write(deed, "POST", f"{TICKETS}/{number}/comments", who, json=body)
    if response.status == 200:
        deed.answered = Version(*divmod(response.json()["id"], VERSIONS))
        if who is caller.me.agent:
            caller.comments.append((response.json()["id"], body["body"]))


def list_comments(caller: Caller) -> None:
    """The comments; a client has read them from then on."""
    caller.read("list comments", f"{TICKETS}/{caller.ticket()}/comments", either_side(caller))


def find_comment(caller: Caller) -> None:
    """A comment that was acknowledged is there, as it was."""
    if not caller.comments:
        return
    comment_id, words = caller.random.choice(caller.comments[-20:])
    response = caller.read("find comment", f"/support/comments/{comment_id}", caller.me.agent)
    if response.status < 500 and (response.status != 200 or response.json()["body"] != words):
        caller.wrong(f"comment {comment_id} was acknowledged and is answered with {response!r}")


def evaluate_comment(caller: Caller) -> None:
    """Vote on a comment of staff."""
    if not caller.comments:
        return
    comment_id, _ = caller.random.choice(caller.comments[-20:])
    deed = caller.deed("evaluate comment")
    body = {"score": caller.random.choice([1, -1]), "comment": deed.marker}
    caller.write(deed, "POST", f"/support/comments/{comment_id}/vote", either_side(caller), json=body)


def list_topics(caller: Caller) -> None:
    """The topics."""
    caller.read("list topics", "/support/topics", either_side(caller))


def archive(caller: Caller) -> None:
    """Archive."""
    _flagged(caller, "archive", "POST", "archive", Flag("archived", True))


def unarchive(caller: Caller) -> None:
    """Un-archive."""
    _flagged(caller, "un-archive", "DELETE", "archive", Flag("archived", False))


def star(caller: Caller) -> None:
    """Star."""
    _flagged(caller, "star", "POST", "star", Flag("star", True, caller.me.agent_id))


def unstar(caller: Caller) -> None:
    """Un-star."""
    _flagged(caller, "un-star", "DELETE", "star", Flag("star", False, caller.me.agent_id))


def spam(caller: Caller) -> None:
    """Mark as spam."""
    _flagged(caller, "spam", "POST", "spam", Flag("spam", True))


def unspam(caller: Caller) -> None:
    """Say that it is no spam."""
    _flagged(caller, "un-spam", "DELETE", "spam", Flag("spam", False))


def assign(caller: Caller) -> None:
    """Give the ticket to an agent or to the group."""
    deed, number = caller.deed("assign", leaves_marker=False), caller.ticket()
    wanted = {"user_id": caller.random.choice(caller.crew.members).agent_id}
    if caller.random.random() < 0.3:
        wanted = {"group_id": caller.crew.group_id}
    path = f"/tickets/{number}/assignments.json"
    response = caller.write(deed, "POST", path, caller.me.bearer, json={"assignment": wanted})
    if response.status == 201:
        deed.answered = Version(*divmod(response.json()["assignment"]["id"], VERSIONS))


def _flagged(caller: Caller, name: str, method: str, thing: str, flag: Flag) -> None:
    """Set or take away a flag; it is a success also when it is so already."""
    deed, number = caller.deed(name, leaves_marker=False), caller.ticket()
    guard = ""
    if method == "DELETE" and caller.random.random() < 0.5:
        path = f"{TICKETS}/{number}"
        guard = caller.read("find ticket", path, caller.me.agent).headers.get("ETag") or ""
    response = caller.write(deed, method, f"/tickets/{number}/{thing}.json", caller.me.bearer, guard=guard)
    if response.status == 204:
        deed.flag = flag
        deed.answered = version_of(response, number)


def _names(deed: Deed, response: Response, number: int) -> None:
    """Note which version an answer says it wrote."""
    if response.status == 200:
        deed.answered = version_of(response, number)


CALLS: dict[Call, int] = {
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
    archive: 3,
    unarchive: 3,
    assign: 5,
    star: 3,
    unstar: 3,
    spam: 2,
    unspam: 4,
}
"""How often each is made, relative to the others."""
