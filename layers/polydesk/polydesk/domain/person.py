"""People: the contacts who ask and the agents who answer, and what each may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polydesk.domain.errors import PersonLacksPermission, TokenLacksPermission

AGENT = "ticket.agent"
CUSTOMER = "ticket.customer"
ADMIN = "admin"

SYSTEM_PERSON_ID = 1
"""The person who signs what nobody did: the first states, transitions by time."""

Side = Literal["client", "staff", "system"]
"""On whose behalf something is written."""


def grants(held: frozenset[str], permission: str) -> bool:
    """Whether the held permissions include this one: a name implies all names below it (`admin` → `admin.object`)."""
    parts = permission.split(".")
    return any(".".join(parts[:length]) in held for length in range(1, len(parts) + 1))


@dataclass(frozen=True, slots=True)
class Person:
    """A contact or an agent. `login` is what the person signs in as, an e-mail address unless set otherwise."""

    id: int
    name: str
    email: str
    login: str
    agent: bool
    permissions: frozenset[str]
    active: bool
    created_at: datetime
    updated_at: datetime
    phones: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an update: a person on one of two sides, or the system."""

    side: Side
    person_id: int | None = None

    @classmethod
    def customer(cls, person_id: int) -> "Author":
        """Return a person as an author on the customer's side."""
        return cls("client", person_id)

    @classmethod
    def staff(cls, person_id: int) -> "Author":
        """Return a person as an author on the staff's side."""
        return cls("staff", person_id)

    @property
    def is_customer(self) -> bool:
        """Whether it was written on the customer's side."""
        return self.side == "client"


SYSTEM = Author("system")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling: a token, and the person it belongs to. A key of the whole desk has no person.

    `token_id` is a stable, harmless name of the token: limits are counted by it.
    """

    token_id: str
    token_permissions: frozenset[str]
    person: Person | None

    def may(self, *permissions: str) -> bool:
        """Whether person and token together hold at least one of the permissions."""
        return any(
            grants(self.token_permissions, permission)
            and (not self.person or grants(self.person.permissions, permission))
            for permission in permissions
        )

    def need(self, *permissions: str) -> None:
        """Insist on one of the permissions. Raises PersonLacksPermission or TokenLacksPermission."""
        if self.may(*permissions):
            return
        if self.person and not any(grants(self.person.permissions, permission) for permission in permissions):
            raise PersonLacksPermission(permissions[0])
        raise TokenLacksPermission(permissions[0])

    @property
    def is_staff(self) -> bool:
        """Whether the caller acts as an agent."""
        return self.may(AGENT)

    @property
    def person_id(self) -> int:
        """The person's id; the system's for a key of the whole desk."""
        return self.person.id if self.person else SYSTEM_PERSON_ID

    @property
    def author(self) -> Author:
        """The caller as the author of an update."""
        return Author("staff" if self.is_staff else "client", self.person_id)
