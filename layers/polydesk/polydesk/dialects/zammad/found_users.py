"""Answers of the search of users.

| Asked for | Answer |
|---|---|
| `only_total_count` | the count alone |
| `full` | ids, and the users as assets |
| `label`, or `term` instead of `query` | id, name and address of each |
| `expand` | the users with names beside ids |
| `with_total_count` | the same as without it, as `records`, with the count |
"""

from typing import TYPE_CHECKING, Annotated, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import users
from polydesk.dialects.zammad.user_answers import Users, assets_of
from polydesk.dialects.zammad.user_search import UserSearch
from polydesk.domain.person import Person
from polydesk.http.schema import Count, Id, Schema

if TYPE_CHECKING:
    from polydesk.dialects.zammad.user_language import Asked


class Label(TypedDict):
    """A user for a list to choose from."""

    id: Id
    label: Annotated[
        str, Schema("Name and address, or the one of them that there is.", examples=["Ann <ann@x.example>"])
    ]
    value: Annotated[str, Schema("The e-mail address, or an empty text.")]
    inactive: bool


class UserRecords(TypedDict):
    """The users of a page, and how many there are on all pages."""

    records: list[users.User] | list[Label]
    total_count: Count


class TotalCount(TypedDict):
    """How many there are on all pages."""

    total_count: Count


Found = list[users.User] | list[Label] | Users | UserRecords | TotalCount


def found_users(desk: Desk, asked: UserSearch) -> Found:
    """Return what a search finds. Raises InvalidRequest, and InvalidValue for `q`."""
    search, page = _asked(asked), asked.wanted
    size = 0 if asked.only_total_count else page.size
    found = desk.people_lists.page(search.wanted, page.offset, size, first=search.first, ascending=asked.ascending)
    if asked.only_total_count:
        return TotalCount(total_count=found.total)
    if asked.full:
        ids = [one.id for one in found.people]
        return Users(record_ids=ids, assets=assets_of(found.people, desk), total_count=found.total)
    records = _records(desk, found.people, asked)
    return UserRecords(records=records, total_count=found.total) if asked.with_total_count else records


def _asked(search: UserSearch) -> "Asked":
    """Return for whom a search holds, by the language that no other endpoint of the resource needs."""
    from polydesk.dialects.zammad.user_language import read_query, restricted

    return restricted(read_query(search.text), search.ids, search.role_ids, search.permissions)


def _records(desk: Desk, people: list[Person], asked: UserSearch) -> list[users.User] | list[Label]:
    if asked.labels:
        return [_label(one) for one in people]
    show = users.expanded if asked.expand else users.user
    return [show(one, desk.catalog) for one in people]


def _label(person: Person) -> Label:
    email = person.email.lower()
    label = f"{person.name} <{email}>" if person.name and email else person.name or email
    return Label(id=person.id, label=label, value=email, inactive=not person.active)
