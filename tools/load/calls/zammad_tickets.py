"""Calls of the Zammad API that open, change, answer, find and delete tickets."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from tools.load.client import Caller, version_of
from tools.load.recorded_calls import RecordedCall, Version
from tools.local_desk.client import Response

Json = dict[str, Any]

API = "/api/v1"
TICKETS, ARTICLES = f"{API}/tickets", f"{API}/ticket_articles"
GROUPS = (1, 2)
OPEN_STATES, PENDING, CLOSED = (1, 2), 3, 4
TIMES = ("5", "12.25", "0.5", "-1.75")
QUERIES = (
    "*",
    "shared",
    "state.name:open AND group.name:General",
    "owner.id:1 OR priority_id:3",
    "customer.email:customer0@example.com AND NOT tags:vip",
    "article_count:>2 AND created_at:>now-1d",
    "title:shared AND (state_id:1 OR state_id:2)",
)
LISTS: tuple[Json, ...] = (
    {},
    {"expand": "true"},
    {"full": "true"},
    {"sort_by": "updated_at", "order_by": "desc"},
    {"sort_by": "last_contact_at", "expand": "true"},
    {"page": 2},
)


def create_ticket(caller: Caller) -> None:
    """Open a ticket for a known or a guessed customer: with a public or an internal article, or with none."""
    call = caller.record("Zammad: create ticket")
    customers: list[Json] = [
        {"customer_id": caller.worker.customer_id},
        {"customer_id": f"guess:{call.marker}@example.com"},
        {"customer_id": f"guess:{shared_address(caller)}"},
        {"customer": {"email": shared_address(caller), "firstname": "Uma", "phone": "+49 30 1234"}},
    ]
    group = caller.random.choice([*GROUPS, *caller.groups[-2:]])
    body: Json = {"title": call.marker, "group_id": group, "tags": "load", **caller.random.choice(customers)}
    if caller.random.random() < 0.7:
        body["article"] = _article(caller, call)
    if caller.random.random() < 0.3:
        body |= {"owner_id": caller.worker.agent_id, "state_id": caller.random.choice([*OPEN_STATES, CLOSED])}
    _opened(caller, call, caller.worker.zammad_agent, body)


def create_ticket_as_customer(caller: Caller) -> None:
    """Open a ticket as a customer."""
    call = caller.record("Zammad: create ticket as customer")
    body = {"title": call.marker, "group": "Billing", "article": {"body": f"Opened as {call.marker}"}}
    _opened(caller, call, caller.worker.zammad_customer, body)


def _opened(caller: Caller, call: RecordedCall, headers: dict[str, str], body: Json) -> int | None:
    if "article" in body:
        body["article"]["body"] = f"Opened as {call.marker}"
        body["title"] = "Opened with an article"
    response = caller.write(call, "POST", TICKETS, headers, json=body)
    if response.status != 201:
        return None
    number: int = response.json()["id"]
    call.answered = Version(number, 1)
    caller.own_tickets.append(number)
    return number


def shared_address(caller: Caller) -> str:
    """Return an address that about ten calls of each worker use, so that they race to create and remove its user."""
    return f"user{len(caller.report.calls) // 10}@example.com"


def update_ticket(caller: Caller) -> None:
    """Change a ticket, mostly with an article, as an agent."""
    call, number = caller.record("Zammad: update ticket"), caller.ticket()
    body: Json = {"article": _article(caller, call)}
    for key, values in (
        ("title", ["Renamed", "Shared"]),
        ("group_id", [*GROUPS, *caller.groups[-2:]]),
        ("priority_id", [1, 2, 3]),
        ("owner_id", [1, caller.worker.agent_id]),
        ("state_id", [*OPEN_STATES, CLOSED, *caller.states[-1:]]),
    ):
        if caller.random.random() < 0.3:
            body[key] = caller.random.choice(values)
    if caller.random.random() < 0.15:
        until = caller.world.clock.now + timedelta(minutes=caller.random.randint(5, 40))
        body |= {"state_id": PENDING, "pending_time": until.isoformat()}
    _changed(caller, call, number, caller.worker.zammad_agent, body)


def update_ticket_as_customer(caller: Caller) -> None:
    """Answer as a customer, in a ticket that may not be this customer's."""
    call, number = caller.record("Zammad: update ticket as customer"), caller.ticket()
    _changed(caller, call, number, caller.worker.zammad_customer, {"article": {"body": f"Asks {call.marker}"}})


def _changed(caller: Caller, call: RecordedCall, number: int, headers: dict[str, str], body: Json) -> None:
    path, if_match = f"{TICKETS}/{number}", ""
    if caller.random.random() < 0.5:
        if_match = caller.etag("show ticket", path, headers)
    response = caller.write(call, "PUT", path, headers, if_match=if_match, json=body)
    if response.status == 200:
        call.answered = version_of(response, number)


