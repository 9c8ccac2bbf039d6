"""Somebody who knows HappyFox's API alone handles a ticket from its contact to its deletion.

After each step the ticket is looked at through the other APIs, the history and the event bus.
"""

import pytest

from tests.functional.callers import Tokens, caller, set_up
from tests.functional.happyfox.contact_calls import contact_of
from tests.functional.happyfox.happyfox_calls import (
    ADMIN,
    AGENT,
    BILLING,
    CLOSED,
    JSON,
    OPEN,
    answered,
    new,
    noted,
    numbers,
    page,
    replied,
    updated,
)
from tests.functional.views import Desk, all_apis
from tools.local_desk.client import Client
from tools.local_desk.world import World

BO = "bo@x.example"
EVERYWHERE = {"selectel", "supportbee", "happyfox"}


@pytest.fixture
def desk(world: World, tokens: Tokens) -> Desk:
    """A desk without tickets."""
    return all_apis(world, tokens)


def test_a_ticket_from_its_contact_to_its_deletion(desk: Desk, api: Client) -> None:
    bo = a_contact_is_saved(api)
    it_is_created_with_a_file(desk, api, bo)
    it_is_found_by_a_query(api)
    it_is_answered_and_assigned(desk, api)
    it_is_noted_among_agents(desk, api)
    its_tags_change(desk, api)
    it_moves_to_another_category(desk, api)
    its_customer_writes_again(desk, api, bo)
    it_is_closed(desk, api, bo)
    its_customer_opens_it_again(desk, api, bo)
    it_is_deleted_by_an_administrator(desk, api, bo)


def a_contact_is_saved(api: Client) -> int:
    body = {"name": "Bo Lee", "email": BO, "phones": [{"type": "mo", "number": "+1 123"}]}
    bo = int(answered(api.post(f"{JSON}/users/", json=body))["id"])
    contact = contact_of(api, BO)
    assert (contact["id"], contact["tickets_count"]) == (bo, 0)
    return bo


def it_is_created_with_a_file(desk: Desk, api: Client, bo: int) -> None:
    files = [("attachments", ("scan.png", b"\x89PNG", "image/png"))]
    body = new(user=bo, subject="Printer", text="It smokes", tags="vip")
    assert answered(api.post(f"{JSON}/tickets/", data=body, files=files))["id"] == 1

    view = desk.look(1)
    assert (view.kinds, view.public, view.lists) == (["opened"], ["It smokes"], EVERYWHERE)
    assert (view.supportbee["requester"]["id"], view.supportbee["unanswered"]) == (bo, True)
    [file] = view.supportbee["content"]["attachments"]
    assert file["id"] == view.happyfox["updates"][0]["message"]["attachments"][0]["id"] == 1
    assert view.selectel["is_client_author"]
    assert (view.happyfox["user"]["tickets_count"], view.happyfox["user"]["pending_tickets_count"]) == (1, 1)


def it_is_found_by_a_query(api: Client) -> None:
    for query in (f"contact:{BO}", 'tag:"vip" unassigned:true', "contact:1123", "printer has_attachments:true"):
        assert numbers(page(api, q=query, status="_pending")) == [1], query
    assert numbers(page(api, q="assignee:any")) == []


def it_is_answered_and_assigned(desk: Desk, api: Client) -> None:
    updated(api, 1, text="Unplug it", assignee=AGENT, status=OPEN)

    view = desk.look(1)
    assert (view.kinds, view.public) == (["replied"], ["It smokes", "Unplug it"])
    assert set(view.changed) == {"assignee", "state_id"}
    assert view.supportbee["current_user_assignee"]["user"]["id"] == AGENT
    assert (view.supportbee["unanswered"], view.supportbee["agent_replies_count"]) == (False, 1)
    assert (view.selectel["status"]["en"], view.selectel["is_client_author"]) == ("Open", False)
    assert numbers(page(api, q="assignee:agent@example.com unresponded:false")) == [1]


