"""Roles: what the permissions of people are called in the Zammad API."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, grants

RoleName = Literal["Admin", "Agent", "Customer"]


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A role, and the permission that it stands for."""

    id: int
    name: RoleName
    permission: str
    note: str


ROLES = (
    RoleKind(1, "Admin", ADMIN, "To configure your system."),
    RoleKind(2, "Agent", AGENT, "To work on Tickets."),
    RoleKind(3, "Customer", CUSTOMER, "People who create Tickets ask for help."),
)
"""All roles, by id. Nobody can add one."""


def role_named(name: str) -> RoleKind | None:
    """Return the role with this name, whatever the case of its letters, or None."""
    return next((role for role in ROLES if role.name.lower() == name.strip().lower()), None)


def role_by_id(number: int) -> RoleKind | None:
    """Return the role with this id, or None."""
    return next((role for role in ROLES if role.id == number), None)


def role_ids(permissions: Collection[str]) -> list[int]:
    """Return the ids of the roles that somebody with these permissions has; what includes a permission has its role."""
    held = frozenset(permissions)
    return [role.id for role in ROLES if grants(held, role.permission)]
