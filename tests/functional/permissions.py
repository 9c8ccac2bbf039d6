"""Who may call which route, in each API's own way of saying who is calling."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["admin", "agent", "client", "bystander", "key"]
"""Somebody with a credential. A bystander is a person who may do nothing, a key is one of the whole desk."""

PEOPLE: tuple[Role, ...] = ("admin", "agent", "client", "bystander")
EVERYBODY: tuple[Role, ...] = (*PEOPLE, "key")

ADMINS: frozenset[Role] = frozenset({"admin"})
STAFF: frozenset[Role] = frozenset({"admin", "agent"})
STAFF_AND_CLIENTS: frozenset[Role] = frozenset({"admin", "agent", "client"})
KEYS: frozenset[Role] = frozenset({"key"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """Who may call a route, and a call that succeeds for them.

    Names in braces are of things that are made for each call: see Targets. `private`: what the path names belongs to a
    client, and another client cannot find it.
    """

    allowed: frozenset[Role]
    path: str
    body: Mapping[str, Any] | None = None
    private: bool = False


def _tickets_api() -> dict[str, Expectation]:
    anybody, text = STAFF_AND_CLIENTS, "Please help"
    tickets, ticket, comment = "/support/tickets", "/support/tickets/{ticket}", "/support/comments/{comment}"
    return {
        "POST /support/tickets": Expectation(anybody, tickets, {"summary": "It is broken", "comment_body": text}),
        "GET /support/tickets": Expectation(anybody, tickets),
        "GET /support/tickets/{}": Expectation(anybody, ticket, private=True),
        "PATCH /support/tickets/{}": Expectation(anybody, ticket, {"client_emails": []}, private=True),
        "POST /support/tickets/{}/close": Expectation(anybody, f"{ticket}/close", {}, private=True),
        "POST /support/tickets/{}/reopen": Expectation(
            anybody, "/support/tickets/{closed_ticket}/reopen", {"body": text}, private=True
        ),
        "POST /support/tickets/{}/vote": Expectation(anybody, f"{ticket}/vote", {"score": 5}, private=True),
        "POST /support/tickets/{}/comments": Expectation(anybody, f"{ticket}/comments", {"body": text}, private=True),
        "GET /support/tickets/{}/comments": Expectation(anybody, f"{ticket}/comments", private=True),
        "GET /support/comments/{}": Expectation(anybody, comment, private=True),
        "POST /support/comments/{}/vote": Expectation(anybody, f"{comment}/vote", {"score": 1}, private=True),
        "GET /support/topics": Expectation(anybody, "/support/topics"),
        "POST /support/files": Expectation(
            anybody, "/support/files", {"name": "log.txt", "content_type": "text/plain", "size": 5}
        ),
    }


def _supportbee() -> dict[str, Expectation]:
    actions = [(method, noun) for noun in ("archive", "star", "spam") for method in ("POST", "DELETE")]
    assignment = {"assignment": {"group_id": "{group}"}}
    return {
        f"{method} /tickets/{{}}/{noun}{suffix}": Expectation(STAFF, f"/tickets/{{ticket}}/{noun}{suffix}", body)
        for method, noun, body in [*((*action, None) for action in actions), ("POST", "assignments", assignment)]
        for suffix in ("", ".json")
    }


def _happyfox() -> dict[str, Expectation]:
    tickets, ticket = "/api/1.1/json/tickets/", "/api/1.1/json/ticket/{ticket}/"
    by_staff, by_user = {"staff": "{agent}", "text": "On it"}, {"user": "{client}", "text": "Please help"}
    new = {"subject": "It is broken", "text": "Please help", "category": "{category}", "user": "{client}"}
    return {
        "GET /api/1.1/{}/tickets": Expectation(KEYS, tickets),
        "POST /api/1.1/{}/tickets": Expectation(KEYS, tickets, new),
        "GET /api/1.1/{}/ticket/{}": Expectation(KEYS, ticket),
        "POST /api/1.1/{}/ticket/{}/staff_update": Expectation(KEYS, f"{ticket}staff_update/", by_staff),
        "POST /api/1.1/{}/ticket/{}/staff_pvtnote": Expectation(KEYS, f"{ticket}staff_pvtnote/", by_staff),
        "POST /api/1.1/{}/ticket/{}/user_reply": Expectation(KEYS, f"{ticket}user_reply/", by_user),
    }


def _zammad() -> dict[str, Expectation]:
    states, state = "/api/v1/ticket_states", "/api/v1/ticket_states/{state}"
    return {
        "GET /api/v1/ticket_states": Expectation(STAFF_AND_CLIENTS, states),
        "GET /api/v1/ticket_states/{}": Expectation(STAFF_AND_CLIENTS, state),
        "POST /api/v1/ticket_states": Expectation(ADMINS, states, {"name": "{name}", "state_type_id": 2}),
        "PUT /api/v1/ticket_states/{}": Expectation(ADMINS, state, {"note": "Rarely used"}),
        "DELETE /api/v1/ticket_states/{}": Expectation(ADMINS, state),
    }


EXPECTATIONS = {**_tickets_api(), **_supportbee(), **_happyfox(), **_zammad()}
"""By method and path, whatever the path calls its variables, without a slash at its end."""


def name_of(route: str) -> str:
    """A route under the name that EXPECTATIONS has for it."""
    return re.sub(r"\{[^}]*\}", "{}", route).rstrip("/")


@dataclass(frozen=True, slots=True)
class Api:
    """How one API is told who is calling, and how it turns away whom it does not know."""

    header: str
    scheme: str
    belongs_to: frozenset[Role]
    """Whose credentials are of the sort that the API takes at all."""
    without_credentials: int = 401

    def headers(self, credential: str) -> dict[str, str]:
        """The headers of somebody with this credential."""
        if self.scheme == "Basic ":
            credential = b64encode(credential.encode()).decode()
        return {self.header: self.scheme + credential}


SELECTEL = Api("X-Token", "", frozenset(PEOPLE))
SUPPORTBEE = Api("Authorization", "Bearer ", frozenset(PEOPLE))
HAPPYFOX = Api("Authorization", "Basic ", KEYS)
ZAMMAD = Api("Authorization", "Token token=", frozenset(PEOPLE), without_credentials=403)

APIS = {"/support": SELECTEL, "/tickets": SUPPORTBEE, "/api/1.1": HAPPYFOX, "/api/v1": ZAMMAD}


def api_of(path: str) -> Api:
    """The API that a path belongs to."""
    return next(api for prefix, api in APIS.items() if path.startswith(f"{prefix}/"))
