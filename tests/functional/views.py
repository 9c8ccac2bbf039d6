"""A ticket as every API shows it, to be looked at after each step of a journey.

A look also checks that the APIs agree on what more than one of them shows, and that each new entry of the history is
one event on the bus.
"""

from dataclasses import dataclass, field
from typing import Any

from polydesk.desk.resources import shared_resources
from polydesk.domain.ticket import HistoryEntry
from tests.functional.callers import Tokens, caller
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder, numbers, page, read_with_counts
from tests.functional.supportbee.supportbee_calls import found, listed, refusal, ticket_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A ticket in all APIs. Public and private messages are texts in their order, without white space at the ends."""

    selectel: Json
    supportbee: Json
    happyfox: Json
    public: list[str]
    private: list[str]
    lists: set[str]
    """The APIs whose list has the ticket when no parameter is sent."""
    done: list[HistoryEntry]
    """What has been done since the last look."""

    @property
    def kinds(self) -> list[str]:
        """The kinds of what has been done since the last look."""
        return [entry.kind for entry in self.done]

    @property
    def changed(self) -> Json:
        """The new value of each property that was changed since the last look."""
        return {change.field: change.new for entry in self.done for change in entry.changes}


@dataclass(slots=True)
class Desk:
    """A desk and those who look at its tickets. A minute passes with each look."""

    world: World
    selectel: Client
    supportbee: Client
    happyfox: Client
    zammad: Client
    seen: dict[int, int] = field(default_factory=dict)
    """The version of each ticket at the last look."""

    def look(self, number: int) -> View:
        """Return the ticket as all APIs show it, and check that they agree."""
        lists = self.lists_with(number)
        view = View(
            selectel=answered(self.selectel.get(f"/support/tickets/{number}")),
            supportbee=ticket_of(self.supportbee, number),
            happyfox=read_with_counts(self.happyfox, number),
            public=self._comments(number),
            private=self._messages(number, "comments"),
            lists=lists,
            done=self.new_entries(number),
        )
        self._assert_messages_agree(number, view)
        self._assert_properties_agree(view)
        self.world.clock.advance(minutes=1)
        return view

    def assert_gone(self, number: int) -> list[HistoryEntry]:
        """Check that no API has the ticket; return what has been done since the last look."""
        assert self.selectel.get(f"/support/tickets/{number}").status == 404
        assert self.selectel.get(f"/support/tickets/{number}/comments").status == 404
        assert refusal(self.supportbee.get(f"/tickets/{number}")) == (404, "Ticket not found.")
        assert self.happyfox.get(f"{JSON}/ticket/{number}/").status == 404
        assert self.lists_with(number) == set()
        return self.new_entries(number)

    def lists_with(self, number: int) -> set[str]:
        """Return the APIs whose list has the ticket when no parameter is sent."""
        self.world.pump()
        lists = {
            "selectel": listed(self.selectel)[1],
            "supportbee": found(self.supportbee),
            "happyfox": numbers(page(self.happyfox)),
        }
        return {name for name, found_there in lists.items() if number in found_there}

    def new_entries(self, number: int) -> list[HistoryEntry]:
        """Return the entries since the last look, each of which must be one event on the bus."""
        stored = [entry for entry, _ in shared_resources().tickets.newest_first(number)][::-1]
        entries = [entry for entry in stored if entry.version > self.seen.get(number, 0)]
        self.world.pump()
        events = [event for event in self.world.events() if event["detail"]["number"] == number]
        assert [(event["detail-type"], event["detail"]["id"], set(event["detail"]["changes"])) for event in events] == [
            (f"ticket.{entry.kind}", entry.id, {change.field for change in entry.changes}) for entry in entries
        ]
        self.seen[number] = max([entry.version for entry in stored], default=0)
        return entries

    def _comments(self, number: int) -> list[str]:
        items = answered(self.selectel.get(f"/support/tickets/{number}/comments"))["items"]
        return [item["body"].strip() for item in items]

    def _messages(self, number: int, noun: str) -> list[str]:
        items = answered(self.supportbee.get(f"/tickets/{number}/{noun}"))[noun]
        return [item["content"]["text"].strip() for item in items]

    def _assert_messages_agree(self, number: int, view: View) -> None:
        opening = view.supportbee["content"]["text"].strip()
        messages = [update["message"] for update in view.happyfox["updates"] if update["message"]]
        for private, texts in ((False, [opening, *self._messages(number, "replies")]), (True, view.private)):
            there = [one["text"].strip() for one in messages if (one["message_type"] == "p") == private]
            assert texts == there
            assert private or texts == view.public
        assert view.supportbee["replies_count"] == len(view.public) - 1
        assert view.supportbee["comments_count"] == len(view.private)
        assert view.happyfox["messages_count"] == len(messages)

    def _assert_properties_agree(self, view: View) -> None:
        ticket, here, there = view.selectel, view.supportbee, view.happyfox
        assert ticket["number"] == here["id"] == there["id"]
        assert ticket["summary"] == here["subject"] == there["subject"]
        assert (here["requester"]["id"], here["requester"]["email"]) == (there["user"]["id"], there["user"]["email"])
        assert ", ".join(label["name"] for label in here["labels"]) == there["tags"]
        assert here["unanswered"] == there["unresponded"]
        agent = here["current_user_assignee"]
        assert (agent and agent["user"]["id"]) == (there["assigned_to"] and there["assigned_to"]["id"])
        assert ticket["is_closed"] == (there["status"]["behavior"] == "completed")
        state = answered_state(self.zammad, there["status"]["id"])
        assert state["name"] == there["status"]["name"] == ticket["status"]["en"].lower()


def answered_state(zammad: Client, state_id: int) -> Json:
    """Return a state as Zammad's API shows it."""
    state: Json = answered(zammad.get(f"/api/v1/ticket_states/{state_id}"))
    return state


def all_apis(world: World, tokens: Tokens) -> Desk:
    """Return the desk, looked at by an agent and the holder of the desk's key."""
    token = tokens["agent"]["token"]
    return Desk(
        world,
        selectel=caller(world, token),
        supportbee=world.client({"Authorization": f"Bearer {token}"}),
        happyfox=key_holder(world, tokens["happyfox"]),
        zammad=world.client({"Authorization": f"Token token={tokens['admin']['token']}"}),
    )
