"""Answers about assignments, in the shape of the first documentation, and what all answers share."""

import hashlib
from datetime import datetime
from typing import TypedDict

from polydesk.domain import catalog
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry
from polydesk.http.schema import Address, Id, Second

GRAVATAR = "https://secure.gravatar.com/avatar"


class UserPicture(TypedDict):
    """Addresses of a person's picture, by its width."""

    thumb20: Address
    thumb24: Address
    thumb32: Address
    thumb48: Address
    thumb64: Address
    thumb128: Address


class GroupPicture(TypedDict):
    """Paths of the picture of all groups, by its width."""

    thumb20: str
    thumb24: str
    thumb32: str
    thumb48: str
    thumb256: str


class AssignedUser(TypedDict):
    """A person who has a ticket."""

    id: Id
    email: str
    name: str
    agent: bool
    picture: UserPicture


class AssignedGroup(TypedDict):
    """A group of agents that has a ticket."""

    id: Id
    name: str
    picture: GroupPicture


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


def second(at: datetime) -> str:
    """Return a time in ISO 8601, UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


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
        id=person.id, email=person.email, name=person.shown_name, agent=person.agent, picture=user_picture(person.email)
    )


def group(group: catalog.Group) -> AssignedGroup:
    """Return a group."""
    return AssignedGroup(id=group.id, name=group.name, picture=group_picture())


def user_picture(email: str) -> UserPicture:
    """Return the addresses of the picture that Gravatar has for the e-mail address."""
    face = hashlib.md5(email.strip().lower().encode(), usedforsecurity=False).hexdigest()

    def thumb(size: int) -> str:
        return f"{GRAVATAR}/{face}.png?r=PG&s={size}"

    return UserPicture(
        thumb20=thumb(20),
        thumb24=thumb(24),
        thumb32=thumb(32),
        thumb48=thumb(48),
        thumb64=thumb(64),
        thumb128=thumb(128),
    )


def group_picture() -> GroupPicture:
    """Return the one picture that all groups have."""

    def thumb(size: int) -> str:
        return f"/images/groups/speech-balloon-orange-g{size}.png"

    return GroupPicture(thumb20=thumb(20), thumb24=thumb(24), thumb32=thumb(32), thumb48=thumb(48), thumb256=thumb(256))
