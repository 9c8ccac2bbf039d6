"""The calls of Zammad's API to measure, in an order in which each of them succeeds."""

from base64 import b64encode
from collections.abc import Callable
from functools import partial

from tools.bench.call import Budget, Call
from tools.bench.desk import SampleDesk
from tools.local_desk.client import Response

API = "/api/v1"
STATES = f"{API}/ticket_states"
STATE = {"name": "in progress", "state_type_id": 2, "ignore_escalation": True, "active": True}
NOTE = {"note": "State created & updated via API"}

TICKET = f"{API}/tickets/2"
TAG = {"item": "address", "object": "Ticket", "o_id": 2}
FILE = {"filename": "invoice.txt", "data": b64encode(b"Invoice 42").decode(), "mime-type": "text/plain"}
QUERY = (
    "state.name:open AND priority.name:2 normal AND group.name:Users AND owner.login:agent@example.com "
    "AND customer.email:client@example.com"
)
USER = {"firstname": "Zoe", "lastname": "Zimmer", "email": "zoe@example.com"}

STATE_CALLS = (
    Call("Zammad", "list states", lambda desk: desk.zammad.get(STATES), Budget(1, 1, 0), "0.5 R"),
    Call("Zammad", "show state", lambda desk: desk.zammad.get(f"{STATES}/4"), Budget(1, 1, 0), "0.5 R"),
    Call("Zammad", "create state", lambda desk: desk.zammad.post(STATES, json=STATE), Budget(requests=2), "6 W"),
    Call("Zammad", "update state", lambda desk: desk.zammad.put(f"{STATES}/8", json=NOTE), Budget(requests=2), "2 W"),
    Call("Zammad", "delete state", lambda desk: desk.zammad.delete(f"{STATES}/8"), Budget(), "4 W"),
)


def _read(name: str, path: str, requests: int, minimum: str = "0.5 R") -> Call:
    """Return a GET of an agent, which writes nothing."""
    return Call("Zammad", name, partial(_get, path), Budget(requests, None, 0), minimum)


def _get(path: str, desk: SampleDesk) -> Response:
    return desk.zammad_agent.get(f"{API}/{path}")


def _write(name: str, send: Callable[[SampleDesk], Response], requests: int, writes: int, minimum: str) -> Call:
    return Call("Zammad", name, send, Budget(requests=requests, writes=writes), minimum)


def _new(customer_id: object, **article: object) -> dict[str, object]:
    """Return the body of a ticket of this customer."""
    says = {"article": {"body": "Please send me a new one.", **article}} if article else {}
    return {"title": "Wrong address", "group": "Users", "customer_id": customer_id, **says}


def _create(desk: SampleDesk, customer_id: object, **article: object) -> Response:
    return desk.zammad_agent.post(f"{API}/tickets", json=_new(customer_id, **article))


def _article(desk: SampleDesk, **article: object) -> Response:
    return desk.zammad_agent.post(f"{API}/ticket_articles", json={"ticket_id": 2, "body": "On its way.", **article})


def _article_with_file(desk: SampleDesk) -> Response:
    answer = _article(desk, attachments=[FILE])
    article = answer.json()
    desk.file = f"ticket_attachment/2/{article['id']}/{article['attachments'][0]['id']}"
    return answer


def _book_time(desk: SampleDesk) -> Response:
    answer = desk.zammad_agent.post(f"{TICKET}/time_accountings", json={"time_unit": "15"})
    desk.booked = f"tickets/2/time_accountings/{answer.json()['id']}"
    return answer


def _change(desk: SampleDesk) -> Response:
    article = {"body": "Ask the carrier.", "internal": True}
    return desk.zammad_agent.put(TICKET, json={"state": "open", "priority": "3 high", "article": article})


def _create_user(desk: SampleDesk) -> Response:
    answer = desk.zammad_agent.post(f"{API}/users", json=USER)
    desk.user = answer.json()["id"]
    return answer


