"""Memberships: one item for each group with members, all in one partition, so that one query reads all of them."""

from collections.abc import Collection

from polydesk.domain.memberships import Memberships
from polydesk.storage import keys
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem


class MembershipRows:
    """The memberships of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def load(self) -> Memberships:
        """Return all memberships, in one query."""
        items = self._table.query(keys.MEMBERS)
        return Memberships({item["group"]: frozenset(item["people"]) for item in items if item["people"]})

    def save(self, group_id: int, person_ids: Collection[int]) -> None:
        """Replace the members of a group."""
        item = {"type": "members", "version": 1, "group": group_id, "people": sorted(person_ids)}
        self._table.write(PutItem(keys.members(group_id), item))
