"""Answers about assignments to one user or one team."""

from typing import TypedDict

from polydesk.dialects.supportbee import groups, users
from polydesk.dialects.supportbee.responses import AssignedTicket, second
from polydesk.dialects.supportbee.tickets import AssigneeTeam, AssigneeUser
from polydesk.domain.catalog import Group
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry
from polydesk.http.schema import Id, Second


class UserAssignment(TypedDict):
    """Which user a ticket was assigned to, and when."""

    id: Id
    created_at: Second
    ticket: AssignedTicket
    assignee: AssigneeUser


class TeamAssignment(TypedDict):
    """Which team a ticket was assigned to, and when."""

    id: Id
    created_at: Second
    ticket: AssignedTicket
    assignee: AssigneeTeam


class AssignedToUser(TypedDict):
    """The assignment to a user that was made."""

    user_assignment: UserAssignment


class AssignedToTeam(TypedDict):
    """The assignment to a team that was made."""

    team_assignment: TeamAssignment


def assigned(entry: HistoryEntry, assignee: Person | Group) -> AssignedToUser | AssignedToTeam:
    """Return the assignment that a history entry records."""
    ticket, at = AssignedTicket(id=entry.number), second(entry.at)
    if isinstance(assignee, Person):
        user = AssigneeUser(user=users.user(assignee, assignee.id))
        return AssignedToUser(user_assignment=UserAssignment(id=entry.id, created_at=at, ticket=ticket, assignee=user))
    team = AssigneeTeam(team=groups.group(assignee))
    return AssignedToTeam(team_assignment=TeamAssignment(id=entry.id, created_at=at, ticket=ticket, assignee=team))