TICKETS = (
    _write("create ticket", lambda desk: _create(desk, desk.person("client"), internal=False), 4, 13, "4 W"),
    _write("create ticket, guessed customer", lambda desk: _create(desk, "guess:zora@example.com"), 5, 18, "6 W"),
    _read("list tickets", "tickets", 6, "1 R"),
    _read("list tickets, expand", "tickets?expand=true", 9, "1 R"),
    _read("list tickets by updated_at", "tickets?sort_by=updated_at&order_by=desc&expand=true", 9, "1 R"),
    _read("search tickets, five conditions", f"tickets/search?expand=true&query={QUERY}", 15, "1 R"),
    _read("search tickets, a word", "tickets/search?query=invoice", 9, "1 R"),
    _read("search tickets, total alone", "tickets/search?query=state.name:open&only_total_count=true", 5, "1 R"),
    Call(
        "Zammad",
        "search tickets by POST",
        lambda desk: desk.zammad_agent.post(f"{API}/tickets/search", json={"query": "state.name:open"}),
        Budget(9, None, 0),
        "1 R",
    ),
    _read("show ticket", "tickets/2", 1),
    _read("show ticket, expand", "tickets/2?expand=true", 3),
    _read("show ticket, full", "tickets/2?full=true", 3),
    _write("update ticket with article", _change, 4, 10, "4 W"),
    _write("update ticket", lambda desk: desk.zammad_agent.put(TICKET, json={"title": "Address"}), 4, 6, "4 W"),
    _write("create article", _article, 4, 6, "4 W"),
    _write("create article with a file", _article_with_file, 7, 12, "9 W"),
    _read("list articles", "ticket_articles/by_ticket/2", 4),
    _read("show article", "ticket_articles/2001", 4),
    Call("Zammad", "download a file", lambda desk: _get(desk.file, desk), Budget(4, None, 0), "1 R"),
    _write("add a tag", lambda desk: desk.zammad_agent.post(f"{API}/tags/add", json=TAG), 2, 6, "4 W"),
    _read("tags of a ticket", "tags?object=Ticket&o_id=2", 1),
    _write("remove a tag", lambda desk: desk.zammad_agent.delete(f"{API}/tags/remove", json=TAG), 2, 6, "4 W"),
    Call(
        "Zammad",
        "remove a tag that is not there",
        lambda desk: desk.zammad_agent.post(f"{API}/tags/remove", json=TAG),
        Budget(1, None, 0),
        "0.5 R",
    ),
    _read("list tags", "tag_list", 8),
    _read("find tags", "tag_search?term=add", 1),
    _write(
        "book time",
        _book_time,
        4,
        6,
        "4 W",
    ),
    _write(
        "book time, ticket in the body",
        lambda desk: desk.zammad_agent.post(f"{API}/time_accountings", json={"ticket_id": 2, "time_unit": "7.5"}),
        4,
        6,
        "4 W",
    ),
    Call("Zammad", "show booked time", lambda desk: _get(desk.booked, desk), Budget(4, None, 0), "0.5 R"),
    _read("list booked time", "tickets/2/time_accountings", 4),
    _read("types of booked time", "time_accounting/types", 1),
    _read("history of a ticket", "ticket_history/2", 5),
    Call("Zammad", "delete ticket", lambda desk: desk.zammad.delete(f"{API}/tickets/4"), Budget(2, None, 17), "4 W"),
)

PEOPLE = (
    _write("create user", _create_user, 4, 7, "3 W"),
    _write(
        "update user",
        lambda desk: desk.zammad_agent.put(f"{API}/users/{desk.person('client')}", json={"mobile": "+49 170 1234"}),
        4,
        3,
        "1 W",
    ),
    _read("show me", "users/me", 1),
    _read("show user", "users/4", 2),
    _read("list users", "users", 4),
    _read("search users, an address", "users/search?query=client@example.com&limit=1", 6),
    _read("search users, words", "users/search?query=carl client", 7),
    Call(
        "Zammad",
        "search users by POST",
        lambda desk: desk.zammad_agent.post(f"{API}/users/search", json={"query": "carl client"}),
        Budget(7, None, 0),
        "0.5 R",
    ),
    _write("delete user", lambda desk: desk.zammad.delete(f"{API}/users/{desk.user}"), 14, 310, "3 W"),
)

OTHERS = (
    _write("create group", lambda desk: desk.zammad.post(f"{API}/groups", json={"name": "Sales"}), 7, 5, "3 W"),
    _write("update group", lambda desk: desk.zammad.put(f"{API}/groups/3", json=NOTE), 6, 4, "2 W"),
    _write("delete group", lambda desk: desk.zammad.delete(f"{API}/groups/3"), 6, 4, "2 W"),
    *(
        _read(name, path, requests)
        for name, path, requests in (
            ("list groups", "groups", 4),
            ("show group", "groups/1", 4),
            ("list roles", "roles", 1),
            ("show role", "roles/2", 1),
            ("list priorities", "ticket_priorities", 1),
            ("show priority", "ticket_priorities/2", 1),
            ("list organizations", "organizations", 1),
            ("search organizations", "organizations/search", 1),
            ("version", "version", 1),
            ("list object attributes", "object_manager_attributes", 1),
            ("list notifications", "online_notifications", 1),
        )
    ),
    Call(
        "Zammad",
        "mark notifications as read",
        lambda desk: desk.zammad_agent.post(f"{API}/online_notifications/mark_all_as_read"),
        Budget(1, None, 0),
        "–",
    ),
)

ZAMMAD = (*TICKETS, *PEOPLE, *OTHERS)
