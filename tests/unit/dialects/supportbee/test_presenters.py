"""How people, messages and tickets appear."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from polydesk.dialects.supportbee import contents, groups, replies, tickets, users
from polydesk.domain.catalog import Group
from polydesk.domain.person import SYSTEM, Author, Person
from polydesk.domain.ticket import Assignee, Attachment, HistoryEntry, Message
from polydesk.formats.json import render
from polydesk.http.payload import MAX_RESPONSE_BYTES, written
from tests.unit.dialects.supportbee.ticket_samples import ANN, AT, BASE, BO, CHIEF, opening, person, related, ticket


def test_a_person_has_every_key() -> None:
    face = hashlib.md5(b"ann@example.com", usedforsecurity=False).hexdigest()
    sizes = (20, 24, 32, 48, 64, 128)

    assert users.user(ANN, 3) == {
        "id": 3,
        "email": "Ann@example.com",
        "name": "Ann Marie Doe",
        "first_name": "Ann",
        "last_name": "Marie Doe",
        "role": "agent",
        "agent": True,
        "picture": {f"thumb{size}": f"https://secure.gravatar.com/avatar/{face}.png?r=PG&s={size}" for size in sizes},
    }


FORMER = replace(ANN, permissions=frozenset())
"""Somebody who is marked as an agent and may not act as one: lists of agents leave such people out."""

EXPERT = replace(BO, permissions=frozenset({"ticket.agent"}))


@pytest.mark.parametrize(
    ("one", "role"),
    [(ANN, "agent"), (CHIEF, "admin"), (BO, "customer"), (FORMER, "customer"), (EXPERT, "agent")],
)
def test_the_role_follows_the_permissions(one: Person, role: str) -> None:
    assert users.user(one, 1)["role"] == role


def test_a_person_without_a_name_shows_the_address() -> None:
    shown = users.user(person(11, "", "cy@example.com"), 11)
    assert (shown["name"], shown["first_name"], shown["last_name"]) == ("cy@example.com", "cy@example.com", None)


def test_a_customer_without_an_address_has_an_empty_one() -> None:
    shown = users.user(person(11, "Cy", ""), 11)
    assert (shown["email"], shown["name"], shown["first_name"]) == ("", "Cy", "Cy")


def test_a_person_who_is_gone_shows_the_id() -> None:
    shown = users.user(None, 12)
    assert (shown["id"], shown["email"], shown["name"], shown["role"]) == (12, "", "", "customer")


def test_an_address_is_a_person_without_an_id() -> None:
    shown = users.address("cy@example.com", "Cy Poe")
    assert (shown["id"], shown["email"], shown["name"], shown["first_name"]) == (None, "cy@example.com", "Cy Poe", "Cy")
    assert (shown["role"], shown["agent"]) == ("customer", False)
    assert shown.keys() == users.user(ANN, 3).keys()


def test_a_team_is_not_private() -> None:
    shown = groups.group(Group(1, "Second line"))
    assert (shown["id"], shown["name"], shown["private"]) == (1, "Second line", False)
    assert set(shown["picture"]) == {"thumb20", "thumb24", "thumb32", "thumb48", "thumb256"}


def test_a_text_alone_shows_html() -> None:
    shown = contents.content(opening("1 < 2\nyes"), BASE)
    assert shown == {"text": "1 < 2\nyes", "html": "1 &lt; 2<br>yes", "truncated": False, "attachments": []}


def test_html_alone_shows_its_text() -> None:
    shown = contents.content(opening("", html="<p>It <b>smokes</b></p>"), BASE)
    assert (shown["text"].strip(), shown["html"]) == ("It smokes", "<p>It <b>smokes</b></p>")


def test_no_message_is_an_empty_content() -> None:
    assert contents.content(None, BASE) == {"text": "", "html": "", "truncated": False, "attachments": []}


def test_an_attachment_has_its_number_and_an_address_without_a_query() -> None:
    file = Attachment("6a1f", "scan.png", "image/png", 12, number=7)
    (shown,) = contents.content(opening(files=(file,)), BASE)["attachments"]
    assert shown == {
        "id": 7,
        "created_at": "2026-01-05T09:30:15Z",
        "filename": "scan.png",
        "content_type": "image/png",
        "url": {"original": f"{BASE}/attachments/7", "thumb": f"{BASE}/attachments/7?version=thumb"},
    }


@pytest.mark.parametrize("text", ["word " * 10_000, "\n" * 50_000, "<&>" * 15_000, '"' * 50_000, "😀" * 50_000])
def test_a_content_of_a_list_is_cut_to_its_room(text: str) -> None:
    shown = contents.content(opening(text, html="<p>" + "x" * 100_000 + "</p>"), BASE, 40_000)

    assert shown["truncated"]
    assert 20_000 < written(render(shown)) <= 40_000
    assert text.startswith(shown["text"])
    assert shown["html"] == contents.content(opening(shown["text"]), BASE)["html"]


def test_a_content_that_fits_is_whole() -> None:
    assert contents.content(opening(), BASE, 40_000) == contents.content(opening(), BASE)


def test_a_content_is_cut_even_when_there_is_no_room_for_its_files() -> None:
    shown = contents.content(opening(files=(Attachment("6a1f", "scan.png", "image/png", 12, number=7),)), BASE, 10)
    assert (shown["text"], shown["truncated"], len(shown["attachments"])) == ("", True, 1)


def test_a_ticket_has_every_key() -> None:
    shown = tickets.present(ticket(), related(opening()))

    assert shown.keys() == tickets.Ticket.__required_keys__
    assert {key: value for key, value in shown.items() if key not in {"requester", "content"}} == {
        "id": 1,
        "subject": "Printer",
        "replies_count": 0,
        "agent_replies_count": 0,
        "comments_count": 0,
        "created_at": "2026-01-05T09:30:15Z",
        "last_activity_at": "2026-01-05T09:30:15Z",
        "unanswered": True,
        "archived": False,
        "spam": False,
        "trash": False,
        "starred": False,
        "private": False,
        "draft": False,
        "summary": "It smokes",
        "source": {"web": "bo@example.com"},
        "cc": [],
        "bcc": [],
        "labels": [],
        "current_user_assignee": None,
        "current_team_assignee": None,
        "customer_rating": {},
    }
    assert (shown["requester"]["first_name"], shown["content"]["text"]) == ("Bo", "It smokes")


def test_a_ticket_shows_counts_and_the_newest_message() -> None:
    one = ticket(messages=6, notes=2, staff_replies=1, last_message_at=AT + timedelta(hours=1))
    shown = tickets.present(one, related(opening()))

    assert (shown["replies_count"], shown["agent_replies_count"], shown["comments_count"]) == (3, 1, 2)
    assert shown["last_activity_at"] == "2026-01-05T10:30:15Z"


@pytest.mark.parametrize("flag", ["archived", "spam", "trash"])
def test_a_ticket_shows_its_flags(flag: str) -> None:
    shown = tickets.present(ticket(**{"trashed" if flag == "trash" else flag: True}), related(opening()))
    flags = {"archived": shown["archived"], "spam": shown["spam"], "trash": shown["trash"]}
    assert [name for name, is_set in flags.items() if is_set] == [flag]


def test_a_ticket_shows_the_callers_star() -> None:
    assert tickets.present(ticket(), related(opening(), starred=frozenset({1})))["starred"]


def test_a_persons_ticket_shows_the_person() -> None:
    shown = tickets.present(ticket(assignee=Assignee("person", 3)), related(opening()))
    assert shown["current_team_assignee"] is None
    assert shown["current_user_assignee"] == {"user": users.user(ANN, 3)}
    assert shown["current_assignee"] == shown["current_user_assignee"]


def test_a_teams_ticket_shows_the_team() -> None:
    shown = tickets.present(ticket(assignee=Assignee("group", 1)), related(opening()))
    team = groups.group(Group(1, "Second line"))
    assert shown["current_assignee"] == {"group": team}
    assert shown["current_team_assignee"] == {"team": team}
    assert shown["current_user_assignee"] is None


def test_labels_have_the_color_that_was_declared() -> None:
    shown = tickets.present(ticket(tags=("Respond now", "invoice")), related(opening()))
    assert shown["labels"] == [
        {"name": "Respond now", "color": "#FF0000"},
        {"name": "invoice", "color": "#CCCCCC"},
    ]


def test_copies_are_those_of_the_first_message() -> None:
    shown = tickets.present(ticket(), related(opening(cc="Cy <cy@example.com>, di@example.com", bcc="ed@example.com")))
    assert [(one["name"], one["email"]) for one in shown["cc"]] == [
        ("Cy", "cy@example.com"),
        ("di@example.com", "di@example.com"),
    ]
    assert [one["email"] for one in shown["bcc"]] == ["ed@example.com"]


def test_the_summary_is_the_beginning_in_one_line() -> None:
    shown = tickets.present(ticket(), related(opening("It \n\n smokes " + "x" * 200)))
    assert shown["summary"] == ("It smokes " + "x" * 200)[:100]


def test_a_page_counts_its_pages() -> None:
    shown = tickets.page(31, [ticket()], 3, 15, related(opening()))
    assert (shown["total"], shown["current_page"], shown["per_page"], shown["total_pages"]) == (31, 3, 15, 3)
    assert tickets.page(0, [], 1, 15, related())["total_pages"] == 1


def test_a_page_has_room_for_long_contents() -> None:
    many = [ticket(number) for number in range(1, 101)]
    openings = [opening('"' * 50_000, number, html="<p>" + "x" * 100_000 + "</p>") for number in range(1, 101)]
    shown = tickets.page(100, many, 1, 100, related(*openings))

    assert written(render(shown)) < 6_000_000
    assert all(one["content"]["truncated"] for one in shown["tickets"])


def test_a_reply_shows_its_author_and_the_counts_of_the_ticket() -> None:
    entry = HistoryEntry(1, 2, "replied", AT, Author.staff(3), Message("Unplug it"))
    shown = replies.reply(entry, ticket(messages=2, staff_replies=1), {3: ANN}, BASE)

    assert (shown["id"], shown["summary"], shown["merged"], shown["cc"], shown["bcc"]) == (
        100_002,
        "Unplug it",
        False,
        [],
        [],
    )
    assert shown["ticket"] == {"replies_count": 1, "agent_replies_count": 1, "comments_count": 0}
    assert shown["replier"] == users.user(ANN, 3)
    assert shown["content"]["html"] == "Unplug it"


def test_a_comment_shows_its_author() -> None:
    entry = HistoryEntry(1, 2, "noted", AT, Author.staff(3), Message("Seen", public=False))
    shown = replies.comment(entry, ticket(messages=2, notes=1), {3: ANN}, BASE)

    assert shown.keys() == {"id", "created_at", "merged", "ticket", "commenter", "content"}
    assert shown["ticket"] == {"replies_count": 0, "agent_replies_count": 0, "comments_count": 1}


def test_what_the_desk_writes_is_the_systems() -> None:
    assert replies.author(HistoryEntry(1, 2, "moved", AT, SYSTEM), ticket(), {})["id"] == 1


def test_answers_are_json() -> None:
    shown = tickets.shown(replace(ticket(), assignee=Assignee("person", 3)), related(opening()))
    assert json.loads(render(shown)) == shown


@pytest.mark.parametrize("html", [None, "<p>" + "x" * 100_000 + "</p>"])
def test_contents_of_a_page_leave_room_for_recipients(html: str | None) -> None:
    copies = ", ".join(f"Somebody Else <somebody.else.{one}@example.com>" for one in range(25))
    openings = [opening("word " * 9_990, one, html=html, cc=copies, bcc=copies) for one in range(1, 101)]

    shown = tickets.page(100, [ticket(one) for one in range(1, 101)], 1, 100, related(*openings))
    assert written(render(shown)) <= MAX_RESPONSE_BYTES
    assert all(len(one["cc"]) == len(one["bcc"]) == 25 for one in shown["tickets"])
    assert all(one["content"]["truncated"] and len(one["content"]["text"]) > 2_000 for one in shown["tickets"])
    alone = tickets.page(1, [ticket()], 1, 100, related(openings[0]))["tickets"][0]
    assert not alone["content"]["truncated"]
