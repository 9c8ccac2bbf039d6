"""Members of staff as the HappyFox API shows them."""

from collections.abc import Sequence
from typing import Literal, TypedDict

from polydesk.dialects.happyfox.catalog import NoItems
from polydesk.dialects.happyfox.related import Related
from polydesk.domain.person import ADMIN, Person, grants
from polydesk.domain.ticket import Assignee
from polydesk.http.schema import Id


class Role(TypedDict):
    """The role of a staff member: 1 is Administrator, 2 is Agent."""

    id: Literal[1, 2]
    name: Literal["Administrator", "Agent"]


class Agent(TypedDict):
    """A staff member. All categories are open to everyone; there are no permissions to list."""

    id: Id
    name: str
    email: str
    active: bool
    is_account_admin: bool
    role: Role
    categories: list[Id]
    permissions: NoItems


def member(who: Person, category_ids: Sequence[int]) -> Agent:
    """Return a staff member of a desk with these categories."""
    is_admin = grants(who.permissions, ADMIN)
    return Agent(
        id=who.id,
        name=who.shown_name,
        email=who.email,
        active=who.active,
        is_account_admin=is_admin,
        role=Role(id=1, name="Administrator") if is_admin else Role(id=2, name="Agent"),
        categories=list(category_ids),
        permissions=[],
    )


def agent(assignee: Assignee | None, related: Related) -> Agent | None:
    """Return the agent that a ticket is assigned to; None for a group."""
    if assignee is None or assignee.kind != "person":
        return None
    if who := related.people.get(assignee.id):
        return member(who, related.category_ids)
    return Agent(
        id=assignee.id,
        name="",
        email="",
        active=False,
        is_account_admin=False,
        role=Role(id=2, name="Agent"),
        categories=list(related.category_ids),
        permissions=[],
    )
