"""People: customers and agents, callers and their permissions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from polydesk.domain.errors import PersonLacksPermission, TokenLacksPermission
from polydesk.domain.person_key import person_key
from polydesk.domain.phones import NO_PHONES, Phones

AGENT = "ticket.agent"
CUSTOMER = "ticket.customer"
ADMIN = "admin"
ADMIN_OBJECTS = "admin.object"
ADMIN_STATES = "admin.ticket_state"
ADMIN_USERS = "admin.user"

TICKETS = "ticket"
"""Includes the permissions of agents and of customers."""

PERMISSIONS = frozenset({ADMIN, ADMIN_OBJECTS, ADMIN_STATES, ADMIN_USERS, TICKETS, AGENT, CUSTOMER})
"""The permissions that people and tokens can be given: those that endpoints ask for, and what includes them."""

AUTOMATIC_LOGIN = "auto-"
"""The beginning of a login that was made for somebody without an address."""

SYSTEM_PERSON_ID = 1
"""The person recorded for changes by the system, such as the initial states."""

Side = Literal["client", "staff", "system"]
"""The side of an author. The names are stored and published."""


def grants(held: frozenset[str], permission: str) -> bool:
    """Return whether `held` includes the permission: `admin` includes `admin.object`, and so on."""
    parts = permission.split(".")
    return any(".".join(parts[:length]) in held for length in range(1, len(parts) + 1))


@dataclass(frozen=True, slots=True)
class Person:
    """A customer or an agent. `login` is the e-mail address unless set otherwise.

    A customer may have neither: `email` and `login` are empty then, and nothing leads to the person but the id.
    `given_name` is the beginning of the name that was given as first name, None when none was told apart.
    `was_staff` is whether the person once had more rights than a customer, so that histories may name it.
    """

    id: int
    name: str
    email: str
    login: str
    agent: bool
    permissions: frozenset[str]
    active: bool
    created_at: datetime
    updated_at: datetime
    phones: Phones = NO_PHONES
    version: int = 1
    given_name: str | None = None
    was_staff: bool = False

    @property
    def is_plain_customer(self) -> bool:
        """Return whether the person has no more rights than a customer. Any agent may change such a person."""
        return self.id != SYSTEM_PERSON_ID and not self.agent and self.permissions <= {CUSTOMER}

    @property
    def shown_name(self) -> str:
        """Return the name, for somebody without one the e-mail address."""
        return self.name or self.email

    @property
    def firstname(self) -> str:
        """Return the first name: the one that was given, else the first word of the name."""
        given = self.given_name
        if given is not None and (self.name == given or self.name.startswith(f"{given} " if given else "")):
            return given
        return self.name.partition(" ")[0]

    @property
    def lastname(self) -> str:
        """Return the rest of the name."""
        return self.name.removeprefix(self.firstname).removeprefix(" ")

    def renamed(self, name: str) -> "Person":
        """Return the person with this name; with another one the first name is no longer told apart."""
        return self if name == self.name else replace(self, name=name, given_name=None)

    def with_parts(self, firstname: str, lastname: str) -> "Person":
        """Return the person with this first and last name, the same one if they are so."""
        if (firstname, lastname) == (self.firstname, self.lastname):
            return self
        bare = replace(self, name=" ".join(filter(None, (firstname, lastname))), given_name=None)
        return bare if bare.firstname == firstname else replace(bare, given_name=firstname)

    def with_email(self, email: str) -> "Person":
        """Return the person with another e-mail address, or without one; a login that is the same goes with it."""
        signs_in_with_it = person_key(self.login) == person_key(self.email)
        return replace(self, email=email, login=email if signs_in_with_it else self.login)

    def require_permission(self, permission: str) -> None:
        """Require the permission. Raises PersonLacksPermission."""
        if not grants(self.permissions, permission):
            raise PersonLacksPermission(permission)


class PeoplePage(NamedTuple):
    """The people on one page, and how many people all pages have."""

    people: list[Person]
    total: int


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a history entry: a customer, a member of staff, or the system."""

    side: Side
    person_id: int | None = None

    @classmethod
    def customer(cls, person_id: int) -> "Author":
        """Return a person as an author on the customer side."""
        return cls("client", person_id)

    @classmethod
    def staff(cls, person_id: int) -> "Author":
        """Return a person as an author on the staff side."""
        return cls("staff", person_id)

    @property
    def is_customer(self) -> bool:
        """Return whether the author is on the customer side."""
        return self.side == "client"


SYSTEM = Author("system")


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: a token and its person. An API key of the desk has no person.

    `token_id` identifies the token without revealing it; rate limits are counted by it. A stranger has no token:
    `token_id` identifies the source address then.
    """

    token_id: str
    token_permissions: frozenset[str]
    person: Person | None
    is_stranger: bool = False

    def has_permission(self, *permissions: str) -> bool:
        """Return whether one of the permissions is held by both the token and its person."""
        return any(
            grants(self.token_permissions, permission)
            and (not self.person or grants(self.person.permissions, permission))
            for permission in permissions
        )

    def require_permission(self, *permissions: str) -> None:
        """Require one of the permissions. Raises PersonLacksPermission or TokenLacksPermission."""
        if self.has_permission(*permissions):
            return
        if self.person and not any(grants(self.person.permissions, permission) for permission in permissions):
            raise PersonLacksPermission(permissions[0])
        raise TokenLacksPermission(permissions[0])

    @property
    def is_staff(self) -> bool:
        """Return whether the caller acts as an agent."""
        return self.has_permission(AGENT)

    @property
    def is_only_customer(self) -> bool:
        """Return whether the caller acts neither as an agent nor with any permission of administrators."""
        held = self.token_permissions | (self.person.permissions if self.person else frozenset())
        return not self.has_permission(AGENT, *(one for one in held if one.partition(".")[0] == ADMIN))

    @property
    def person_id(self) -> int:
        """Return the id of the person, or of the system for an API key of the desk."""
        return self.person.id if self.person else SYSTEM_PERSON_ID

    @property
    def author(self) -> Author:
        """Return the caller as the author of a history entry."""
        return Author("staff" if self.is_staff else "client", self.person_id)
