"""Lists of people in the answers of the SupportBee API."""

from collections.abc import Sequence
from math import ceil
from typing import Literal, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee.groups import Group, group
from polydesk.dialects.supportbee.users import User, user
from polydesk.domain.person import Person
from polydesk.http.schema import Count, Id


class ListedUser(User):
    """A person, with the teams of which the person is a member."""

    type: Literal["user"]
    two_factor_authentication_enabled: Literal[False]
    teams: list[Group]


class Users(TypedDict):
    """All users that were asked for."""

    users: list[ListedUser]


class UsersPage(TypedDict):
    """One page of users, among whom are customers."""

    total: Count
    current_page: Id
    per_page: Id
    total_pages: Id
    users: list[ListedUser]


class ShownUser(TypedDict):
    """One user."""

    user: ListedUser


def listed(people: Sequence[Person], desk: Desk) -> Users:
    """Return all users that were asked for."""
    return Users(users=[present(person, desk) for person in people])


def page(people: Sequence[Person], total: int, number: int, size: int, desk: Desk) -> UsersPage:
    """Return a page of so many users."""
    return UsersPage(
        total=total,
        current_page=number,
        per_page=size,
        total_pages=max(1, ceil(total / size)),
        users=[present(person, desk) for person in people],
    )


def present(person: Person, desk: Desk) -> ListedUser:
    """Return a person."""
    groups, own = desk.catalog.groups, desk.memberships.groups_of(person.id)
    return ListedUser(
        **user(person, person.id),
        type="user",
        two_factor_authentication_enabled=False,
        teams=[group(groups[one]) for one in sorted(own) if one in groups],
    )
