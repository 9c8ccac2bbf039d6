"""One ticket goes through all four APIs, and each sees what was said and done in the others."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered
from tests.functional.views import Desk, View, all_apis
from tools.local_desk.client import Client
from tools.local_desk.world import World

Json = dict[str, Any]

ADMIN, AGENT = 2, 3
OPEN, CLOSED = 2, 4
CUSTOMER = "ann@example.com"


@dataclass(frozen=True, slots=True)
class Everybody:
    """The ticket's customer, and the agent in each API."""

    desk: Desk
    zammad: Client

    def look(self, number: int) -> View:
        """Return the ticket as the other three APIs show it, which must agree."""
        return self.desk.look(number)

    def ticket(self, number: int) -> Json:
        """Return the ticket as Zammad's API shows it."""
        shown: Json = answered(self.zammad.get(f"/api/v1/tickets/{number}?expand=true"))
        return shown

    def articles(self, number: int) -> list[Json]:
        """Return the articles of the ticket."""
        found: list[Json] = answered(self.zammad.get(f"/api/v1/ticket_articles/by_ticket/{number}"))
        return found

    def history(self, number: int) -> list[Json]:
        """Return what Zammad's API tells of the ticket's history."""
        found: list[Json] = answered(self.zammad.get(f"/api/v1/ticket_history/{number}"))["history"]
        return found


@pytest.fixture
def everybody(world: World, tokens: Tokens) -> Everybody:
    """The agent, who calls all APIs."""
    zammad = world.client({"Authorization": f"Token token={tokens['agent']['token']}"})
    return Everybody(all_apis(world, tokens), zammad)


def test_a_ticket_is_made_answered_closed_and_archived_in_four_apis(everybody: Everybody) -> None:
    number = it_is_made_through_zammad(everybody)
    it_is_answered_through_happyfox(everybody, number)
    it_is_closed_through_the_tickets_api(everybody, number)
    it_is_archived_through_supportbee(everybody, number)
    zammad_has_the_whole_history(everybody, number)


def it_is_made_through_zammad(everybody: Everybody) -> int:
    opening = {
        "title": "Printer",
        "group": "Billing",
        "priority": "3 high",
        "customer_id": f"guess:{CUSTOMER}",
        "tags": "vip",
        "article": {"body": "It smokes", "type": "phone", "sender": "Customer"},
    }
    made = everybody.zammad.post("/api/v1/tickets", json=opening)
    assert made.status == 201, made
    number = int(made.json()["id"])

    view = everybody.look(number)
    assert (view.kinds, view.public, view.private) == (["opened"], ["It smokes"], [])
    assert (view.selectel["summary"], view.selectel["is_closed"]) == ("Printer", False)
    assert view.supportbee["requester"]["email"] == CUSTOMER
    assert [label["name"] for label in view.supportbee["labels"]] == ["vip"]
    assert (view.happyfox["category"]["name"], view.happyfox["priority"]["name"]) == ("Billing", "High")
    assert (view.happyfox["tags"], view.happyfox["unresponded"]) == ("vip", True)
    return number


def it_is_answered_through_happyfox(everybody: Everybody, number: int) -> None:
    update = {"staff": AGENT, "text": "Unplug it", "status": OPEN, "assignee": AGENT, "time_spent": 15}
    answered(everybody.desk.happyfox.post(f"{HAPPYFOX}/ticket/{number}/staff_update/", json=update))
    note = {"staff": ADMIN, "text": "He calls every day", "tags": "vip, hardware"}
    answered(everybody.desk.happyfox.post(f"{HAPPYFOX}/ticket/{number}/staff_pvtnote/", json=note))

    view = everybody.look(number)
    assert (view.public, view.private) == (["It smokes", "Unplug it"], ["He calls every day"])
    assert view.supportbee["current_user_assignee"]["user"]["id"] == AGENT
    assert [(one["body"], one["internal"], one["sender"]) for one in everybody.articles(number)] == [
        ("It smokes", False, "Customer"),
        ("Unplug it", False, "Agent"),
        ("He calls every day", True, "Agent"),
    ]
    ticket = everybody.ticket(number)
    assert (ticket["state"], ticket["owner_id"], ticket["article_count"]) == ("open", AGENT, 3)
    assert ticket["time_unit"] == "15.0"
    assert ticket["first_response_at"] is not None
    tags = answered(everybody.zammad.get(f"/api/v1/tags?object=Ticket&o_id={number}"))
    assert tags == {"tags": ["vip", "hardware"]}
    [time] = answered(everybody.zammad.get(f"/api/v1/tickets/{number}/time_accountings"))
    assert (time["time_unit"], time["ticket_article_id"]) == ("15.0", number * 1000 + 2)


def it_is_closed_through_the_tickets_api(everybody: Everybody, number: int) -> None:
    closed = everybody.desk.selectel.post(f"/support/tickets/{number}/close", json={"comment": "All is well"})
    assert closed.status == 200, closed

    view = everybody.look(number)
    assert (view.kinds, view.public[-1]) == (["closed"], "All is well")
    assert view.happyfox["status"] == {**view.happyfox["status"], "id": CLOSED, "behavior": "completed"}
    ticket = everybody.ticket(number)
    assert (ticket["state"], ticket["article_count"]) == ("closed", 4)
    assert ticket["close_at"] == ticket["updated_at"]
    assert everybody.articles(number)[-1]["body"] == "All is well"


def it_is_archived_through_supportbee(everybody: Everybody, number: int) -> None:
    before = everybody.ticket(number)
    assert everybody.desk.supportbee.post(f"/tickets/{number}/archive").status == 204

    view = everybody.look(number)
    assert (view.kinds, view.changed) == (["archived"], {"archived": True})
    assert "supportbee" not in view.lists
    assert {"selectel", "happyfox"} <= view.lists
    after = everybody.ticket(number)
    assert after == {**before, "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]
    assert number in [one["id"] for one in answered(everybody.zammad.get("/api/v1/tickets"))]


def zammad_has_the_whole_history(everybody: Everybody, number: int) -> None:
    found = [
        (one["type"], one.get("attribute") or one["object"], one.get("value_to"), one["created_by_id"])
        for one in everybody.history(number)
    ]
    assert found == [
        ("created", "Ticket", None, AGENT),
        ("created", "Ticket::Article", None, AGENT),
        ("updated", "state", "open", AGENT),
        ("updated", "owner", "Grace Agent", AGENT),
        ("created", "Ticket::Article", None, AGENT),
        ("added", "tag", "hardware", ADMIN),
        ("created", "Ticket::Article", None, ADMIN),
        ("updated", "state", "closed", AGENT),
        ("created", "Ticket::Article", None, AGENT),
    ]
