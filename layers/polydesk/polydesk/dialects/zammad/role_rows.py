"""Roles in the answers of the Zammad API."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.errors import RoleNotFound
from polydesk.dialects.zammad.listing import Row
from polydesk.dialects.zammad.logins import NOBODY
from polydesk.dialects.zammad.queries import Listed, SortedListing
from polydesk.dialects.zammad.responses import Millisecond, NoItems, NoKeys, time
from polydesk.dialects.zammad.roles import ROLES, RoleKind, RoleName, role_by_id
from polydesk.http.schema import Count, Id, Schema


class Role(TypedDict):
    """A role: a permission that people have. The last keys, from `permissions` on, appear with `expand`."""

    id: Annotated[int, Schema("1 Admin, 2 Agent, 3 Customer.", minimum=1, maximum=3)]
    name: RoleName
    preferences: NoKeys
    default_at_signup: bool
    active: Literal[True]
    note: str
    updated_by_id: Literal[1]
    created_by_id: Literal[1]
    created_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    updated_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    permission_ids: NoItems
    knowledge_base_permission_ids: NoItems
    group_ids: NoKeys
    permissions: NotRequired[list[Literal["admin", "ticket.agent", "ticket.customer"]]]
    knowledge_base_permissions: NotRequired[NoItems]
    groups: NotRequired[NoKeys]
    created_by: NotRequired[Literal["-"]]
    updated_by: NotRequired[Literal["-"]]


class RoleAssets(TypedDict):
    """Roles by id."""

    Role: NotRequired[dict[str, Role]]


class Roles(TypedDict):
    """The page of a list with `full`."""

    record_ids: list[Id]
    assets: RoleAssets
    total_count: Count


class OneRole(TypedDict):
    """A role with `full`."""

    id: Id
    assets: RoleAssets


COLUMNS = (
    "id",
    "name",
    "default_at_signup",
    "active",
    "note",
    "updated_by_id",
    "created_by_id",
    "created_at",
    "updated_at",
)


class RoleQuery(SortedListing):
    """The page of the list, and its order."""

    sort_by: Annotated[Listed, sorting.listed(*COLUMNS, description="Keys of a role, separated by commas.")] = ""


def role(kind: RoleKind, begin: datetime) -> Role:
    """Return a role; `begin` is when the desk was set up."""
    return Role(
        id=kind.id,
        name=kind.name,
        preferences={},
        default_at_signup=kind.id == 3,
        active=True,
        note=kind.note,
        updated_by_id=1,
        created_by_id=1,
        created_at=time(begin),
        updated_at=time(begin),
        permission_ids=[],
        knowledge_base_permission_ids=[],
        group_ids={},
    )


def roles_by_id(ids: Collection[int], begin: datetime) -> dict[str, Role]:
    """Return the roles with these ids, as assets are."""
    return {str(kind.id): role(kind, begin) for kind in ROLES if kind.id in ids}


def roles(begin: datetime) -> list[Role]:
    """Return all roles, by id."""
    return [role(kind, begin) for kind in ROLES]


def existing_role(number: int, begin: datetime) -> Role:
    """Return the role with this id. Raises RoleNotFound."""
    kind = role_by_id(number)
    if kind is None:
        raise RoleNotFound(number)
    return role(kind, begin)


def expanded(row: Row) -> Row:
    """Return a role with the names of what it refers to."""
    kind = next(one for one in ROLES if one.id == row["id"])
    return {
        **row,
        "permissions": [kind.permission],
        "knowledge_base_permissions": [],
        "groups": {},
        "created_by": NOBODY,
        "updated_by": NOBODY,
    }
