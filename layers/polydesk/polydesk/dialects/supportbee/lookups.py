"""What the filters of lists ask the desk for."""

from collections.abc import Collection

from polydesk.desk.desk import Desk
from polydesk.domain.person_key import person_key


class DeskLookups:
    """Labels, groups and people of a desk."""

    def __init__(self, desk: Desk) -> None:
        """Look them up in this desk."""
        self._desk = desk

    def is_label(self, name: str) -> bool:
        """Return whether a label with this name is declared, in any case."""
        return self._desk.labels.named(name) is not None

    def groups_of(self, person_id: int) -> Collection[int]:
        """Return the ids of the groups that the person is a member of."""
        return self._desk.memberships.groups_of(person_id)

    def people_with(self, emails: Collection[str]) -> Collection[int]:
        """Return the ids of the people who have one of the e-mail addresses, in any case."""
        return self._desk.people_search.with_addresses({person_key(one) for one in emails})
