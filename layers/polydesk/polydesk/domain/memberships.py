"""Memberships: which agents belong to which groups."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Memberships:
    """The ids of the members of each group that has any, by the id of the group."""

    by_group: Mapping[int, frozenset[int]]

    def members_of(self, group_id: int) -> frozenset[int]:
        """Return the ids of the people who belong to the group."""
        return self.by_group.get(group_id, frozenset())

    def groups_of(self, person_id: int) -> frozenset[int]:
        """Return the ids of the groups that the person belongs to."""
        return frozenset(group_id for group_id, members in self.by_group.items() if person_id in members)
