"""Answers about assignments, in the shape of the first documentation."""

from typing import TypedDict

from polydesk.dialects.supportbee import groups, users
from polydesk.dialects.supportbee.contents import second
from polydesk.domain import catalog
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry
from polydesk.http.schema import Id, Second


class AssignedUser(TypedDict):
    """A person who has a ticket."""

    id: Id
    email: str
    name: str
    agent: bool
    picture: users.UserPicture


class AssignedGroup(TypedDict):
    """A group of agents that has a ticket."""

    id: Id
    name: str
    picture: groups.GroupPicture


class UserAssignee(TypedDict):
    """A person as the assignee."""

    user: AssignedUser


class GroupAssignee(TypedDict):
    """A group as the assignee."""

    group: AssignedGroup


class AssignedTicket(TypedDict):
    """The ticket, by its number."""

    id: Id


class Assignment(TypedDict):
    """The assignee of a ticket, and since when."""

    id: Id
    created_at: Second
    ticket: AssignedTicket
    assignee: UserAssignee | GroupAssignee


class Assigned(TypedDict):
    """The assignment that was made."""

    assignment: Assignment


def assigned(entry: HistoryEntry, assignee: Person | catalog.Group) -> Assigned:
    """Return the assignment that a history entry records."""
    return Assigned(
        assignment=Assignment(
            id=entry.id,
            created_at=second(entry.at),
            ticket=AssignedTicket(id=entry.number),
            assignee=UserAssignee(user=user(assignee))
            if isinstance(assignee, Person)
            else GroupAssignee(group=group(assignee)),
        )
    )


def user(person: Person) -> AssignedUser:
    """Return a person."""
    return AssignedUser(
        id=person.id, email=person.email, name=person.name, agent=person.agent, picture=users.picture(person.email)
    )


def group(group: catalog.Group) -> AssignedGroup:
    """Return a group."""
    return AssignedGroup(id=group.id, name=group.name, picture=groups.picture())
