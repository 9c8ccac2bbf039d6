"""`assets`: what an answer with `full` refers to, whole and by id.

| key             | holds                                                                   |
|-----------------|-------------------------------------------------------------------------|
| `Ticket`        | the tickets, with the ids of their articles                             |
| `TicketArticle` | articles, where the answer is about these                               |
| `User`          | owners, customers, creators and updaters of the tickets, and user 1     |
| `Role`          | the roles of these users                                                |
| `Group`         | the groups of the tickets                                               |

There are no organizations, so there is no key for them. A customer sees other people without login, address and
numbers, and groups without agents.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from polydesk.dialects.zammad import groups, role_rows, tickets, users
from polydesk.dialects.zammad.articles import Article
from polydesk.dialects.zammad.logins import HIDDEN, is_hidden
from polydesk.dialects.zammad.related import Related
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.ticket import Ticket


class Assets(TypedDict):
    """Things by id."""

    Ticket: NotRequired[dict[str, tickets.Ticket]]
    TicketArticle: NotRequired[dict[str, Article]]
    User: dict[str, users.User]
    Role: dict[str, role_rows.Role]
    Group: dict[str, groups.Group]


def of_tickets(shown: Sequence[Ticket], related: Related) -> Assets:
    """Return the assets of tickets. What they refer to was loaded for this."""
    people = _users(related)
    return Assets(
        Ticket={str(one.number): tickets.with_ids(one, related.time_versions) for one in shown},
        User=people,
        Role=_roles(people.values(), related),
        Group=_groups({one.category_id for one in shown}, related),
    )


def of_articles(ticket: Ticket, articles: Sequence[Article], related: Related) -> Assets:
    """Return the assets of articles of a ticket."""
    found = of_tickets([ticket], related)
    found["TicketArticle"] = by_id(articles)
    return found


def by_id(articles: Sequence[Article]) -> dict[str, Article]:
    """Return articles by id."""
    return {str(one["id"]): one for one in articles}


def _users(related: Related) -> dict[str, users.User]:
    return {str(number): _user(person, related) for number, person in sorted(related.people.items())}


def _user(person: Person, related: Related) -> users.User:
    shown = users.in_assets(person, related.catalog)
    if is_hidden(person, related.viewer):
        shown["login"], shown["email"], shown["phone"], shown["mobile"] = HIDDEN, "", "", ""
    return shown


def _roles(shown: Iterable[users.User], related: Related) -> dict[str, role_rows.Role]:
    held = {role for one in shown for role in one["role_ids"]}
    return role_rows.roles_by_id(held, _begin(related))


def _groups(category_ids: Collection[int], related: Related) -> dict[str, groups.Group]:
    categories = (related.catalog.category(one) for one in sorted(category_ids))
    return {str(one.id): groups.group(one, related.agent_ids, _begin(related)) for one in categories}


def _begin(related: Related) -> datetime:
    """Return when the desk was set up: when the system person came."""
    return related.people[SYSTEM_PERSON_ID].created_at
