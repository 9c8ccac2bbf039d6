"""Members of staff as the HappyFox API shows them."""

from typing import Annotated, Literal, TypedDict

from polydesk.dialects.happyfox.related import Related
from polydesk.domain.person import ADMIN
from polydesk.domain.ticket import Assignee
from polydesk.http.schema import Id, Schema


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
    permissions: Annotated[list[str], Schema(maxItems=0)]


def agent(assignee: Assignee | None, related: Related) -> Agent | None:
    """Return the agent that a ticket is assigned to; None for a group."""
    if assignee is None or assignee.kind != "person":
        return None
    who = related.people.get(assignee.id)
    is_admin = who is not None and ADMIN in who.permissions
    return Agent(
        id=assignee.id,
        name=who.name if who else "",
        email=who.email if who else "",
        active=who.active if who else False,
        is_account_admin=is_admin,
        role=Role(id=1, name="Administrator") if is_admin else Role(id=2, name="Agent"),
        categories=list(related.category_ids),
        permissions=[],
    )
