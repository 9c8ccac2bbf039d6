"""Users in the answers of the Zammad API."""

from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.dialects.zammad import roles
from polydesk.dialects.zammad.logins import NOBODY
from polydesk.dialects.zammad.responses import Millisecond, NoItems, NoKeys, time
from polydesk.dialects.zammad.roles import RoleName
from polydesk.domain.catalog import Catalog
from polydesk.domain.person import (
    ADMIN_OBJECTS,
    ADMIN_STATES,
    ADMIN_USERS,
    AGENT,
    CUSTOMER,
    SYSTEM_PERSON_ID,
    Person,
    grants,
)
from polydesk.domain.phones import first_two
from polydesk.http.schema import Id, Schema

ANYBODY = (AGENT, CUSTOMER, ADMIN_OBJECTS, ADMIN_STATES, ADMIN_USERS)
"""Permissions of which one is enough to see oneself."""

WRITERS = (AGENT, ADMIN_USERS)
"""Permissions to create and change users; with the first one alone, customers."""

RoleId = Annotated[int, Schema("1 Admin, 2 Agent, 3 Customer.", minimum=1, maximum=3)]

Access = Annotated[
    dict[str, list[Literal["full"]]],
    Schema("Of somebody with the role Agent every group, which is every category; empty for others."),
]


class User(TypedDict):
    """A user. The keys from `roles` on appear with `expand`, `accounts` in `assets`."""

    id: Id
    organization_id: None
    login: Annotated[str, Schema("In lower case; `-` for user 1.")]
    firstname: Annotated[str, Schema("Without one that was given: the first word of the name.")]
    lastname: Annotated[str, Schema("The rest of the name.")]
    email: Annotated[str, Schema("In lower case; empty without one.")]
    image: None
    image_source: None
    web: Literal[""]
    phone: Annotated[str, Schema("The first telephone number, unless it is shown as `mobile`; else empty.")]
    fax: Literal[""]
    mobile: Annotated[str, Schema("The second telephone number, or the only one, if it is a mobile one; else empty.")]
    department: None
    street: Literal[""]
    zip: Literal[""]
    city: Literal[""]
    country: Literal[""]
    address: None
    vip: Literal[False]
    verified: Literal[False]
    active: bool
    note: Literal[""]
    last_login: None
    source: None
    login_failed: Literal[0]
    out_of_office: Literal[False]
    out_of_office_start_at: None
    out_of_office_end_at: None
    out_of_office_replacement_id: None
    preferences: NoKeys
    updated_by_id: Literal[1]
    created_by_id: Literal[1]
    created_at: Millisecond
    updated_at: Millisecond
    role_ids: list[RoleId]
    two_factor_preference_ids: NoItems
    organization_ids: NoItems
    authorization_ids: NoItems
    overview_sorting_ids: NoItems
    group_ids: Annotated[Access, Schema("By the id of the group.")]
    roles: NotRequired[list[RoleName]]
    organizations: NotRequired[NoItems]
    groups: NotRequired[Annotated[Access, Schema("By the name of the group.")]]
    two_factor_preferences: NotRequired[NoItems]
    authorizations: NotRequired[NoItems]
    overview_sortings: NotRequired[NoItems]
    created_by: NotRequired[Literal["-"]]
    updated_by: NotRequired[Literal["-"]]
    accounts: NotRequired[NoKeys]


def user(who: Person, catalog: Catalog) -> User:
    """Return a user, the 40 keys in the vendor's order; the groups are those of the catalog."""
    phone, mobile = first_two(who.phones)
    is_nobody = who.id == SYSTEM_PERSON_ID
    return User(
        id=who.id,
        organization_id=None,
        login=login(who),
        firstname=NOBODY if is_nobody else who.firstname,
        lastname="" if is_nobody else who.lastname,
        email="" if is_nobody else who.email.lower(),
        image=None,
        image_source=None,
        web="",
        phone=phone,
        fax="",
        mobile=mobile,
        department=None,
        street="",
        zip="",
        city="",
        country="",
        address=None,
        vip=False,
        verified=False,
        active=who.active and not is_nobody,
        note="",
        last_login=None,
        source=None,
        login_failed=0,
        out_of_office=False,
        out_of_office_start_at=None,
        out_of_office_end_at=None,
        out_of_office_replacement_id=None,
        preferences={},
        updated_by_id=1,
        created_by_id=1,
        created_at=time(who.created_at),
        updated_at=time(who.updated_at),
        role_ids=role_ids(who),
        two_factor_preference_ids=[],
        organization_ids=[],
        authorization_ids=[],
        overview_sorting_ids=[],
        group_ids={str(one): ["full"] for one in catalog.categories} if _is_agent(who) else {},
    )


def expanded(who: Person, catalog: Catalog) -> User:
    """Return a user with the names of what the ids refer to, too."""
    shown = user(who, catalog)
    shown["roles"] = [one.name for one in roles.ROLES if one.id in role_ids(who)]
    shown["organizations"] = []
    shown["groups"] = {one.name_en: ["full"] for one in catalog.categories.values()} if _is_agent(who) else {}
    shown["two_factor_preferences"] = []
    shown["authorizations"] = []
    shown["overview_sortings"] = []
    shown["created_by"] = shown["updated_by"] = "-"
    return shown


def in_assets(who: Person, catalog: Catalog) -> User:
    """Return a user as one of the assets of an answer."""
    shown = user(who, catalog)
    shown["accounts"] = {}
    return shown


def login(who: Person) -> str:
    """Return the login in lower case; `-` for the system."""
    return NOBODY if who.id == SYSTEM_PERSON_ID else who.login.lower()


def role_ids(who: Person) -> list[int]:
    """Return the ids of the roles, lowest first: what the person's permissions include. User 1 has none."""
    if who.id == SYSTEM_PERSON_ID:
        return []
    return roles.role_ids(who.permissions)


def _is_agent(who: Person) -> bool:
    return who.id != SYSTEM_PERSON_ID and grants(who.permissions, AGENT)
