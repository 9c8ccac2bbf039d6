"""Looks up what a body refers to, by id or by name; the id takes precedence.

| asked for             | nothing has it                              |
|-----------------------|---------------------------------------------|
| `group_id: 99`        | `Invalid value for param 'group_id': 99`     |
| `group: "x"`          | `No lookup value found for 'group': "x"`     |

Names are compared without case. People are looked up by login or e-mail address. Each method takes the id and the name
that the body has, and returns None when it has neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NoReturn

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.channels import SENDERS, TYPES, id_named
from polydesk.dialects.zammad.complaints import invalid, not_found
from polydesk.dialects.zammad.priorities import priority_named
from polydesk.dialects.zammad.roles import RoleKind, role_by_id, role_named
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.errors import NotFound
from polydesk.domain.line import MAX_DECOMPOSED
from polydesk.domain.person import Person
from polydesk.domain.state import State

MAX_NAME = 250 * MAX_DECOMPOSED
"""Characters of the longest text that can be the name of a state."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the bodies of one request refer to. The methods raise InvalidRequest."""

    desk: Desk

    def group(self, number: int | None, name: str | None) -> Category | None:
        """Return a category, however new it is."""
        if number is not None:
            try:
                return self.desk.usable_category(number)
            except NotFound:
                raise invalid("group_id", number) from None
        return None if name is None else self._found("group", name, self.desk.category_named(name))

    def priority(self, number: int | None, name: str | None) -> Priority | None:
        """Return a priority; its name may be `2 normal` or `normal`."""
        catalog = self.desk.catalog
        if number is not None:
            try:
                return catalog.priority(number)
            except NotFound:
                raise invalid("priority_id", number) from None
        return None if name is None else self._found("priority", name, priority_named(name, catalog))

    def state(self, number: int | None, name: str | None) -> State | None:
        """Return a ticket state, however new it is, also one that tickets cannot enter."""
        states = self.desk.states.current()
        if number is not None:
            found = states.rows.get(number) or self.desk.states.fresh().rows.get(number)
            if found is None or found.deleted:
                raise invalid("state_id", number)
            return found
        if name is None:
            return None
        if len(name) > MAX_NAME:
            raise not_found("state", name)
        return self._found("state", name, states.named(name) or self.desk.states.fresh().named(name))

    def person(self, field: str, number: int | None, name: str | None) -> Person | None:
        """Return the person that a field such as `customer` names, active or not, also the system person."""
        if number is not None:
            found = self.desk.people.by_id([number]).get(number)
            if found is None:
                raise invalid(f"{field}_id", number)
            return found
        return None if name is None else self._found(field, name, self.desk.people.named(name))

    def article_type(self, number: int | None, name: str | None) -> int | None:
        """Return the id of a type of articles."""
        return self._id_of("type", number, name, TYPES)

    def sender(self, number: int | None, name: str | None) -> int | None:
        """Return the id of a sender of articles."""
        return self._id_of("sender", number, name, SENDERS)

    def roles(self, numbers: Sequence[int] | None, names: Sequence[str] | None) -> list[RoleKind] | None:
        """Return roles in their order, each once."""
        if numbers is not None:
            found = [role_by_id(one) or _raise(invalid("role_ids", one)) for one in numbers]
        elif names is not None:
            found = [role_named(one) or _raise(not_found("roles", one)) for one in names]
        else:
            return None
        return sorted(set(found), key=attrgetter("id"))

    def _id_of(self, field: str, number: int | None, name: str | None, names: Mapping[int, str]) -> int | None:
        if number is not None:
            if number not in names:
                raise invalid(f"{field}_id", number)
            return number
        return None if name is None else self._found(field, name, id_named(name, names))

    def _found[T](self, field: str, name: str, found: T | None) -> T:
        if found is None:
            raise not_found(field, name)
        return found


def _raise(error: Exception) -> NoReturn:
    raise error
