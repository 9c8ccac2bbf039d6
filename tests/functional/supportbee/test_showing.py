"""GET /tickets/{ticket_id}: one ticket, with every key that clients read."""

import hashlib

import pytest

from tests.functional.callers import set_up
from tests.functional.supportbee.listed_tickets import ADA, CARL, LABEL
from tests.functional.supportbee.supportbee_calls import page, refusal, shown, ticket_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

KEYS = {
    "id",
    "subject",
    "replies_count",
    "agent_replies_count",
    "comments_count",
    "created_at",
    "last_activity_at",
    "unanswered",
    "archived",
    "spam",
    "trash",
    "starred",
    "private",
    "draft",
    "summary",
    "source",
    "cc",
    "bcc",
    "labels",
    "requester",
    "content",
    "current_user_assignee",
    "current_team_assignee",
    "customer_rating",
}
PERSON_KEYS = {"id", "email", "name", "first_name", "last_name", "role", "agent", "picture"}


def picture(email: str) -> dict[str, str]:
    """The addresses of a person's picture."""
    face = hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()
    url = f"https://secure.gravatar.com/avatar/{face}.png?r=PG"
    return {f"thumb{size}": f"{url}&s={size}" for size in (20, 24, 32, 48, 64, 128)}


def test_a_customers_ticket_has_every_key(listed: Client) -> None:
    ticket = ticket_of(listed, 1)

    assert set(ticket) == KEYS
    assert ticket["requester"] == {
        "id": CARL,
        "email": "client@example.com",
        "name": "Carl Client",
        "first_name": "Carl",
        "last_name": "Client",
        "role": "customer",
        "agent": False,
        "picture": picture("client@example.com"),
    }
    assert ticket["content"] == {"text": "It smokes", "html": "It smokes", "truncated": False, "attachments": []}
    assert {key: ticket[key] for key in KEYS - {"requester", "content"}} == {
        "id": 1,
        "subject": "Printer",
        "replies_count": 0,
        "agent_replies_count": 0,
        "comments_count": 0,
        "created_at": "2026-01-05T09:00:00Z",
        "last_activity_at": "2026-01-05T09:00:00Z",
        "unanswered": True,
        "archived": False,
        "spam": False,
        "trash": False,
        "starred": False,
        "private": False,
        "draft": False,
        "summary": "It smokes",
        "source": {"web": "client@example.com"},
        "cc": [],
        "bcc": [],
        "labels": [],
        "current_user_assignee": None,
        "current_team_assignee": None,
        "customer_rating": {},
    }


def test_labels_are_tags_with_their_colors(listed: Client) -> None:
    assert ticket_of(listed, 2)["labels"] == [
        {"name": "Respond Now", "color": LABEL["color"]},
        {"name": "invoice", "color": "#CCCCCC"},
    ]


def test_copies_are_addresses_without_an_id(listed: Client) -> None:
    ticket = ticket_of(listed, 2)

    assert [set(one) for one in (*ticket["cc"], *ticket["bcc"])] == [PERSON_KEYS] * 2
    assert [(one["id"], one["email"], one["name"]) for one in ticket["cc"]] == [
        (None, "cy@example.com", "cy@example.com")
    ]
    assert [one["email"] for one in ticket["bcc"]] == ["di@example.com"]


def test_messages_are_counted_by_who_reads_them(listed: Client) -> None:
    counts = {}
    for number in (3, 4, 5):
        ticket = ticket_of(listed, number)
        counts[number] = tuple(ticket[key] for key in ("replies_count", "agent_replies_count", "comments_count"))
    assert counts == {3: (2, 1, 0), 4: (0, 0, 1), 5: (1, 1, 0)}


def test_a_private_message_is_activity_and_no_answer(listed: Client) -> None:
    ticket = ticket_of(listed, 4)
    assert (ticket["last_activity_at"], ticket["unanswered"]) == ("2026-01-08T09:00:00Z", True)


def test_who_waits_is_unanswered(listed: Client) -> None:
    assert [ticket_of(listed, number)["unanswered"] for number in (3, 5)] == [True, False]


@pytest.mark.parametrize(
    ("number", "flags"),
    [
        (1, []),
        (5, ["archived"]),
        (6, ["spam"]),
        (7, ["trash"]),
        (8, ["spam", "trash"]),
        (9, ["starred"]),
    ],
)
def test_flags_are_shown_of_every_ticket(listed: Client, number: int, flags: list[str]) -> None:
    ticket = ticket_of(listed, number)
    assert [name for name in ("archived", "spam", "trash", "starred") if ticket[name]] == flags


def test_a_star_is_the_callers(listed: Client, listed_world: World) -> None:
    tokens = set_up(listed_world, {"tokens": [{"name": "ada", "person": "admin@example.com"}]})
    ada = listed_world.client({"Authorization": f"Bearer {tokens['ada']['token']}"})
    assert (ticket_of(listed, 9)["starred"], ticket_of(ada, 9)["starred"]) == (True, False)


def test_the_person_who_has_a_ticket_is_shown(listed: Client) -> None:
    ticket = ticket_of(listed, 9)

    ada = ticket["current_user_assignee"]["user"]
    assert (ada["id"], ada["role"], ada["agent"], ada["name"]) == (ADA, "admin", True, "Ada Admin")
    assert ticket["current_assignee"] == ticket["current_user_assignee"]
    assert ticket["current_team_assignee"] is None
    assert ticket_of(listed, 2)["current_user_assignee"]["user"]["role"] == "agent"


def test_the_team_that_has_a_ticket_is_shown(listed: Client) -> None:
    ticket = ticket_of(listed, 4)

    team = {
        "id": 1,
        "name": "First line",
        "private": False,
        "picture": {
            f"thumb{size}": f"/images/groups/speech-balloon-orange-g{size}.png" for size in (20, 24, 32, 48, 256)
        },
    }
    assert ticket["current_assignee"] == {"group": team}
    assert ticket["current_team_assignee"] == {"team": team}
    assert ticket["current_user_assignee"] is None


def test_a_file_has_a_number_and_an_address_without_a_query(listed: Client, listed_world: World) -> None:
    (file,) = ticket_of(listed, 9)["content"]["attachments"]

    address = file["url"]["original"]
    assert file == {
        "id": 1,
        "created_at": "2026-01-05T17:00:00Z",
        "filename": "scan.png",
        "content_type": "image/png",
        "url": {"original": address, "thumb": f"{address}?version=thumb"},
    }
    assert address.startswith("https://")
    assert address.endswith(f".amazonaws.com/{listed_world.stage}/attachments/1")


def test_a_list_shows_tickets_as_they_are_shown_alone(listed: Client) -> None:
    for ticket in page(listed, archived="any")["tickets"]:
        assert ticket == ticket_of(listed, ticket["id"])


@pytest.mark.parametrize("path", ["/tickets/1", "/tickets/1.json", "/tickets/001", "/tickets/1?page=2&max_tickets=x"])
def test_the_suffix_and_left_over_parameters_do_not_matter(listed: Client, path: str) -> None:
    response = listed.get(path)
    assert shown(response)["ticket"]["id"] == 1
    assert response.headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    "number", ["999", "0", "-1", "one", "1.xml", ".json", "1.json.json", "9" * 200, "1%2F2", "%00", "1.0"]
)
def test_what_is_no_ticket_is_not_found(listed: Client, number: str) -> None:
    assert refusal(listed.get(f"/tickets/{number}"))[0] == 404
