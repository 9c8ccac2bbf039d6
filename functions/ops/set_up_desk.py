"""Set up a desk: declare people, groups, categories and tokens in one JSON document, as often as needed.

An operator with IAM rights invokes it; it has no HTTP route. The answer shows each new token once.
"""

from typing import Annotated, Any

from pydantic import AwareDatetime, StringConstraints

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER
from polydesk.formats.email import Email
from polydesk.http.body import Body
from polydesk.jobs.background import background
from polydesk.jobs.set_up import CategoryDeclaration, PersonDeclaration, SetUp, TokenDeclaration

Name = Annotated[str, StringConstraints(min_length=1, max_length=250)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Permission = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class PersonEntry(Body):
    """A person: a customer by default. The default permission is that of a customer or of an agent."""

    email: Email
    name: Name
    login: str = ""
    agent: bool = False
    permissions: frozenset[Permission] = frozenset()
    phones: tuple[Name, ...] = ()
    active: bool = True

    def declaration(self) -> PersonDeclaration:
        """Return the person with the default login and permissions filled in."""
        default = frozenset({AGENT if self.agent else CUSTOMER})
        return PersonDeclaration(
            self.email,
            self.name,
            self.login or self.email,
            self.agent,
            self.permissions or default,
            self.phones,
            self.active,
        )


class GroupEntry(Body):
    """A group of agents."""

    name: Name


class Names(Body):
    """A name in both languages."""

    en: Name
    ru: Name


class CategoryEntry(Body):
    """A category, which the Tickets API calls a topic."""

    key: Key
    name: Names
    description: str = ""

    def declaration(self) -> CategoryDeclaration:
        """Return the declared category."""
        return CategoryDeclaration(self.key, self.name.en, self.name.ru, self.description)


class TokenEntry(Body):
    """A token of a person, or an API key for the whole desk. By default it has the person's permissions."""

    name: Name
    person: Email | None = None
    permissions: frozenset[Permission] = frozenset({ADMIN, AGENT, CUSTOMER})
    expires_at: AwareDatetime | None = None
    rotate: bool = False
    revoked: bool = False

    def declaration(self) -> TokenDeclaration:
        """Return the declared token; a key for the whole desk always has the agent's permission."""
        permissions = self.permissions if self.person else frozenset({AGENT})
        return TokenDeclaration(self.name, self.person, permissions, self.expires_at, self.rotate, self.revoked)


class Document(Body):
    """The declarations. Nothing else on the desk changes."""

    people: tuple[PersonEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    categories: tuple[CategoryEntry, ...] = ()
    tokens: tuple[TokenEntry, ...] = ()


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Create and change what the document declares; return the ids and the new tokens."""
    document = Document.read(event)
    set_up = SetUp(resources, clock.to_the_millisecond())
    set_up.begin()
    return {
        "people": set_up.people(entry.declaration() for entry in document.people),
        "groups": set_up.groups(entry.name for entry in document.groups),
        "categories": set_up.categories([entry.declaration() for entry in document.categories]),
        "tokens": set_up.tokens(entry.declaration() for entry in document.tokens),
    }
