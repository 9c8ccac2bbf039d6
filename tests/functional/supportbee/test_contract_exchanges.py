"""The exchanges of clients that have no other API: each is sent as they send it, and answered as they expect it."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import key_holder, numbers, page
from tests.functional.supportbee.messages import form, written
from tests.functional.supportbee.supportbee_calls import is_done, listed, refusal, shown, ticket_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

Json = dict[str, Any]

PRINTER: Json = {
    "subject": "Printer",
    "requester_name": "Bo Lee",
    "requester_email": "bo@example.com",
    "cc": None,
    "content": {"text": "It smokes", "html": None},
}
GRACE = 3


@pytest.fixture
def token(tokens: Tokens) -> str:
    """The agent's token."""
    return str(tokens["agent"]["token"])


@pytest.fixture
def bare(world: World) -> Client:
    """A client that sends no header: the token is in the query or in the body."""
    return world.client()


@pytest.fixture
def opened(world: World, bare: Client, token: str) -> Json:
    """The first ticket, in the answer of the call that opened it."""
    ticket = written(bare.post("/tickets", json={"auth_token": token, "ticket": PRINTER}), "ticket")
    world.pump()
    return ticket


def test_a_ticket_is_opened_in_the_name_of_its_requester(opened: Json) -> None:
    assert (opened["id"], opened["unanswered"], opened["replies_count"], opened["labels"]) == (1, True, 0, [])
    assert (opened["requester"]["first_name"], opened["requester"]["agent"]) == ("Bo", False)
    assert opened["current_user_assignee"] is None
    assert "current_assignee" not in opened
    assert (opened["content"]["text"], opened["summary"]) == ("It smokes", "It smokes")


def test_pages_are_read_until_one_is_empty(bare: Client, token: str, opened: Json) -> None:
    query = f"/tickets.json?auth_token={token}&archived=false&spam=false&trash=false"

    envelope: Json = {"total": 1, "current_page": 1, "per_page": 15, "total_pages": 1}
    assert shown(bare.get(f"{query}&page=1")) == {**envelope, "tickets": [opened]}
    assert shown(bare.get(f"{query}&page=2")) == {**envelope, "current_page": 2, "tickets": []}


@pytest.mark.usefixtures("opened")
def test_a_reply_answers_the_ticket(bare: Client, token: str) -> None:
    body = {"reply": {"content": {"html": None, "text": "Unplug it"}, "attachment_ids": []}}

    reply = written(bare.post(f"/tickets/1/replies?auth_token={token}", json=body), "reply")

    assert {name: reply[name] for name in ("id", "summary", "merged", "cc", "ticket")} == {
        "id": 100002,
        "summary": "Unplug it",
        "merged": False,
        "cc": [],
        "ticket": {"replies_count": 1, "agent_replies_count": 1, "comments_count": 0},
    }
    assert (reply["replier"]["id"], reply["content"]["text"]) == (GRACE, "Unplug it")
    assert not shown(bare.get(f"/tickets/1?auth_token={token}"))["ticket"]["unanswered"]


@pytest.mark.usefixtures("opened")
def test_a_form_with_nested_names_is_a_comment_and_answers_nobody(
    world: World, bare: Client, api: Client, token: str
) -> None:
    written(api.post("/tickets/1/replies", json={"reply": {"content": {"text": "Unplug it"}}}), "reply")
    before = ticket_of(api, 1)
    world.clock.advance(minutes=1)

    sent = form(**{"comment[content_attributes][body_html]": "<p>Seen</p>"})
    comment = written(bare.post(f"/tickets/1/comments?auth_token={token}", **sent), "comment")

    assert (comment["content"]["text"].strip(), comment["content"]["html"]) == ("Seen", "<p>Seen</p>")
    after = ticket_of(api, 1)
    assert after["last_activity_at"] > before["last_activity_at"]
    assert (before["unanswered"], after["unanswered"]) == (False, False)


@pytest.mark.usefixtures("opened")
def test_a_poll_counts_who_waits_and_its_faults_are_named(bare: Client, token: str) -> None:
    poll = f"/tickets?auth_token={token}&replies=false"

    assert shown(bare.get(f"{poll}&total_only=true&until=2026-01-05T09:00:00")) == {"total": 0}
    assert shown(bare.get(f"{poll}&total_only=true&until=2026-01-05T09:00:01")) == {"total": 1}
    assert refusal(bare.get(f"{poll}&nonsense=1")) == (400, "Validation failed: nonsense is not known here.")
    assert refusal(bare.get(f"{poll}&max_replies=2"))[0] == 400


