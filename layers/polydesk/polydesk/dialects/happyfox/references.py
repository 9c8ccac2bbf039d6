"""What the ids in a body stand for: looked up while the body is checked, people in one read for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.errors import NotFound
from polydesk.domain.person import Person
from polydesk.domain.state import State
from polydesk.http.query import whole_number
from polydesk.http.request import LARGEST_IDENTIFIER

NAMES_A_PERSON = ("staff", "user", "client", "assignee")
"""The fields that hold the id of a person."""


class Unacceptable(Exception):
    """The id stands for nothing, or for nothing that will do here; the text says why."""


def identifier(value: Any) -> int | None:
    """The id that a number or its digits write; None for what is none."""
    number = whole_number(value.strip()) if isinstance(value, str) else value
    return number if type(number) is int and 0 < number < LARGEST_IDENTIFIER else None


def people_in(data: Any) -> set[int]:
    """The ids of the people whom a body names, as far as they can be read."""
    if not isinstance(data, dict):
        return set()
    return {number for name in NAMES_A_PERSON if (number := identifier(data.get(name))) is not None}


@dataclass(frozen=True, slots=True)
class References:
    """What a body may refer to. Its methods raise Unacceptable."""

    desk: Desk
    people: Mapping[int, Person]

    def agent(self, number: int) -> Person:
        """An agent who can work on tickets."""
        person = self.people.get(number)
        if person is None or not person.agent:
            raise Unacceptable("There is no staff member with this id.")
        if not person.active:
            raise Unacceptable("This staff member is not active.")
        return person

    def contact(self, number: int) -> Person:
        """A contact who can write."""
        person = self.people.get(number)
        if person is None or person.agent:
            raise Unacceptable("There is no user with this id.")
        return writing(person)

    def correspondent(self, email: str) -> Person | None:
        """The contact with this e-mail address; None when there is none yet."""
        person = self.desk.people.find(email)
        if person and person.email.casefold() != email.casefold():
            raise Unacceptable("Somebody with another e-mail address signs in with this.")
        return writing(person) if person else None

    def category(self, number: int) -> Category:
        """A category."""
        try:
            return self.desk.category(number)
        except NotFound:
            raise Unacceptable("There is no category with this id.") from None

    def priority(self, number: int) -> Priority:
        """A priority."""
        try:
            return self.desk.catalog.priority(number)
        except NotFound:
            raise Unacceptable("There is no priority with this id.") from None

    def state(self, number: int) -> State:
        """A ticket state, however new it is."""
        states = self.desk.states.current()
        if number not in states.rows:
            states = self.desk.states.fresh()
        try:
            return states.existing(number)
        except NotFound:
            raise Unacceptable("There is no status with this id.") from None


def writing(person: Person) -> Person:
    """The person, if it is a contact who can write. Raises Unacceptable."""
    if person.agent:
        raise Unacceptable("This e-mail address belongs to a staff member.")
    if not person.active:
        raise Unacceptable("This user is not active.")
    return person
