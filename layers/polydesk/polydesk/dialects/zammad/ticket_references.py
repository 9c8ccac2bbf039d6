"""Finds what the body of a ticket refers to, and refuses what a ticket cannot have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.complaints import invalid, not_allowed, not_found, required
from polydesk.dialects.zammad.customer_data import DescribedCustomer
from polydesk.dialects.zammad.logins import NOBODY
from polydesk.dialects.zammad.lookups import Lookups
from polydesk.dialects.zammad.ticket_bodies import CustomersTicket, TicketFields
from polydesk.dialects.zammad.ticket_fields import PersonReference
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.state import State, StateType
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier

NEVER_ENTERED = frozenset({StateType.MERGED, StateType.REMOVED})
"""Types of states that no request puts a ticket in."""


def people_in(body: TicketFields) -> set[int]:
    """Return the ids of the people that a body may mean, to be read at once."""
    return {number for number in map(_number, _references(body)) if number}


def _references(body: TicketFields) -> Iterator[Any]:
    for one in (body.owner_id, body.owner, body.customer_id, body.customer):
        yield one.id if isinstance(one, DescribedCustomer) else one
    if body.article:
        yield body.article.origin_by_id


def _number(reference: Any) -> int | None:
    number = identifier(reference)
    return number if number and number <= MAX_IDENTIFIER else None


@dataclass(frozen=True, slots=True)
class References:
    """What the body of a ticket refers to; `people` are those of `people_in` that exist. Raises InvalidRequest."""

    desk: Desk
    people: Mapping[int, Person]

    def group(self, body: CustomersTicket, present: int | None = None) -> Category | None:
        """Return the group, which tickets can have or the ticket has already; None when the body has none."""
        if body.group_id is not None and body.group_id == present:
            return self.desk.category(present)
        return _given("group", body, Lookups(self.desk).group(body.group_id, body.group))

    def priority(self, body: CustomersTicket) -> Priority | None:
        """Return the priority; None when the body has none."""
        return _given("priority", body, Lookups(self.desk).priority(body.priority_id, body.priority))

    def state(self, body: CustomersTicket, present: int | None = None) -> State | None:
        """Return the state, which a ticket can enter or is in already; None when the body has none."""
        state = _given("state", body, Lookups(self.desk).state(body.state_id, body.state))
        if state and state.id != present and (not state.active or state.type in NEVER_ENTERED):
            raise not_allowed("state_id", state.id)
        return state

    def owner(self, body: TicketFields, present: int | None = None) -> Person | None:
        """Return the active agent who is to own the ticket, or who owns it already; None for nobody."""
        reference = body.owner if body.owner_id is None else body.owner_id
        if reference in (None, NOBODY) or _number(reference) == SYSTEM_PERSON_ID:
            return None
        person = self.person("owner", body.owner_id, body.owner)
        if person.id != present and not (person.agent and person.active):
            raise not_allowed("owner_id", person.id)
        return person

    def person(self, field: str, by_id: PersonReference | None, by_name: PersonReference | None) -> Person:
        """Return a person; digits in a name are a login or an address before they are an id."""
        number = _number(by_name if by_id is None else by_id)
        if by_id is None and isinstance(by_name, str):
            found = self.named(by_name) or self.people.get(number or 0)
            if found is None:
                raise not_found(field, by_name)
            return found
        if number is None:
            return self.person(field, None, by_id)
        if number not in self.people:
            raise invalid(f"{field}_id", number)
        return self.people[number]

    def named(self, name: str) -> Person | None:
        """Return the person with this login or e-mail address, active or not, or None."""
        return self.desk.people.named(name)

    def require_origin(self, body: TicketFields) -> None:
        """Require that the person exists whose words an article is."""
        origin = body.article.origin_by_id if body.article else None
        if origin is not None and origin not in self.people:
            raise invalid("origin_by_id", origin)


def _given[T](field: str, body: CustomersTicket, found: T | None) -> T | None:
    """Return what was found. Raises InvalidRequest when the body says null."""
    if found is None and {field, f"{field}_id"} & body.model_fields_set:
        raise required(f"{field}_id")
    return found


def refuse_organization(body: TicketFields) -> None:
    """Refuse an organization: there are none. Raises InvalidRequest."""
    if body.organization_id is not None:
        raise invalid("organization_id", body.organization_id)
    if body.organization is not None:
        raise not_found("organization", body.organization)