def it_is_noted_among_agents(desk: Desk, api: Client) -> None:
    noted(api, 1, text="He calls every day")

    view = desk.look(1)
    assert (view.kinds, view.private) == (["noted"], ["He calls every day"])
    assert (len(view.public), view.supportbee["comments_count"]) == (2, 1)


def its_tags_change(desk: Desk, api: Client) -> None:
    answered(api.post(f"{JSON}/ticket/1/update_tags/", json={"add": "late", "remove": "vip", "staff_id": AGENT}))

    view = desk.look(1)
    assert (view.kinds, list(view.changed)) == (["changed"], ["tags"])
    assert [label["name"] for label in view.supportbee["labels"]] == ["late"]
    assert (numbers(page(api, q="tag:late")), numbers(page(api, q="tag:vip"))) == ([1], [])


def it_moves_to_another_category(desk: Desk, api: Client) -> None:
    move = {"staff_id": AGENT, "target_category_id": BILLING, "move_note": "wrong queue"}
    answered(api.post(f"{JSON}/ticket/1/move/", json=move))

    view = desk.look(1)
    assert (view.kinds, view.changed) == (["noted"], {"category_id": BILLING})
    assert (view.private, len(view.public)) == (["He calls every day", "wrong queue"], 2)
    assert view.happyfox["category"]["id"] == BILLING
    assert numbers(page(api, category=BILLING)) == [1]


def its_customer_writes_again(desk: Desk, api: Client, bo: int) -> None:
    replied(api, 1, user=bo, text="It still smokes")

    view = desk.look(1)
    assert (view.kinds, view.public[-1]) == (["replied"], "It still smokes")
    assert (view.supportbee["unanswered"], view.supportbee["replies_count"]) == (True, 2)
    assert numbers(page(api, q="unresponded:true")) == [1]


def it_is_closed(desk: Desk, api: Client, bo: int) -> None:
    updated(api, 1, text="A new one is on its way", status=CLOSED)

    view = desk.look(1)
    assert (view.kinds, view.changed) == (["replied"], {"state_id": CLOSED})
    assert (view.selectel["is_closed"], view.lists) == (True, EVERYWHERE)
    assert (view.supportbee["archived"], view.supportbee["unanswered"]) == (False, False)
    assert numbers(page(api, status="_pending")) == []
    day = view.selectel["closed_at"][:10]
    assert numbers(page(api, q=f"last-closed-on:{day}")) == [1]
    assert contact_of(api, bo)["pending_tickets_count"] == 0


def its_customer_opens_it_again(desk: Desk, api: Client, bo: int) -> None:
    day = desk.look(1).selectel["closed_at"][:10]
    replied(api, 1, user=bo, text="It smokes, too")

    view = desk.look(1)
    assert (view.kinds, view.changed) == (["replied"], {"state_id": OPEN})
    assert (view.selectel["is_closed"], view.selectel["closed_at"], view.supportbee["unanswered"]) == (
        False,
        None,
        True,
    )
    assert numbers(page(api, q=f"last-closed-on:{day}")) == [1]


def it_is_deleted_by_an_administrator(desk: Desk, api: Client, bo: int) -> None:
    token = set_up(desk.world, {"tokens": [{"name": "bo", "person": BO}]})["bo"]["token"]
    customer = caller(desk.world, token)
    assert customer.get("/support/tickets/1").status == 200
    assert api.post(f"{JSON}/ticket/1/delete/", json={"staff_id": AGENT}).status == 403

    answer = answered(api.post(f"{JSON}/ticket/1/delete/", json={"staff_id": ADMIN}))

    assert answer == {"deleted_ticket": "#HFS00000001"}
    [entry] = desk.assert_gone(1)
    assert (entry.kind, entry.by.person_id) == ("deleted", ADMIN)
    assert customer.get("/support/tickets/1").status == 404
    assert contact_of(api, bo)["tickets_count"] == 0
    assert numbers(page(api, q=f"contact:{BO}")) == []
