"""Agents who know SupportBee's API alone handle a ticket from its opening to its deletion.

After each step the ticket is looked at through the other APIs, the history and the event bus.
"""

import pytest

from tests.functional.callers import Tokens
from tests.functional.supportbee.messages import comment, replies, reply, written
from tests.functional.supportbee.supportbee_calls import found, is_done, refusal
from tests.functional.supportbee.uploads import posted
from tests.functional.views import Desk, View, all_apis
from tools.local_desk.client import Client
from tools.local_desk.world import World

GRACE, FIRST_LINE = 3, 1
EVERYWHERE = {"selectel", "supportbee", "happyfox"}


@pytest.fixture
def desk(world: World, tokens: Tokens) -> Desk:
    """A desk without tickets."""
    return all_apis(world, tokens)


def test_a_ticket_from_its_opening_to_its_deletion(desk: Desk, api: Client, other_api: Client) -> None:
    it_is_opened_in_the_name_of_its_requester(desk, api)
    it_is_answered_with_a_file(desk, api)
    it_is_commented_on_among_agents(desk, api)
    it_gets_a_label_and_loses_it(desk, api)
    a_team_has_it_then_a_person_then_nobody(desk, api)
    it_is_marked_by_hand_as_unanswered_and_as_answered(desk, api)
    it_goes_into_the_archive(desk, api)
    it_goes_into_the_trash_and_comes_back(desk, api)
    it_is_deleted_by_an_administrator(desk, api, other_api)


def it_is_opened_in_the_name_of_its_requester(desk: Desk, api: Client) -> None:
    body = {"requester_email": "bo@example.com", "requester_name": "Bo Lee", "subject": "Printer"}
    sent = {"ticket": {**body, "content": {"text": "It smokes"}, "attachment_ids": [posted(api)["id"]]}}
    assert written(api.post("/tickets", json=sent), "ticket")["id"] == 1

    view = desk.look(1)
    assert (view.kinds, view.done[0].by.is_customer, view.public) == (["opened"], True, ["It smokes"])
    assert view.lists == EVERYWHERE
    assert (view.selectel["is_client_author"], view.happyfox["user"]["name"]) == (True, "Bo Lee")
    assert (view.supportbee["unanswered"], file_numbers(view)) == (True, [1])
    assert found(api) == found(api, replies="false") == [1]


def it_is_answered_with_a_file(desk: Desk, api: Client) -> None:
    file = posted(api, b"\x89PNG", "scan.png", "image/png")
    sent = reply(api, "Unplug it", attachment_ids=[file["id"]], cc="cy@example.com")

    view = desk.look(1)
    assert (view.kinds, view.done[0].id) == (["replied"], sent["id"])
    assert view.public == ["It smokes", "Unplug it"]
    assert (view.supportbee["unanswered"], view.selectel["is_client_author"]) == (False, False)
    assert view.happyfox["updates"][-1]["message"]["cc_list"] == "cy@example.com"
    assert view.happyfox["last_staff_reply_at"] is not None
    assert file_numbers(view) == [1, file["id"]]
    download = api.get(f"/attachments/{file['id']}")
    assert download.status == 302
    items = desk.selectel.get("/support/tickets/1/comments").json()["items"]
    assert [(one["name"], one["size"]) for one in items[1]["files"]] == [("scan.png", 4)]


def it_is_commented_on_among_agents(desk: Desk, api: Client) -> None:
    before = desk.look(1).supportbee["last_activity_at"]
    comment(api, "He calls every day")

    view = desk.look(1)
    assert (view.kinds, view.private) == (["noted"], ["He calls every day"])
    assert len(view.public) == 2
    assert view.supportbee["last_activity_at"] > before
    assert (view.supportbee["unanswered"], view.supportbee["agent_replies_count"]) == (False, 1)
    assert view.happyfox["updates"][-1]["by"]["id"] == GRACE


