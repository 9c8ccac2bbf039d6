"""What the filters of lists ask the desk for."""

from collections.abc import Collection
from typing import override

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee.list_filter import Lookups
from polydesk.domain.person_key import person_key


class DeskLookups(Lookups):
    """Labels, groups and people of a desk."""

    def __init__(self, desk: Desk) -> None:
        """Look them up in this desk."""
        self._desk = desk

    @override
    def is_label(self, name: str) -> bool:
        return self._desk.labels.named(name) is not None

    @override
    def groups_of(self, person_id: int) -> Collection[int]:
        return self._desk.memberships.groups_of(person_id)

    @override
    def people_with(self, emails: Collection[str]) -> Collection[int]:
        return self._desk.people_search.with_addresses({person_key(one) for one in emails})
