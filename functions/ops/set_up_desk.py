"""Set up a desk: declare people, groups, categories and tokens from one JSON document, as often as needed.

Invoked by an operator with IAM rights; there is no HTTP route. The answer shows each new token once.
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
from polydesk.jobs.set_up import CategoryWanted, PersonWanted, SetUp, TokenWanted

Name = Annotated[str, StringConstraints(min_length=1, max_length=250)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Permission = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class PersonEntry(Body):
    """A person; by default a contact, or an agent with the agent's permission."""

    email: Email
    name: Name
    login: str = ""
    agent: bool = False
    permissions: frozenset[Permission] = frozenset()
    phones: tuple[Name, ...] = ()
    active: bool = True

    def wanted(self) -> PersonWanted:
        """The person with what goes without saying."""
        usual = frozenset({AGENT if self.agent else CUSTOMER})
        return PersonWanted(
            self.email,
            self.name,
            self.login or self.email,
            self.agent,
            self.permissions or usual,
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
    """A category, also known as a topic."""

    key: Key
    name: Names
    description: str = ""

    def wanted(self) -> CategoryWanted:
        """The category as the desk takes it."""
        return CategoryWanted(self.key, self.name.en, self.name.ru, self.description)


class TokenEntry(Body):
    """A token of a person, or without one an API key for the whole desk. By default it may what the person may."""

    name: Name
    person: Email | None = None
    permissions: frozenset[Permission] = frozenset({ADMIN, AGENT, CUSTOMER})
    expires_at: AwareDatetime | None = None
    rotate: bool = False
    revoked: bool = False

    def wanted(self) -> TokenWanted:
        """The token as the desk takes it."""
        allowed = self.permissions if self.person else frozenset({AGENT})
        return TokenWanted(self.name, self.person, allowed, self.expires_at, self.rotate, self.revoked)


class Document(Body):
    """How the desk should be. What is not mentioned stays as it is."""

    people: tuple[PersonEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    categories: tuple[CategoryEntry, ...] = ()
    tokens: tuple[TokenEntry, ...] = ()


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Bring the desk to how the document says and answer what it is called from now on."""
    document = Document.read(event)
    set_up = SetUp(resources, clock.to_the_millisecond())
    set_up.begin()
    return {
        "people": set_up.people(entry.wanted() for entry in document.people),
        "groups": set_up.groups(entry.name for entry in document.groups),
        "categories": set_up.categories([entry.wanted() for entry in document.categories]),
        "tokens": set_up.tokens(entry.wanted() for entry in document.tokens),
    }
