"""What has to be known to show tickets, gathered in as few reads as possible."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.domain.catalog import Category, Group, Priority
from polydesk.domain.person import Person
from polydesk.domain.state import States
from polydesk.domain.ticket import Attachment, HistoryEntry, Ticket


@dataclass(frozen=True, slots=True)
class Scene:
    """All that tickets and their histories refer to; `link` makes the address of a file."""

    states: States
    categories: Mapping[int, Category]
    priorities: Mapping[int, Priority]
    groups: Mapping[int, Group]
    people: Mapping[int, Person]
    link: Callable[[Attachment], str]

    def state_name(self, state_id: int) -> str | None:
        """What the state is called, also one that has been deleted."""
        state = self.states.rows.get(state_id)
        return state.name if state else None

    def priority_name(self, priority_id: int) -> str | None:
        """What the priority is called."""
        priority = self.priorities.get(priority_id)
        return priority.name if priority else None

    def assignee_name(self, assignee: Mapping[str, Any] | None) -> str | None:
        """What the person or group of a change is called."""
        if assignee is None:
            return None
        named: Mapping[int, Person | Group] = self.people if assignee["kind"] == "person" else self.groups
        one = named.get(assignee["id"])
        return one.name if one else None


def gather(
    desk: Desk,
    tickets: Sequence[Ticket],
    updates: Sequence[HistoryEntry] = (),
    known: Mapping[int, Person] | None = None,
) -> Scene:
    """The scene of these tickets and updates; people who are `known` already are not read again."""
    people = dict(known or {})
    missing = {*_people_of(tickets), *_people_in(updates)} - people.keys()
    catalog = desk.catalog
    return Scene(
        desk.states.current(tickets),
        {ticket.category_id: desk.category(ticket.category_id) for ticket in tickets},
        catalog.priorities,
        catalog.groups,
        people | (desk.people.by_id(missing) if missing else {}),
        desk.files.link,
    )


def _people_of(tickets: Sequence[Ticket]) -> Iterator[int]:
    for ticket in tickets:
        yield ticket.customer_id
        if ticket.assignee and ticket.assignee.kind == "person":
            yield ticket.assignee.id


def _people_in(updates: Sequence[HistoryEntry]) -> Iterator[int]:
    for update in updates:
        if update.by.person_id is not None:
            yield update.by.person_id
        for change in update.changes:
            if change.field == "assignee":
                yield from (one["id"] for one in (change.old, change.new) if one and one["kind"] == "person")
