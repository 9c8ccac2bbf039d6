"""What tickets refer to, as answers of the SupportBee API need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.domain.catalog import Group
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.http.request import Request

if TYPE_CHECKING:
    from polydesk.domain.labels import Labels


@dataclass(frozen=True, slots=True)
class Related:
    """What tickets and their messages refer to.

    `openings` are first entries by the number of their ticket, `starred` the tickets that have the caller's star, and
    `base_url` is where the addresses of files begin.
    """

    people: Mapping[int, Person]
    groups: Mapping[int, Group]
    labels: "Labels"
    openings: Mapping[int, HistoryEntry]
    starred: frozenset[int]
    base_url: str


def load_related(desk: Desk, tickets: Sequence[Ticket], request: Request) -> Related:
    """Load what these tickets refer to, with their first entries, for the caller."""
    found = desk.related.to(tickets, openings=True, openers=True, starred_by=request.principal.person_id)
    return Related(found.people, desk.groups_of(tickets), desk.labels, found.openings, found.starred, request.base_url)
