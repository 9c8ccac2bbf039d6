"""What the SupportBee API answers (polydesk/dialects/supportbee/present.py)."""

from typing import Any

from tools.openapi.schemas.shape import Address, Id, Second, Shape


class UserPicture(Shape):
    """Where a person's picture is, by its width."""

    thumb20: Address
    thumb24: Address
    thumb32: Address
    thumb48: Address
    thumb64: Address
    thumb128: Address


class GroupPicture(Shape):
    """The picture that groups have, by its width."""

    thumb20: str
    thumb24: str
    thumb32: str
    thumb48: str
    thumb256: str


class User(Shape):
    """A person."""

    id: Id
    email: str
    name: str
    agent: bool
    picture: UserPicture


class Group(Shape):
    """A group of agents."""

    id: Id
    name: str
    picture: GroupPicture


class UserAssignee(Shape):
    """A ticket is a person's."""

    user: User


class GroupAssignee(Shape):
    """A ticket is a group's."""

    group: Group


class AssignedTicket(Shape):
    """Which ticket it is."""

    id: Id


class Assignment(Shape):
    """Who has a ticket from when on."""

    id: Id
    created_at: Second
    ticket: AssignedTicket
    assignee: UserAssignee | GroupAssignee


class Assigned(Shape):
    """The assignment that was made."""

    assignment: Assignment


class Error(Shape):
    """What is wrong, in one sentence."""

    error: str


ANSWERS: dict[str, Any] = {
    "archive_ticket": None,
    "unarchive_ticket": None,
    "assign_ticket": Assigned,
    "star_ticket": None,
    "unstar_ticket": None,
    "spam_ticket": None,
    "unspam_ticket": None,
}
"""What a success brings, by the file of the function; None is no body."""
