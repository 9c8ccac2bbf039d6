"""`assets`: what an answer with `full` refers to, whole and by id.

| key             | holds                                                                   |
|-----------------|-------------------------------------------------------------------------|
| `Ticket`        | the tickets, with the ids of their articles                             |
| `TicketArticle` | articles, where the answer is about these                               |
| `User`          | owners, customers, creators and updaters of the tickets, and user 1     |
| `Role`          | the roles of these users                                                |
| `Group`         | the groups of the tickets                                               |

There are no organizations, so there is no key for them. A customer sees staff without login, address and numbers.
"""

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from polydesk.dialects.zammad import tickets, users
from polydesk.dialects.zammad.articles import Article
from polydesk.dialects.zammad.logins import HIDDEN, is_staff
from polydesk.dialects.zammad.related import Related
from polydesk.domain.person import Person
from polydesk.domain.ticket import Ticket


class Assets(TypedDict):
    """Things by id."""

    Ticket: NotRequired[dict[str, tickets.Ticket]]
    TicketArticle: NotRequired[dict[str, Article]]
    User: dict[str, users.User]


def of_tickets(shown: Sequence[Ticket], related: Related) -> Assets:
    """Return the assets of tickets."""
    return Assets(
        Ticket={str(one.number): tickets.with_ids(one, related.time_versions) for one in shown},
        User=_users(related.people.values(), related),
    )


def of_articles(ticket: Ticket, articles: Sequence[Article], related: Related) -> Assets:
    """Return the assets of articles of a ticket."""
    found = of_tickets([ticket], related)
    found["TicketArticle"] = {str(one["id"]): one for one in articles}
    return found


def _users(people: Iterable[Person], related: Related) -> dict[str, users.User]:
    return {str(one.id): _user(one, related) for one in sorted(people, key=lambda one: one.id)}


def _user(person: Person, related: Related) -> users.User:
    shown = users.user(person, related.catalog)
    if related.viewer.is_only_customer and is_staff(person):
        shown["login"], shown["email"], shown["phone"], shown["mobile"] = HIDDEN, "", "", ""
    shown["accounts"] = {}
    return shown