def create_article(caller: Caller) -> None:
    """Write an article: as an agent, for the customer, or with time and a file."""
    call, number = caller.record("Zammad: create article"), caller.ticket()
    body = {"ticket_id": number, **_article(caller, call)}
    response = caller.write(call, "POST", ARTICLES, caller.worker.zammad_agent, json=body)
    _answered(call, number, response)


def create_article_as_customer(caller: Caller) -> None:
    """Write an article as a customer, in a ticket that may not be this customer's."""
    call, number = caller.record("Zammad: create article as customer"), caller.ticket()
    body = {"ticket_id": number, "body": f"Asks {call.marker}"}
    response = caller.write(call, "POST", ARTICLES, caller.worker.zammad_customer, json=body)
    _answered(call, number, response)


def _answered(call: RecordedCall, number: int, response: Response) -> None:
    if response.status == 201:
        call.answered = version_of(response, number)


def _article(caller: Caller, call: RecordedCall) -> Json:
    """Return an article with the marker of its call: of any kind, sometimes with time or a file."""
    random = caller.random
    article: Json = {"body": f"Says {call.marker}", "internal": random.random() < 0.4}
    article |= random.choice([{}, {"type": "phone", "sender": "Customer"}, {"type": "email", "to": "a@example.com"}])
    if random.random() < 0.3:
        article["time_unit"] = random.choice(TIMES)
    if random.random() < 0.2:
        data = b64encode(b"bytes").decode()
        article["attachments"] = [{"filename": f"{call.marker}.txt", "data": data, "mime-type": "text/plain"}]
    return article


def read_articles(caller: Caller) -> None:
    """Read the articles of a ticket, and one of them with its attachment, if it has one."""
    headers = caller.random.choice([caller.worker.zammad_agent, caller.worker.zammad_customer])
    listed = caller.read("list articles", f"{ARTICLES}/by_ticket/{caller.ticket()}", headers)
    if listed.status != 200 or not listed.json():
        return
    article = caller.random.choice(listed.json())
    caller.read("show article", f"{ARTICLES}/{article['id']}", headers)
    for file in article["attachments"]:
        path = f"{API}/ticket_attachment/{article['ticket_id']}/{article['id']}/{file['id']}"
        caller.read("download attachment", path, headers)


def list_tickets(caller: Caller) -> None:
    """Read a page of all tickets, or of those of a customer."""
    headers = caller.random.choice([caller.worker.zammad_agent, caller.worker.zammad_customer])
    caller.read("list tickets", TICKETS, headers, params={"per_page": 20, **caller.random.choice(LISTS)})


def search_tickets(caller: Caller) -> None:
    """Search for tickets, by a GET or by a POST."""
    headers = caller.random.choice([caller.worker.zammad_agent, caller.worker.zammad_customer])
    search = {"query": caller.random.choice(QUERIES), "per_page": 20, **caller.random.choice(LISTS[:3])}
    if caller.random.random() < 0.7:
        caller.read("search tickets", f"{TICKETS}/search", headers, params=search)
    else:
        caller.write(_unmarked(caller, "search by POST"), "POST", f"{TICKETS}/search", headers, json=search)


def _unmarked(caller: Caller, endpoint: str) -> RecordedCall:
    return caller.record(endpoint, leaves_marker=False)


def show_ticket(caller: Caller) -> None:
    """Read a ticket."""
    headers = caller.random.choice([caller.worker.zammad_agent, caller.worker.zammad_customer])
    params = caller.random.choice(LISTS[:3])
    caller.read("show ticket", f"{TICKETS}/{caller.ticket()}", headers, params=params)


def delete_ticket(caller: Caller) -> None:
    """Open a ticket and delete it as an administrator."""
    creation = caller.record("Zammad: create a ticket to be deleted")
    body = {"title": "x", "group_id": 1, "customer_id": caller.worker.customer_id, "article": {}}
    if not (number := _opened(caller, creation, caller.worker.zammad_agent, body)):
        return
    caller.own_tickets.remove(number)
    path, headers = f"{TICKETS}/{number}", caller.worker.zammad
    if_match = caller.etag("show ticket", path, headers)
    call = _unmarked(caller, "Zammad: delete ticket")
    call.deletes = number
    caller.write(call, "DELETE", path, headers, if_match=if_match)


WEIGHTS = {
    create_ticket: 7,
    create_ticket_as_customer: 2,
    update_ticket: 8,
    update_ticket_as_customer: 2,
    create_article: 6,
    create_article_as_customer: 3,
    read_articles: 3,
    list_tickets: 3,
    search_tickets: 4,
    show_ticket: 2,
    delete_ticket: 2,
}
