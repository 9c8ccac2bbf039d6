"""Work through a desk with zammadoo: its objects load what they lack, follow ids, and page to the first short page.

It calls what zammad_py does, and besides version, ticket_history, time_accountings and their types, tag_search,
online_notifications, and everything in the name of another person.
"""

import os
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

NEW = "zammadoo@example.com"


def main() -> None:
    """Run everything, and say how far it went."""
    library: Any = import_module("zammadoo.client")
    desk = library.Client(f"{os.environ['ZAMMAD_URL']}/api/v1/", http_token=os.environ["ZAMMAD_TOKEN"])
    assert desk.server_version.startswith("6.5.0")
    _lists(desk)
    user = _users(desk)
    ticket = _ticket(desk)
    _articles(ticket)
    _tags(desk, ticket)
    _times(desk, ticket)
    _pages(desk)
    ticket.delete()
    user.delete()
    print("version, lists, users, a ticket with articles and a file, tags, times, history, pages")


def _lists(desk: Any) -> None:
    assert [one.name for one in desk.ticket_states][:2] == ["new", "open"]
    assert desk.ticket_states(7).next_state.name == "closed"
    assert [one.name for one in desk.ticket_priorities] == ["1 low", "2 normal", "3 high"]
    assert [one.name for one in desk.roles] == ["Admin", "Agent", "Customer"]
    assert list(desk.organizations) == []
    assert list(desk.organizations.search("x")) == []
    assert list(desk.notificatons) == []
    desk.notificatons.mark_all_as_read()
    me = desk.users.me()
    assert {one.name for one in me.roles} >= {"Admin", "Agent"}
    assert [one.id for one in me.groups] == [one.id for one in desk.groups]
    group = desk.groups.create("From zammadoo", note="new")
    assert group.update(note="changed").note == "changed"
    group.delete()


def _users(desk: Any) -> Any:
    user = desk.users.create(firstname="Zoe", lastname="Zed", email=NEW, phone="+49 30 666")
    assert user.fullname == "Zoe Zed", user
    assert user.update(lastname="Zim").longname
    assert [one.id for one in desk.users.search(NEW)] == [user.id]
    assert [one.id for one in desk.users.search(f"email:{NEW} OR phone:4930666")] == [user.id]
    with desk.impersonation_of(NEW):
        assert desk.users.me().id == user.id
    assert user.id in _until(lambda: [one.id for one in desk.users.iter(per_page=2)], user.id)
    return user


def _ticket(desk: Any) -> Any:
    group = next(iter(desk.groups)).name
    ticket = desk.tickets.create("__zammadoo__", group, f"guess:{NEW}", "It smokes")
    assert ticket.number == str(ticket.id)
    assert (ticket.state.name, ticket.priority.name, ticket.group.name) == ("new", "2 normal", group)
    assert (ticket.customer.login, ticket.owner.login, ticket.organization) == (NEW, "-", None)
    changed = ticket.update(state="open", owner=desk.users.me().login, body="why")
    assert (changed.state.name, changed.owner.id) == ("open", desk.users.me().id)
    assert [one.body for one in changed.articles] == ["It smokes", "why"]
    assert changed.articles[1].internal is True
    found = _until(lambda: [one.id for one in desk.tickets.search("title:__zammadoo__")], ticket.id)
    assert ticket.id in found
    assert desk.tickets(ticket.id).title == "__zammadoo__"
    assert {one["type"] for one in ticket.history()} >= {"created", "updated"}
    return changed


def _articles(ticket: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.txt"
        path.write_text("test 123", encoding="utf-8")
        article = ticket.create_article("Unplug it", internal=False, files=path)
        assert article.ticket.id == ticket.id
        [file] = article.attachments
        assert (file.size, file.read_bytes(), file.read_text()) == (8, b"test 123", "test 123")
        assert file.download(Path(folder) / "copy.txt").read_bytes() == b"test 123"
    assert [one.body for one in ticket.parent.client.ticket_articles.by_ticket(ticket.id)][-1] == "Unplug it"


def _tags(desk: Any, ticket: Any) -> None:
    ticket.add_tags("from zammadoo", "second")
    ticket.add_tags("second")
    assert ticket.tags() == ["from zammadoo", "second"]
    assert _until(lambda: desk.tags.search("from zamm"), "from zammadoo")
    ticket.remove_tags("second", "second")
    assert ticket.tags() == ["from zammadoo"]


def _times(desk: Any, ticket: Any) -> None:
    [kind] = desk.time_accountings.types
    made = ticket.create_time_accounting(12.5, type=kind)
    assert (made.time_unit, made.ticket.id) == ("12.5", ticket.id)
    assert [one.id for one in desk.tickets(ticket.id).time_accountings()] == [made.id]


def _pages(desk: Any) -> None:
    whole = [one.id for one in desk.tickets]
    assert [one.id for one in desk.tickets.iter(per_page=1)] == whole == sorted(whole)


def _until(read: Any, wanted: object) -> Any:
    """Read until something is there: searches and lists of users follow the table within seconds."""
    for _ in range(50):
        found = read()
        if wanted in found:
            break
        time.sleep(0.1)
    return found


if __name__ == "__main__":
    main()
