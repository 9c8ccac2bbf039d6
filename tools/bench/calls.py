"""The calls to measure, in an order in which each of them succeeds.

An endpoint that is not among them is measured by its sample event.
"""

from collections.abc import Collection

from tools.bench.call import CREATE, READ, TRANSITION, WRITE, Budget, Call
from tools.bench.happyfox_calls import HAPPYFOX
from tools.bench.supportbee_calls import SUPPORTBEE
from tools.local_desk.model import Route
from tools.sample_events import FUNCTIONS

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
