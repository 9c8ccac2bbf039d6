"""Answers that show users: as they are, with names beside ids, or as ids with assets."""

from collections.abc import Sequence
from typing import TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import users
from polydesk.dialects.zammad.queries import View, view
from polydesk.dialects.zammad.role_rows import Role, roles_by_id
from polydesk.dialects.zammad.users import User
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.http.request import Request
from polydesk.http.response import Response, created, ok
from polydesk.http.schema import Count, Id


class UserAssets(TypedDict):
    """What users refer to, by id: the users with user 1, who has created them, and their roles."""

    User: dict[str, User]
    Role: dict[str, Role]


class Users(TypedDict):
    """The page of a list with `full`."""

    record_ids: list[Id]
    assets: UserAssets
    total_count: Count


class OneUser(TypedDict):
    """A user with `full`."""

    id: Id
    assets: UserAssets


def shown(who: Person, request: Request, desk: Desk) -> User | OneUser:
    """Return a user in the view that the request asks for."""
    match view(request):
        case View.PLAIN:
            return users.user(who, desk.catalog)
        case View.EXPANDED:
            return users.expanded(who, desk.catalog)
        case View.FULL:
            return OneUser(id=who.id, assets=assets_of([who], desk))


def shown_page(people: Sequence[Person], total: int, request: Request, desk: Desk) -> Response:
    """Return 200 with a page of users in the view that the request asks for."""
    match view(request):
        case View.PLAIN:
            return ok([users.user(who, desk.catalog) for who in people])
        case View.EXPANDED:
            return ok([users.expanded(who, desk.catalog) for who in people])
        case View.FULL:
            ids = [who.id for who in people]
            return ok(Users(record_ids=ids, assets=assets_of(people, desk), total_count=total))


def created_user(who: Person, request: Request, desk: Desk) -> Response:
    """Return 201 with the user."""
    return created(shown(who, request, desk), who.version)


def assets_of(people: Sequence[Person], desk: Desk) -> UserAssets:
    """Return the assets of users; of a page without any there are none."""
    by_id = {who.id: who for who in people}
    if people and SYSTEM_PERSON_ID not in by_id:
        by_id |= desk.people.by_id([SYSTEM_PERSON_ID])
    held = {role for who in people for role in users.role_ids(who)}
    return UserAssets(
        User={str(one): users.in_assets(by_id[one], desk.catalog) for one in sorted(by_id)},
        Role=roles_by_id(held, by_id[SYSTEM_PERSON_ID].created_at) if held else {},
    )
