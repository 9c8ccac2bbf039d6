"""Sets up groups and their members."""

from collections.abc import Callable, Sequence
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.catalog import Group
from polydesk.domain.person import Person
from polydesk.jobs.set_up_document import GroupDeclaration, InvalidDocument
from polydesk.storage import keys


class GroupSetUp:
    """Adds groups, names known ones anew, and replaces their members."""

    def __init__(self, resources: Resources, find: Callable[[str], Person | None]) -> None:
        """Find members by `find`: people as the document declares them, or as they are."""
        self._resources = resources
        self._find = find

    def check(self, declarations: Sequence[GroupDeclaration]) -> None:
        """Check that all members are agents. Raises InvalidDocument."""
        faults = [
            (f"groups[{index}].members[{position}]", problem)
            for index, declared in enumerate(declarations)
            for position, email in enumerate(declared.get("members") or ())
            if (problem := self._problem(email))
        ]
        if faults:
            raise InvalidDocument(*faults)

    def _problem(self, email: str) -> str | None:
        person = self._find(email)
        if person is None:
            return f"There is no person {email}. Declare the person too"
        return None if person.agent else f"{email} is a customer. Only agents can be members"

    def save(self, declarations: Sequence[GroupDeclaration]) -> list[dict[str, Any]]:
        """Write groups and members; return the id and name of every group of the desk."""
        catalog, memberships = self._resources.catalogs.load(), self._resources.membership_rows.load()
        known = dict(catalog.groups)
        for declared in declarations:
            name = declared["name"]
            before = catalog.group_named(name)
            group = Group(before.id if before else self._resources.table.count_up(keys.counter("group")), name)
            if group != before:
                self._resources.catalogs.save(group)
            known[group.id] = group
            if "members" in declared:
                members = self._ids(declared["members"] or ())
                if members != memberships.members_of(group.id):
                    self._resources.membership_rows.save(group.id, members)
        return [{"id": group.id, "name": group.name} for group in known.values()]

    def _ids(self, emails: Sequence[str]) -> frozenset[int]:
        return frozenset(person.id for person in map(self._find, emails) if person)
