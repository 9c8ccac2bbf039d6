"""What tickets refer to, as answers of the Zammad API name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.logins import NOBODY, shown_login
from polydesk.dialects.zammad.priorities import priority_name
from polydesk.domain.catalog import Catalog
from polydesk.domain.person import SYSTEM_PERSON_ID, Person, Principal
from polydesk.domain.state import States
from polydesk.domain.ticket import HistoryEntry, Ticket


@dataclass(frozen=True, slots=True)
class Related:
    """What tickets refer to, and who is told of it.

    `time_versions` are the versions that booked time, of the one ticket that is shown; None when they were not read.
    `agent_ids` are all active agents, for assets; a customer is not told of them.
    """

    viewer: Principal
    people: Mapping[int, Person]
    states: States
    catalog: Catalog
    time_versions: Sequence[int] | None = None
    agent_ids: Sequence[int] = ()

    def login(self, person_id: int) -> str:
        """Return the login of a person, as the caller sees it."""
        return shown_login(self.people.get(person_id), self.viewer)

    def person_name(self, person_id: int) -> str:
        """Return the name of a person; a dash for nobody and for one who is gone."""
        person = self.people.get(person_id)
        return person.name if person and person_id != SYSTEM_PERSON_ID else NOBODY

    def state_name(self, state_id: int) -> str:
        """Return the name of a state; empty for one that is gone."""
        state = self.states.rows.get(state_id)
        return state.name if state else ""

    def group_name(self, category_id: int) -> str:
        """Return the name of the group that a category is, also a deleted one; empty for one that never was."""
        category = self.catalog.all_categories.get(category_id)
        return category.name_en if category else ""

    def priority_name(self, priority_id: int) -> str:
        """Return the name of a priority; empty for one that is gone."""
        priority = self.catalog.priorities.get(priority_id)
        return priority_name(priority) if priority else ""


def load_related(
    desk: Desk,
    tickets: Sequence[Ticket],
    viewer: Principal,
    time_of: Ticket | None = None,
    *,
    assets: bool = False,
    entries: Sequence[HistoryEntry] = (),
) -> Related:
    """Load what these tickets and entries refer to, with `assets` for these.

    With `time_of` also load where the history of that ticket booked time. Raises CategoryNotFound.
    """
    agent_ids = list[int]()
    reads = [partial(_read_agents, desk, agent_ids)]
    others = [SYSTEM_PERSON_ID, *(one.updated_by_id for one in tickets if one.updated_by_id)]
    found = desk.related.to(
        tickets,
        entries,
        openers=True,
        others=others,
        time_of=time_of,
        beside=reads if assets and not viewer.is_only_customer else (),
    )
    for category_id in {one.category_id for one in tickets}:
        desk.category(category_id)  # a newer one than the catalog has is read with the whole catalog
    return Related(
        viewer,
        found.people,
        desk.states.current(tickets),
        desk.catalog,
        found.time_versions,
        agent_ids,
    )


def _read_agents(desk: Desk, agent_ids: list[int]) -> None:
    agent_ids += desk.people_search.active_agents()
