"""Calls as Zammad's clients send them: what their sources do beyond the documentation."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from tools.clients.desk import Desk
from tools.clients.expecting import expect
from tools.smoke.stack import Failed

CUSTOMER = "habits.zammad@example.com"


def _opened(desk: Desk, **fields: Any) -> Mapping[str, Any]:
    """Open a ticket and return it."""
    body = {"title": "Habits", "group_id": 1, "customer_id": f"guess:{CUSTOMER}", "article": {"body": "It smokes"}}
    opened: Mapping[str, Any] = desk.zammad("POST", "tickets", 201, json={**body, **fields})
    return opened


def credentials(desk: Desk) -> str:
    """Send the token in the ways of five clients, with names of headers in lower case."""
    token = desk.token("agent")
    for value in (f"Token token={token}", f"Token {token}", f"Bearer {token}", f'Token token="{token}"'):
        desk.call("GET", "/api/v1/users/me", 200, headers={"authorization": value})
    answer = desk.call("GET", "/api/v1/users/me", 200, auth=("agent@example.com", token))
    return expect("login", answer.json()["login"], "agent@example.com")


def values_of_expand(desk: Desk) -> str:
    """Send `expand` as Python, Ruby and JavaScript write it; only yes expands."""
    number = _opened(desk)["id"]
    shown = {
        value: "state" in desk.zammad("GET", f"tickets/{number}?expand={value}")
        for value in ("true", "1", "false", "0", "")
    }
    return expect("expanded", shown, {"true": True, "1": True, "false": False, "0": False, "": False})


def sizes_twice(desk: Desk) -> str:
    """Send limit and per_page together, a page of a thousand, and parameters that mean nothing."""
    _opened(desk)
    query = "limit=5&per_page=1&page=1&sort_dir=desc&assets=true&_=1700000000"
    expect("tickets", len(desk.zammad("GET", f"tickets?{query}")), 1)
    users = desk.zammad("GET", "users?per_page=1000&page=1")
    return expect("first user", users[0]["login"], "-", f"{len(users)} users")


def until_an_empty_page(desk: Desk) -> str:
    """Search users with an empty query, two a page, until a page is empty."""
    seen: list[int] = []
    page = 1
    while found := desk.zammad("GET", f"users/search?query=&limit=2&page={page}"):
        seen += [one["id"] for one in found]
        page += 1
    return expect("users", seen, sorted({*seen}), f"{len(seen)} users")


def find_or_create(desk: Desk) -> str:
    """Search for an address that nobody has, create the user, and search again at once; create it again."""
    email = "bot.habits@example.com"
    expect("nobody", desk.zammad("GET", "users/search", params={"query": email, "limit": 1}), [])
    user = {"email": email, "login": email, "firstname": "Bo", "roles": ["Customer"]}
    created = desk.zammad("POST", "users", 201, json=user)
    found = desk.zammad("GET", "users/search", params={"query": email, "limit": 1})
    expect("user", [one["id"] for one in found], [created["id"]])
    refused = desk.zammad("POST", "users", 422, json=user)
    text = f"Email address '{email}' is already used for other user."
    return expect("refused", refused, {"error": text, "error_human": text})


def whole_object(desk: Desk) -> str:
    """Send a ticket back as it came, with its names, and change one key of it."""
    ticket = desk.zammad("GET", f"tickets/{_opened(desk)['id']}?expand=true")
    changed = desk.zammad("PUT", f"tickets/{ticket['id']}", json={**ticket, "title": "Changed"})
    return expect("title", (changed["title"], changed["state_id"]), ("Changed", ticket["state_id"]))


def tags_by_query(desk: Desk) -> str:
    """Add a tag with a number as text, remove it by POST, and by DELETE with everything in the query."""
    number = _opened(desk)["id"]
    tag = {"item": "habit", "object": "Ticket", "o_id": str(number)}
    expect("added", desk.zammad("POST", "tags/add", 201, json=tag), True)
    expect("removed", desk.zammad("DELETE", "tags/remove", params=tag), True)
    expect("added", desk.zammad("POST", "tags/add", 201, params=tag), True)
    expect("removed by POST", desk.zammad("POST", "tags/remove", json=tag), True)
    return expect("tags", desk.zammad("GET", f"tags?object=Ticket&o_id={number}"), {"tags": []})


def types_of_bodies(desk: Desk) -> str:
    """Send JSON that is called a form, and a form that nests."""
    number = _opened(desk)["id"]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    changed = desk.zammad("PUT", f"tickets/{number}", content=b'{"title": "One"}', headers=headers)
    expect("title", changed["title"], "One")
    form = {"title": "Two", "article[body]": "Seen", "article[internal]": "true"}
    changed = desk.zammad("PUT", f"tickets/{number}", data=form)
    return expect("title", (changed["title"], changed["article_count"]), ("Two", 2))


def queries_without_quotes(desk: Desk) -> str:
    """Search as a server of the Model Context Protocol does: names of two words without quotes, all at once."""
    number = _opened(desk, priority="3 high")["id"]
    query = f"number:{number} AND state.name:new AND priority.name:3 high AND customer.email:{CUSTOMER}"
    for _ in range(50):  # new facts count within seconds
        found = [one["id"] for one in desk.zammad("GET", "tickets/search", params={"query": query, "limit": 10})]
        if found == [number]:
            return f"ticket {number}"
        time.sleep(0.1)
    raise Failed(f"{found!r} instead of [{number}]")


def unknown_parameters(desk: Desk) -> str:
    """Send filters that the vendor ignores, and expect to hear of it."""
    text = "Unknown parameter 'number'"
    answer = desk.zammad("GET", "tickets/search?number=42", 422)
    return expect("refused", answer, {"error": text, "error_human": text})


HABITS: Mapping[str, Callable[[Desk], str]] = {
    "five ways to send a token": credentials,
    "values of expand": values_of_expand,
    "limit beside per_page, a thousand a page": sizes_twice,
    "users until an empty page": until_an_empty_page,
    "look for a user, or create it": find_or_create,
    "a whole ticket sent back": whole_object,
    "tags in the query, removed by POST": tags_by_query,
    "bodies of other types": types_of_bodies,
    "queries without quotation marks": queries_without_quotes,
    "unknown parameters": unknown_parameters,
}
