"""Loads what tickets and their histories refer to, in as few reads as possible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polydesk.desk.desk import Desk
from polydesk.domain.catalog import Category, Group, Priority
from polydesk.domain.person import Person
from polydesk.domain.state import States
from polydesk.domain.ticket import Attachment, HistoryEntry, Ticket

if TYPE_CHECKING:
    from polydesk.desk.own_counts import OwnCounts


@dataclass(frozen=True, slots=True)
class Related:
    """What tickets and their histories refer to; `link` returns the address of a file.

    `category_ids` are those of all categories of the desk, `openings` the first entries by the number of their ticket,
    `counts` the numbers of the customer's tickets, if they are shown.
    """

    states: States
    categories: Mapping[int, Category]
    category_ids: Sequence[int]
    priorities: Mapping[int, Priority]
    groups: Mapping[int, Group]
    people: Mapping[int, Person]
    openings: Mapping[int, HistoryEntry]
    link: Callable[[Attachment], str]
    counts: "OwnCounts | None" = None

    def state_name(self, state_id: int) -> str | None:
        """Return the name of a state, also of a deleted one."""
        state = self.states.rows.get(state_id)
        return state.name if state else None

    def priority_name(self, priority_id: int) -> str | None:
        """Return the name of a priority."""
        priority = self.priorities.get(priority_id)
        return priority.name if priority else None

    def category_name(self, category_id: int) -> str | None:
        """Return the name of a category, also of a deleted one."""
        category = self.categories.get(category_id)
        return category.name_en if category else None

    def assignee_name(self, assignee: Mapping[str, Any] | None) -> str | None:
        """Return the name of the person or group of a change."""
        if assignee is None:
            return None
        named: Mapping[int, Person | Group] = self.people if assignee["kind"] == "person" else self.groups
        one = named.get(assignee["id"])
        return one.name if one else None


def load_related(
    desk: Desk,
    tickets: Sequence[Ticket],
    entries: Sequence[HistoryEntry] = (),
    known: Mapping[int, Person] | None = None,
    *,
    openings: bool = False,
) -> Related:
    """Load what these tickets and entries refer to; the `known` people are not read again.

    With `openings` also the first entry of each ticket.
    """
    found = desk.related.to(tickets, entries, known=known, openings=openings)
    catalog = desk.catalog
    return Related(
        desk.states.current(tickets),
        {**catalog.all_categories, **{one.category_id: desk.category(one.category_id) for one in tickets}},
        sorted(catalog.categories),
        catalog.priorities,
        catalog.groups,
        found.people,
        found.openings,
        desk.files.link,
    )
