"""The calls to measure, in an order in which each of them succeeds.

An endpoint that is not among them is measured by its sample event.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tools.bench.desk import SampleDesk
from tools.local_desk.client import Response
from tools.local_desk.model import Route
from tools.sample_events import FUNCTIONS


@dataclass(frozen=True, slots=True)
class Budget:
    """The most requests, read units and write units that a call may take; None for no limit."""

    requests: int | None = None
    reads: float | None = None
    writes: int | None = None


READ = Budget(requests=1, writes=0)
WRITE = Budget(requests=2, writes=6)
TRANSITION = Budget(requests=2, writes=10)
CREATE = Budget(requests=2, writes=11)
FLAG = Budget(requests=2, writes=8)
SPAM = Budget(requests=2, writes=11)


@dataclass(frozen=True, slots=True)
class Call:
    """A call to measure."""

    api: str
    name: str
    send: Callable[[SampleDesk], Response]
    budget: Budget
    minimum: str
    """The fewest units that any design needs: R read, W write units."""


NEW = {"summary": "The invoice shows the wrong address", "comment_body": "Please send me a new one."}
FILE = {"name": "invoice.pdf", "content_type": "application/pdf", "size": 10_000}
TICKET = "/support/tickets/1"

TICKETS_API = (
    Call("Tickets API", "create ticket", lambda desk: desk.customer.post("/support/tickets", json=NEW), CREATE, "4 W"),
    Call(
        "Tickets API",
        "create ticket, Idempotency-Key",
        lambda desk: desk.customer.post("/support/tickets", json=NEW, headers={"Idempotency-Key": "bench"}),
        Budget(requests=3, writes=13),
        "4 W",
    ),
    Call("Tickets API", "find ticket", lambda desk: desk.customer.get(TICKET), READ, "0.5 R"),
    Call("Tickets API", "list, 10 items", lambda desk: desk.agent.get("/support/tickets"), Budget(4, 4, 0), "1 R"),
    Call(
        "Tickets API",
        "modify ticket",
        lambda desk: desk.customer.patch(TICKET, json={"client_aliased_name": "Order desk"}),
        WRITE,
        "4 W",
    ),
    Call(
        "Tickets API",
        "create comment",
        lambda desk: desk.agent.post(f"{TICKET}/comments", json={"body": "It is on its way."}),
        WRITE,
        "4 W",
    ),
    Call(
        "Tickets API", "list comments", lambda desk: desk.agent.get(f"{TICKET}/comments"), Budget(2, None, 0), "0.5 R"
    ),
    Call("Tickets API", "find comment", lambda desk: desk.customer.get("/support/comments/100001"), READ, "0.5 R"),
    Call(
        "Tickets API",
        "evaluate comment",
        lambda desk: desk.customer.post("/support/comments/100003/vote", json={"score": 1}),
        WRITE,
        "4 W",
    ),
    Call(
        "Tickets API",
        "evaluate ticket",
        lambda desk: desk.customer.post(f"{TICKET}/vote", json={"score": 9}),
        WRITE,
        "4 W",
    ),
    Call(
        "Tickets API",
        "close ticket with comment",
        lambda desk: desk.customer.post(f"{TICKET}/close", json={"comment": "Thank you."}),
        TRANSITION,
        "4 W",
    ),
    Call(
        "Tickets API",
        "reopen ticket",
        lambda desk: desk.customer.post(f"{TICKET}/reopen", json={"body": "It is wrong again."}),
        TRANSITION,
        "4 W",
    ),
    Call("Tickets API", "announce a file", lambda desk: desk.customer.post("/support/files", json=FILE), WRITE, "1 W"),
    Call("Tickets API", "list topics", lambda desk: desk.customer.get("/support/topics"), Budget(1, 1, 0), "0.5 R"),
)

UPLOAD = ("invoice.pdf", b"%PDF" * 2_500, "application/pdf")

SUPPORTBEE = (
    Call("SupportBee", "archive", lambda desk: desk.supportbee.post("/tickets/2/archive.json"), FLAG, "4 W"),
    Call("SupportBee", "un-archive", lambda desk: desk.supportbee.delete("/tickets/2/archive.json"), FLAG, "4 W"),
    Call(
        "SupportBee",
        "assign to a user",
        lambda desk: desk.supportbee.post(
            "/tickets/2/assignments.json", json={"assignment": {"user_id": desk.person("agent")}}
        ),
        WRITE,
        "4 W",
    ),
    Call(
        "SupportBee",
        "assign to a group",
        lambda desk: desk.supportbee.post("/tickets/2/assignments.json", json={"assignment": {"group_id": 1}}),
        WRITE,
        "4 W",
    ),
    Call("SupportBee", "star", lambda desk: desk.supportbee.post("/tickets/2/star.json"), WRITE, "4 W"),
    Call("SupportBee", "un-star", lambda desk: desk.supportbee.delete("/tickets/2/star.json"), WRITE, "4 W"),
    Call(
        "SupportBee",
        "upload a file",
        lambda desk: desk.supportbee.post("/attachments.json", files={"files[]": UPLOAD}),
        WRITE,
        "1 W",
    ),
    Call("SupportBee", "spam", lambda desk: desk.supportbee.post("/tickets/2/spam.json"), SPAM, "4 W"),
    Call("SupportBee", "un-spam", lambda desk: desk.supportbee.delete("/tickets/2/spam.json"), SPAM, "4 W"),
)

STATES = "/api/v1/ticket_states"
STATE = {"name": "in progress", "state_type_id": 2, "ignore_escalation": True, "active": True}
NOTE = {"note": "State created & updated via API"}

ZAMMAD = (
    Call("Zammad", "list states", lambda desk: desk.zammad.get(STATES), Budget(1, 1, 0), "0.5 R"),
    Call("Zammad", "show state", lambda desk: desk.zammad.get(f"{STATES}/4"), Budget(1, 1, 0), "0.5 R"),
    Call("Zammad", "create state", lambda desk: desk.zammad.post(STATES, json=STATE), Budget(requests=2), "6 W"),
    Call("Zammad", "update state", lambda desk: desk.zammad.put(f"{STATES}/8", json=NOTE), Budget(requests=2), "2 W"),
    Call("Zammad", "delete state", lambda desk: desk.zammad.delete(f"{STATES}/8"), Budget(), "4 W"),
)

PERSON = {"name": "Carl Client", "email": "client@example.com"}

HAPPYFOX = (
    Call(
        "HappyFox",
        "create ticket",
        lambda desk: desk.happyfox.post(
            "/api/1.1/json/tickets/",
            json={"subject": "Wrong address", "text": "Please mend it.", "category": 1, **PERSON},
        ),
        Budget(writes=11),
        "4 W",
    ),
    Call(
        "HappyFox", "read ticket", lambda desk: desk.happyfox.get("/api/1.1/json/ticket/2/"), Budget(3, None, 0), "1 R"
    ),
    Call(
        "HappyFox", "read tickets", lambda desk: desk.happyfox.get("/api/1.1/json/tickets/"), Budget(6, None, 0), "1 R"
    ),
    Call(
        "HappyFox",
        "staff update",
        lambda desk: desk.happyfox.post(
            "/api/1.1/json/ticket/2/staff_update/",
            json={"staff": desk.person("agent"), "text": "It is on its way.", "status": 2},
        ),
        Budget(writes=10),
        "4 W",
    ),
    Call(
        "HappyFox",
        "private note",
        lambda desk: desk.happyfox.post(
            "/api/1.1/json/ticket/2/staff_pvtnote/", json={"staff": desk.person("agent"), "text": "Ask the carrier."}
        ),
        Budget(writes=6),
        "4 W",
    ),
    Call(
        "HappyFox",
        "user reply",
        lambda desk: desk.happyfox.post(
            "/api/1.1/json/ticket/2/user_reply/", json={"user": desk.person("client"), "text": "Thank you."}
        ),
        Budget(writes=6),
        "4 W",
    ),
)

CALLS = (*TICKETS_API, *SUPPORTBEE, *ZAMMAD, *HAPPYFOX)


def calls_by_events(measured: Collection[str]) -> list[Call]:
    """Return a call for each endpoint whose function has not been measured yet: its sample event."""
    return [
        _call_by_event(name, route)
        for name, function in FUNCTIONS.items()
        for route in function.of_type(Route)[:1]
        if function.logical_id not in measured
    ]


def _call_by_event(name: str, route: Route) -> Call:
    api, _, what = name.partition("/")
    budget = Budget(writes=0) if route.method == "GET" else Budget(writes=11)
    return Call(api, what.replace("_", " "), lambda desk: desk.replay(name), budget, "–")
