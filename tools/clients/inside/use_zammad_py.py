"""Work through a desk with zammad_py: every resource and method that a desk without knowledge bases answers.

It calls GET, POST, PUT, DELETE of tickets, ticket_articles, users and groups; `search` of tickets and users;
`by_ticket`; tags and tag_list; ticket_attachment; the lists of states, priorities, roles and organizations.
"""

import base64
import os
import time
from importlib import import_module
from typing import Any

FILE = bytes(range(256))
NEW = "zammad-py@example.com"


def main() -> None:
    """Run everything, and say how far it went."""
    api = _signed_in()
    me = api.user.me()
    assert me["active"] is True
    _lists(api, me)
    user = _users(api)
    ticket = _ticket(api)
    _articles(api, ticket)
    _tags(api, ticket["id"])
    _pages(api)
    _gone(api, ticket["id"], user)
    print("lists, users, a ticket with articles and a file, tags, searches, pages, deletions, on behalf of others")


def _signed_in(**how: Any) -> Any:
    """Return the library, signed in to the desk."""
    library: Any = import_module("zammad_py")
    return library.ZammadAPI(f"{os.environ['ZAMMAD_URL']}/api/v1/", http_token=os.environ["ZAMMAD_TOKEN"], **how)


def _lists(api: Any, me: Any) -> None:
    states = {one["name"]: one["id"] for one in api.ticket_state.all()}
    assert {"new", "open", "closed"} <= states.keys(), states
    assert [one["name"] for one in api.ticket_priority.all()][:3] == ["1 low", "2 normal", "3 high"]
    assert {one["name"] for one in api.role.all()} >= {"Admin", "Agent", "Customer"}
    assert list(api.organization.all()) == []
    groups = list(api.group.all())
    assert me["id"] in [one for group in groups for one in group["user_ids"]]
    assert api.group.find(groups[0]["id"])["name"] == groups[0]["name"]
    made = api.group.create({"name": "From zammad_py"})
    assert api.group.update(made["id"], {"note": "changed"})["note"] == "changed"
    assert api.group.destroy(made["id"]) == {}


def _users(api: Any) -> int:
    made = api.user.create({"email": NEW, "firstname": "Zoe", "lastname": "Zed", "phone": "+49 30 555"})
    assert (made["login"], made["role_ids"]) == (NEW, [3]), made
    assert api.user.update(made["id"], {"lastname": "Zim"})["lastname"] == "Zim"
    assert api.user.find(made["id"])["phone"] == "+49 30 555"
    assert [one["id"] for one in api.user.search(NEW)] == [made["id"]]
    assert list(api.user.search("nobody@example.net")) == []
    assert _signed_in(on_behalf_of=NEW).user.me()["login"] == NEW
    number: int = made["id"]
    return number


def _ticket(api: Any) -> Any:
    group = next(iter(api.group.all()))["name"]
    body = {"title": "__zammad_py__", "group": group, "customer_id": f"guess:{NEW}", "article": {"body": "It smokes"}}
    ticket = api.ticket.create(body)
    assert ticket["number"] == str(ticket["id"])
    changed = api.ticket.update(ticket["id"], {"state": "open", "priority": "3 high"})
    assert (changed["state_id"], changed["priority_id"]) == (2, 3), changed
    shown = api.ticket.find(ticket["id"])
    assert (shown["title"], shown["article_count"]) == ("__zammad_py__", 1)
    found = _until(lambda: [one["id"] for one in api.ticket.search("title:__zammad_py__")], ticket["id"])
    assert ticket["id"] in found, found
    return shown


def _articles(api: Any, ticket: Any) -> None:
    data = base64.b64encode(FILE).decode()
    attachment = {"filename": "all.bin", "data": data, "mime-type": "application/octet-stream"}
    note = {"ticket_id": ticket["id"], "subject": "s", "body": "Unplug it", "internal": False}
    article = api.ticket_article.create({**note, "attachments": [attachment]})
    [file] = article["attachments"]
    assert (file["filename"], file["size"]) == ("all.bin", "256")
    assert api.ticket_article_attachment.download(file["id"], article["id"], ticket["id"]) == FILE
    assert api.ticket_article.find(article["id"])["body"] == "Unplug it"
    assert [one["body"] for one in api.ticket.articles(ticket["id"])] == ["It smokes", "Unplug it"]


def _tags(api: Any, number: int) -> None:
    assert api.ticket_tag.add(number, "from zammad_py") is True
    assert api.ticket.tags(number) == {"tags": ["from zammad_py"]}
    names = _until(lambda: [one["name"] for one in api.taglist.all()], "from zammad_py")
    assert "from zammad_py" in names, names
    assert api.ticket_tag.remove(number, "from zammad_py") is True
    assert api.ticket.tags(number) == {"tags": []}


def _pages(api: Any) -> None:
    whole = [one["id"] for one in api.ticket.all(filters={"per_page": 1000})]
    page = api.ticket.all(filters={"per_page": 1})
    seen = [one["id"] for one in page]
    while len(page):
        page = page.next_page()
        seen += [one["id"] for one in page]
    assert seen == whole == sorted(whole), (seen, whole)


def _gone(api: Any, number: int, user: int) -> None:
    assert api.ticket.destroy(number) == b""
    assert "Couldn't find" in _refusal(api.ticket.find, number)
    assert "Couldn't find" in _refusal(api.ticket_article.find, number * 1000 + 1)
    assert api.user.destroy(user) == {}


def _refusal(call: Any, *arguments: Any) -> str:
    """Return the text of the error that a call ends with."""
    error_type: Any = import_module("requests").HTTPError
    try:
        call(*arguments)
    except error_type as error:
        return str(error)
    raise AssertionError(arguments)


def _until(read: Any, wanted: object) -> Any:
    """Read until something is there: searches follow the table within seconds."""
    for _ in range(50):
        found = read()
        if wanted in found:
            break
        time.sleep(0.1)
    return found


if __name__ == "__main__":
    main()