@pytest.mark.usefixtures("opened")
def test_a_declared_label_is_added_once_and_found(world: World, bare: Client, token: str) -> None:
    for _ in range(2):
        added = bare.post(f"/tickets/1/labels/respond%20now?auth_token={token}")
        assert written(added, "label") == {"id": 1, "label": "respond now", "ticket": 1}
    assert refusal(bare.post(f"/tickets/1/labels/nope?auth_token={token}"))[0] == 404

    world.pump()
    assert shown(bare.get(f"/tickets?label={quote('respond now')}&auth_token={token}"))["total"] == 1


@pytest.mark.usefixtures("opened")
def test_the_trash_hides_a_ticket_and_an_administrator_empties_it(
    world: World, tokens: Tokens, api: Client, other_api: Client, agent: Client
) -> None:
    happyfox = key_holder(world, tokens["happyfox"])
    assert refusal(other_api.delete("/tickets/1"))[0] == 409

    assert is_done(api.post("/tickets/1/trash"))
    assert (shown(api.get("/tickets"))["total"], shown(api.get("/tickets?trash=true"))["total"]) == (0, 1)
    assert (numbers(page(happyfox)), listed(agent)) == ([], (0, []))

    assert refusal(api.delete("/tickets/1"))[0] == 403
    assert is_done(other_api.delete("/tickets/1"))
    assert refusal(api.get("/tickets/1"))[0] == 404


@pytest.mark.usefixtures("opened")
def test_a_team_gives_a_ticket_to_a_person_and_then_nobody_has_it(api: Client) -> None:
    team = api.post("/tickets/1/team_assignment", json={"team_assignment": {"team_id": 1}})
    assert written(team, "team_assignment")["assignee"]["team"]["id"] == 1
    assert ticket_of(api, 1)["current_assignee"]["group"]["id"] == 1

    user = api.post("/tickets/1/user_assignment", json={"user_assignment": {"user_id": GRACE}})
    assert written(user, "user_assignment")["assignee"]["user"]["id"] == GRACE
    ticket = ticket_of(api, 1)
    assert (ticket["current_team_assignee"], ticket["current_user_assignee"]["user"]["id"]) == (None, GRACE)

    assert is_done(api.delete("/tickets/1/user_assignment"))
    ticket = ticket_of(api, 1)
    assert (ticket["current_team_assignee"], ticket["current_user_assignee"]) == (None, None)
    assert "current_assignee" not in ticket


@pytest.mark.usefixtures("opened")
def test_a_file_is_uploaded_attached_by_its_number_and_downloaded(bare: Client, token: str) -> None:
    files = {"files[]": ("scan.png", b"\x89PNG", "image/png")}
    uploaded = bare.post(f"/attachments?auth_token={token}", files=files)
    assert (uploaded.status, uploaded.json()["id"]) == (201, 1)

    body = {"reply": {"content": {"text": "See the scan"}, "attachment_ids": "1"}}
    reply = written(bare.post(f"/tickets/1/replies?auth_token={token}", json=body), "reply")

    [attachment] = reply["content"]["attachments"]
    assert (attachment["id"], attachment["filename"]) == (1, "scan.png")
    path = attachment["url"]["original"].partition("/attachments/")[2]
    response = bare.get(f"/attachments/{path}?auth_token={token}")
    assert (response.status, response.content) == (302, b"")
    assert response.headers["Location"].startswith("https://")


def test_a_ticket_without_any_token_is_refused_by_default(world: World, tokens: Tokens) -> None:
    assert set(tokens) >= {"agent"}
    assert refusal(world.client().post("/tickets", json={"ticket": PRINTER}))[0] == 401


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("parameters", [{"OpenTicketCreation": "on"}])
def test_where_strangers_may_open_tickets_the_sixth_in_a_minute_waits(world: World) -> None:
    stranger = world.client()
    body = {"ticket": {name: value for name, value in PRINTER.items() if name != "cc"}}

    assert [stranger.post("/tickets", json=body).status for _ in range(5)] == [201] * 5
    sixth = stranger.post("/tickets", json=body)

    assert refusal(sixth)[0] == 429
    assert 1 <= int(sixth.headers["Retry-After"]) <= 60


def test_a_customers_answer_brings_an_archived_ticket_back(world: World, api: Client, opened: Json) -> None:
    declared = {"tokens": [{"name": "bo", "person": opened["requester"]["email"]}]}
    bo = world.client({"X-Token": str(set_up(world, declared)["bo"]["token"])})
    written(api.post("/tickets/1/replies", json={"reply": {"content": {"text": "Unplug it"}}}), "reply")
    assert is_done(api.post("/tickets/1/archive"))
    world.pump()
    world.events()
    world.clock.advance(minutes=1)

    assert bo.post("/support/tickets/1/comments", json={"body": "Still smoking"}).status == 200

    ticket = ticket_of(api, 1)
    assert (ticket["archived"], ticket["unanswered"]) == (False, True)
    world.pump()
    [event] = world.events()
    assert event["detail-type"] == "ticket.replied"
    assert event["detail"]["changes"]["archived"] == {"old": True, "new": False}
