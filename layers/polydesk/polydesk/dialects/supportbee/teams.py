"""Lists of teams, which the SupportBee API first called groups: parameters and answers."""

from typing import Annotated, Literal, TypedDict

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee.groups import Group, group
from polydesk.domain.person import Principal
from polydesk.http.body import Query, QueryFlag


class Teams(TypedDict):
    """The teams that were asked for."""

    teams: list[Group]


class Groups(TypedDict):
    """The groups that were asked for."""

    groups: list[Group]


class TeamListQuery(Query):
    """Which teams are listed."""

    with_users: Annotated[QueryFlag, Field(description="`true`: only teams that have members.")] = False
    user: Annotated[Literal["", "me"], Field(description="`me`: only teams of which the caller is a member.")] = ""
    me: Annotated[QueryFlag, Field(description="The same as `user=me`.")] = False


def wanted(query: TeamListQuery, caller: Principal, desk: Desk) -> list[Group]:
    """Return the teams that were asked for, in the order of their ids."""
    found = {*desk.catalog.groups}
    if query.with_users:
        found = {one for one in found if desk.memberships.members_of(one)}
    if query.me or query.user == "me":
        found &= desk.memberships.groups_of(caller.person_id)
    return [group(desk.catalog.groups[one]) for one in sorted(found)]
