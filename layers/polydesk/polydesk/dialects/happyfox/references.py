"""Looks up what the ids in a body refer to while the body is checked; all people come in one read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.desk.people import checked_customer
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.errors import InvalidValue, NotFound
from polydesk.domain.person import Person
from polydesk.domain.state import State
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier

PERSON_FIELDS = ("staff", "staff_id", "user", "client", "assignee", "assign_to")
"""The fields that hold the id of a person."""


def parse_id(value: Any) -> int | None:
    """Return the id that a number or its digits write, also with a plus sign or spaces; None for anything else."""
    return identifier(value.strip().removeprefix("+") if isinstance(value, str) else value)


def people_in(data: Any) -> set[int]:
    """Return the ids of the people that a body names, as far as they can be read."""
    if not isinstance(data, dict):
        return set()
    numbers = {parse_id(data.get(name)) for name in PERSON_FIELDS}
    return {number for number in numbers if number is not None and number <= MAX_IDENTIFIER}


@dataclass(frozen=True, slots=True)
class References:
    """What a body may refer to. Its methods raise InvalidValue."""

    desk: Desk
    people: Mapping[int, Person]

    def agent(self, number: int) -> Person:
        """Return an agent who can work on tickets."""
        person = self.people.get(number)
        if person is None or not person.agent:
            raise InvalidValue("", "There is no staff member with this id.")
        if not person.active:
            raise InvalidValue("", "This staff member is not active.")
        return person

    def contact(self, number: int) -> Person:
        """Return a customer who can write."""
        person = self.people.get(number)
        if person is None or person.agent:
            raise InvalidValue("", "There is no user with this id.")
        return checked_customer(person)

    def category(self, number: int) -> Category:
        """Return a category."""
        try:
            return self.desk.usable_category(number)
        except NotFound:
            raise InvalidValue("", "There is no category with this id.") from None

    def priority(self, number: int) -> Priority:
        """Return a priority."""
        try:
            return self.desk.catalog.priority(number)
        except NotFound:
            raise InvalidValue("", "There is no priority with this id.") from None

    def state(self, number: int) -> State:
        """Return a ticket state, however new it is."""
        states = self.desk.states.current()
        if number not in states.rows:
            states = self.desk.states.fresh()
        try:
            return states.existing(number)
        except NotFound:
            raise InvalidValue("", "There is no status with this id.") from None
