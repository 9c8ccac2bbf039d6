"""Calls as SupportBee's clients send them: what their sources do beyond the documentation."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.clients.desk import Desk
from tools.clients.expecting import expect
from tools.smoke.stack import Failed

REQUESTER = "habits@example.com"
LINK = '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">here</a>'
HTML = f"<p>It <b>smokes</b>, see {LINK}.</p>"
"""HTML that sanitising need not change: links get this `rel`, whatever they were sent with."""


def _opened(desk: Desk, **ticket: Any) -> Mapping[str, Any]:
    """Open a ticket and return it."""
    wanted = {"subject": "Habits", "requester_email": REQUESTER, "content": {"text": "It smokes"}, **ticket}
    opened: Mapping[str, Any] = desk.supportbee("POST", "tickets", 201, json={"ticket": wanted})["ticket"]
    return opened


def token_in_body(desk: Desk) -> str:
    """Open a ticket at the path with a slash, with the token in the body and null for what is absent."""
    content = {"text": "It smokes", "html": None}
    ticket = {"subject": "Habits", "requester_name": "Bo", "requester_email": REQUESTER, "cc": None, "content": content}
    body = {"auth_token": desk.token("agent"), "ticket": ticket}
    opened = desk.call("POST", "/tickets/", 201, json=body).json()["ticket"]
    return expect("summary", opened["summary"], "It smokes")


def nested_form(desk: Desk) -> str:
    """Open a ticket and comment on it with forms whose names are nested, with the older names of the fields."""
    form = {
        "ticket[subject]": "Habits",
        "ticket[requester_email]": REQUESTER,
        "ticket[content_attributes][body]": "It smokes",
    }
    number = desk.supportbee("POST", "tickets.json", 201, data=form)["ticket"]["id"]
    form = {"comment[content_attributes][body_html]": "<p>Seen</p>"}
    comment = desk.supportbee("POST", f"tickets/{number}/comments.json", 201, data=form)["comment"]
    return expect("text", comment["content"]["text"].strip(), "Seen")


def whole_object(desk: Desk) -> str:
    """Send a ticket back whole, with all that the desk says of it."""
    ticket = _opened(desk)
    read_only = ("id", "summary", "spam", "trash", "starred", "unanswered", "archived", "replies_count", "requester")
    again = {name: ticket[name] for name in (*read_only, "labels", "source", "created_at", "last_activity_at")}
    return expect("another ticket", _opened(desk, **again)["id"] > ticket["id"], True)


def pages_of_one_hundred(desk: Desk) -> str:
    """Ask for the total with pages of one ticket, then read pages of a hundred to the first empty one."""
    _opened(desk)
    total = desk.supportbee("GET", "tickets.json", params={"per_page": 1, "archived": "any"})["total"]
    seen: list[int] = []
    for page in range(1, total // 100 + 3):
        params = {"per_page": 100, "page": page, "archived": "any", "sort_by": "creation_time"}
        seen += [ticket["id"] for ticket in desk.supportbee("GET", "tickets.json", params=params)["tickets"]]
    return expect("tickets", len(set(seen)), total, f"{total} tickets")


def until_the_last_page(desk: Desk) -> str:
    """Stop at `page >= total_pages`, with a time whose `+` is not encoded."""
    _opened(desk)
    query = f"auth_token={desk.token('agent')}&per_page=2&until=2100-01-05T04:05:06+07:00&replies=false"
    page, pages = 0, 1
    while page < pages:
        answer = desk.call("GET", f"/tickets?{query}&page={page + 1}", 200).json()
        page, pages = answer["current_page"], answer["total_pages"]
    return f"{pages} pages"


def python_values(desk: Desk) -> str:
    """Send booleans as Python prints them, lists with commas, and parameters of other calls."""
    left_over = {"with_invited": False, "type": "user", "user": "", "max_tickets": 5, "sort_by": "id"}
    users = desk.supportbee("GET", "users", params={key: str(value) for key, value in left_over.items()})["users"]
    desk.supportbee("GET", "teams", params={"user": "", "with_users": "False"})
    number = _opened(desk, attachment_ids="")["id"]
    desk.supportbee("GET", "tickets", params={"spam": "False", "trash": "False", "replies": "True"})
    for path in ("replies", "comments"):
        desk.supportbee("GET", f"tickets/{number}/{path}", params={"page": 1, "per_page": 100, "archived": "any"})
    return f"{len(users)} users"


def reading_after_each_write(desk: Desk) -> str:
    """Read the ticket after each write; test the keys of an assignee as clients do."""
    ticket = f"tickets/{_opened(desk)['id']}"
    expect("unanswered", _shown(desk, ticket)["unanswered"], True)
    expect("nobody", "current_assignee" in _shown(desk, ticket), False)
    reply = {"reply": {"content": {"text": "Unplug it", "html": None}, "attachment_ids": []}}
    desk.supportbee("POST", f"{ticket}/replies", 201, json=reply)
    shown = _shown(desk, ticket)
    expect("answered", (shown["unanswered"], shown["replies_count"]), (False, 1))
    agent = desk.person("agent")
    desk.supportbee("POST", f"{ticket}/user_assignment", 201, json={"user_assignment": {"user_id": agent}})
    expect("assignee", _shown(desk, ticket)["current_user_assignee"]["user"]["id"], agent)
    desk.supportbee("DELETE", f"{ticket}/user_assignment", 204)
    for action, flag in (("archive", "archived"), ("spam", "spam"), ("trash", "trash")):
        desk.supportbee("POST", f"{ticket}/{action}", 204)
        expect(flag, _shown(desk, ticket)[flag], True)
        desk.supportbee("DELETE", f"{ticket}/{action}", 204)
    return expect("flags", [_shown(desk, ticket)[flag] for flag in ("archived", "spam", "trash")], [False] * 3)


def labels(desk: Desk) -> str:
    """Look for a label, put it on a ticket twice, find the ticket by it, and take it off."""
    declared: list[str] = [label["name"] for label in desk.supportbee("GET", "labels")["labels"]]
    if not declared:
        raise Failed("the sample desk declares no label")
    number, name = _opened(desk)["id"], declared[0]
    for _ in range(2):
        desk.supportbee("POST", f"tickets/{number}/labels/{name.replace(' ', '%20')}", 201)
    expect("labels", [label["name"] for label in _shown(desk, f"tickets/{number}")["labels"]], [name])
    desk.supportbee("DELETE", f"tickets/{number}/labels/{name.replace(' ', '%20')}", 204)
    return name


def exact_echo(desk: Desk) -> str:
    """Expect HTML and the first copied address as they were sent, and the assignee of the older call."""
    ticket = _opened(desk, content={"html": HTML}, cc=["Cy <cy@example.com>"])
    expect("html", ticket["content"]["html"], HTML)
    expect("cc", ticket["cc"][0]["email"], "cy@example.com")
    body = {"assignment": {"user_id": desk.person("agent")}}
    desk.supportbee("POST", f"tickets/{ticket['id']}/assignments", 201, json=body)
    shown = _shown(desk, f"tickets/{ticket['id']}")
    return expect("assignee", shown["current_assignee"]["user"]["id"], desk.person("agent"))


def links_of_files(desk: Desk) -> str:
    """Append the token to the link of a file, and follow the redirection without it."""
    # The type of the part is that of the form.
    part = {"files[]": ("notes.txt", b"Seen", "multipart/form-data")}
    file = desk.supportbee("POST", "attachments", 201, files=part)
    attached = _opened(desk, attachment_ids=[file["id"]])["content"]["attachments"][0]
    answer = desk.http.get(f"{desk.address(attached['url']['original'])}?auth_token={desk.token('agent')}")
    expect("status", answer.status_code, 302)
    return expect("file", desk.http.get(answer.headers["Location"]).content, b"Seen")


def search_by_name(desk: Desk) -> str:
    """Search for the requester's address alone."""
    number = _opened(desk, requester_email="searched.habits@example.com", requester_name="Zoe Sought")["id"]
    params = {"query": "Zoe Sought", "per_page": 100}
    for _ in range(50):  # new words count within seconds
        found = [one["id"] for one in desk.supportbee("GET", "tickets/search", params=params)["tickets"]]
        if number in found:
            return f"ticket {number}"
    raise Failed(f"{found!r} without {number}")


HABITS: Mapping[str, Callable[[Desk], str]] = {
    "token in the body, path with a slash": token_in_body,
    "nested forms": nested_form,
    "a whole ticket sent back": whole_object,
    "pages of a hundred": pages_of_one_hundred,
    "pages until the last, an unencoded +": until_the_last_page,
    "values as Python prints them": python_values,
    "reading after each write": reading_after_each_write,
    "labels": labels,
    "what was sent comes back": exact_echo,
    "links of files": links_of_files,
    "search by name": search_by_name,
}


def _shown(desk: Desk, ticket: str) -> Mapping[str, Any]:
    shown: Mapping[str, Any] = desk.supportbee("GET", f"{ticket}.json")["ticket"]
    return shown
