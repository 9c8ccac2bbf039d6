"""Answers of the SupportBee API."""

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


class User(TypedDict):
    """A person."""

    id: Id
    email: str
    name: str
    agent: bool
    picture: UserPicture


class Group(TypedDict):
    """A group of agents."""

    id: Id
    name: str
    picture: GroupPicture


class UserAssignee(TypedDict):
    """A person as the assignee."""

    user: User


class GroupAssignee(TypedDict):
    """A group as the assignee."""

    group: Group


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


def time(at: datetime) -> str:
    """Return a time in ISO 8601, UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def assigned(entry: HistoryEntry, assignee: Person | catalog.Group) -> Assigned:
    """Return the assignment that a history entry records."""
    return Assigned(
        assignment=Assignment(
            id=entry.id,
            created_at=time(entry.at),
            ticket=AssignedTicket(id=entry.number),
            assignee=UserAssignee(user=user(assignee))
            if isinstance(assignee, Person)
            else GroupAssignee(group=group(assignee)),
        )
    )


def user(person: Person) -> User:
    """Return a person, with the picture that Gravatar has for the e-mail address."""
    face = hashlib.md5(person.email.strip().lower().encode(), usedforsecurity=False).hexdigest()

    def thumb(size: int) -> str:
        return f"{GRAVATAR}/{face}.png?r=PG&s={size}"

    picture = UserPicture(
        thumb20=thumb(20),
        thumb24=thumb(24),
        thumb32=thumb(32),
        thumb48=thumb(48),
        thumb64=thumb(64),
        thumb128=thumb(128),
    )
    return User(id=person.id, email=person.email, name=person.name, agent=person.agent, picture=picture)


def group(group: catalog.Group) -> Group:
    """Return a group, with the one picture that all groups have."""

    def thumb(size: int) -> str:
        return f"/images/groups/speech-balloon-orange-g{size}.png"

    picture = GroupPicture(
        thumb20=thumb(20), thumb24=thumb(24), thumb32=thumb(32), thumb48=thumb(48), thumb256=thumb(256)
    )
    return Group(id=group.id, name=group.name, picture=picture)