def it_gets_a_label_and_loses_it(desk: Desk, api: Client) -> None:
    assert api.post("/tickets/1/labels/respond%20now").status == 201
    assert api.post("/tickets/1/labels/waiting").status == 201

    view = desk.look(1)
    assert (view.kinds, view.happyfox["tags"]) == (["changed", "changed"], "respond now, waiting")
    assert list(view.changed) == ["tags"]
    assert found(api, label="respond now") == found(api, label="WAITING") == [1]

    assert is_done(api.delete("/tickets/1/labels/waiting"))
    view = desk.look(1)
    assert (view.kinds, view.happyfox["tags"]) == (["changed"], "respond now")
    assert found(api, label="waiting") == []


def a_team_has_it_then_a_person_then_nobody(desk: Desk, api: Client) -> None:
    given = api.post("/tickets/1/team_assignment", json={"team_assignment": {"team_id": FIRST_LINE}})
    view = desk.look(1)
    assert (view.kinds, view.done[0].id) == (["assigned"], written(given, "team_assignment")["id"])
    assert view.supportbee["current_team_assignee"]["team"]["id"] == FIRST_LINE
    assert (view.happyfox["assigned_to"], found(api, assigned_team="mine")) == (None, [1])

    given = api.post("/tickets/1/user_assignment", json={"user_assignment": {"user_id": GRACE}})
    view = desk.look(1)
    assert (view.kinds, view.done[0].id) == (["assigned"], written(given, "user_assignment")["id"])
    assert (view.supportbee["current_team_assignee"], view.happyfox["assigned_to"]["id"]) == (None, GRACE)
    assert (found(api, assigned_user="me"), found(api, assigned_team="any")) == ([1], [])

    assert is_done(api.delete("/tickets/1/user_assignment"))
    view = desk.look(1)
    assert (view.kinds, view.changed) == (["assigned"], {"assignee": None})
    assert found(api, assigned_user="none") == [1]


def it_is_marked_by_hand_as_unanswered_and_as_answered(desk: Desk, api: Client) -> None:
    assert is_done(api.delete("/tickets/1/answered"))
    view = desk.look(1)
    assert (view.kinds, view.happyfox["unresponded"]) == (["unanswered"], True)

    assert is_done(api.post("/tickets/1/answered"))
    view = desk.look(1)
    assert (view.kinds, view.happyfox["unresponded"]) == (["answered"], False)


def it_goes_into_the_archive(desk: Desk, api: Client) -> None:
    assert is_done(api.post("/tickets/1/archive"))

    view = desk.look(1)
    assert (view.kinds, view.lists) == (["archived"], {"selectel", "happyfox"})
    assert (view.supportbee["archived"], view.selectel["is_closed"]) == (True, False)
    assert found(api, archived="true") == [1]


def it_goes_into_the_trash_and_comes_back(desk: Desk, api: Client) -> None:
    assert refusal(api.delete("/tickets/1"))[0] == 403
    assert is_done(api.post("/tickets/1/trash"))
    view = desk.look(1)
    assert (view.kinds, view.lists, view.supportbee["trash"]) == (["trashed"], set(), True)
    assert found(api, trash="true") == [1]

    assert is_done(api.delete("/tickets/1/trash"))
    view = desk.look(1)
    assert (view.kinds, view.lists) == (["untrashed"], {"selectel", "happyfox"})
    assert (view.supportbee["trash"], view.supportbee["archived"]) == (False, True)


def it_is_deleted_by_an_administrator(desk: Desk, api: Client, other_api: Client) -> None:
    file = replies(api)[0]["content"]["attachments"][0]
    assert refusal(other_api.delete("/tickets/1"))[0] == 409
    assert is_done(api.post("/tickets/1/trash"))
    assert desk.look(1).kinds == ["trashed"]

    assert is_done(other_api.delete("/tickets/1"))

    assert [entry.kind for entry in desk.assert_gone(1)] == ["deleted"]
    assert found(api, trash="true") == []
    for path in (f"/attachments/{file['id']}", "/tickets/1/replies", "/tickets/1/comments"):
        assert refusal(api.get(path))[0] == 404, path


def file_numbers(view: View) -> list[int]:
    """The ids of all files of a ticket, which HappyFox's API shows in one answer."""
    messages = [update["message"] for update in view.happyfox["updates"] if update["message"]]
    assert view.happyfox["attachments_count"] == sum(len(one["attachments"]) for one in messages)
    return [file["id"] for one in messages for file in one["attachments"]]
