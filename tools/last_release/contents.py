"""Fills a table with items of every type, by the calls of the sample events and some more."""

import unicodedata
from typing import Any

from polydesk import clock
from polydesk.desk.resources import shared_resources
from polydesk.domain.deletion import last_entry
from polydesk.domain.person import SYSTEM
from polydesk.storage import keys
from polydesk.storage.retry import Deadline
from tools.last_release import ReleaseTable
from tools.local_desk.items import dump
from tools.local_desk.model import Route
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS, NAMES, event, with_credentials

Json = dict[str, Any]

PEOPLE: list[Json] = [
    {"email": "Upper.Case@Example.COM", "name": "Una Upper"},
    {"email": "straße@example.com", "name": "Sharp Strasse"},
    {"email": "ada@bücher.example", "name": "Ada Unicode"},
    {"email": "re\u0301sume\u0301@example.com", "name": "Nora Decomposed"},
    {"email": "signs-in@example.com", "name": "Lola Login", "login": "ﬁona"},
    {"email": "gone@example.com", "name": "Gone", "active": False},
]
"""People whose addresses are compared in ways that releases may change. Each has a token named by the address."""

UNDONE = ["supportbee/star_ticket"]
"""Calls to make again at the end: another event undoes what they do."""

LEFT_OUT = ["happyfox/delete_ticket", "zammad/delete_group", "zammad/delete_ticket"]
"""Calls that remove what others need. The items of a deletion are written by `_begin_purge`. The last release takes a
deleted group, which is kept for its tickets, for one that is not deleted."""

SPAM = 4
"""The ticket that is marked as spam."""


def filled(world: World) -> ReleaseTable:
    """Set a desk up, call the endpoints as their events do, and return the table."""
    tokens = _declare(world, event("ops/set_up_desk"))
    tokens |= _declare(world, {"people": PEOPLE, "tokens": [_token(person["email"]) for person in PEOPLE]})
    _open_tickets(world, tokens)
    endpoints = [name for name in NAMES if name in FUNCTIONS and FUNCTIONS[name].of_type(Route)]
    for name in [*(one for one in endpoints if one not in LEFT_OUT), *UNDONE]:
        world.clock.advance(1)
        world.invoke(FUNCTIONS[name].logical_id, with_credentials(event(name), tokens))
    marked = world.client().post(f"/tickets/{SPAM}/spam.json", params={"auth_token": tokens["agent"]["token"]})
    assert marked.status == 204, marked
    world.pump()
    _begin_purge(world, tokens)
    return ReleaseTable(tokens, [item for _, item in sorted(dump(world).items())])


def _declare(world: World, document: Json) -> dict[str, Json]:
    return {token["name"]: token for token in world.invoke("OpsSetUpDesk", document)["tokens"]}


def _token_name(email: str) -> str:
    return unicodedata.normalize("NFC", email)


def _token(email: str) -> Json:
    return {"name": _token_name(email), "person": email, "expires_at": "2100-01-01T00:00:00Z"}


def _open_tickets(world: World, tokens: dict[str, Json]) -> None:
    """Open a ticket with a file and one that is closed, and one of each of some people."""
    client, agent = (world.client({"X-Token": tokens[name]["token"]}) for name in ("client", "agent"))
    upload = client.post("/support/files", json={"name": "a.txt", "content_type": "text/plain", "size": 5}).json()
    assert world.upload(upload["upload"], b"hello").status == 204
    opening = {"summary": "Broken", "comment_body": "Help", "files": [upload["id"]]}
    assert client.post("/support/tickets", json=opening, headers={"Idempotency-Key": "opening"}).status == 200
    assert client.post("/support/tickets", json={"summary": "Loud", "comment_body": "Too loud"}).status == 200
    assert agent.post("/support/tickets/1/comments", json={"body": "We are on it"}).status == 200
    assert client.post("/support/tickets/2/close").status == 200
    for person in PEOPLE[:4]:
        caller = world.client({"X-Token": tokens[_token_name(person["email"])]["token"]})
        opening = {
            "summary": f"Ticket of {person['name']}",
            "comment_body": "Как дела",
            "client_emails": ["Cc@Example.com"],
        }
        assert caller.post("/support/tickets", json=opening).status == 200


def _begin_purge(world: World, tokens: dict[str, Json]) -> None:
    """Begin to purge a ticket, as a run does that ends early."""
    caller = world.client({"X-Token": tokens["client"]["token"]})
    number = caller.post("/support/tickets", json={"summary": "Spam", "comment_body": "Buy"}).json()["number"]
    resources = shared_resources()
    ticket = resources.tickets.get(number)
    assert ticket is not None
    resources.purges.begin(ticket, last_entry(ticket, clock.now(), SYSTEM), Deadline(5.0))
    assert resources.table.get(keys.purge(number)) is not None
