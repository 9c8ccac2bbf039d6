"""Groups of the Zammad API, which are the desk's categories, and the bodies with which they are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import BeforeValidator, Field

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import listing, sorting
from polydesk.dialects.zammad.bodies import Text, VendorBody, flag
from polydesk.dialects.zammad.complaints import invalid_value, shown_value
from polydesk.dialects.zammad.logins import NOBODY, shown_login
from polydesk.dialects.zammad.queries import Listed, SortedListing
from polydesk.dialects.zammad.responses import Millisecond, time
from polydesk.domain.catalog import Category
from polydesk.domain.category_changes import CategoryChange
from polydesk.domain.line import NotALine, NothingVisible, line
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.response import Response, created
from polydesk.http.schema import Count, Id, Schema

MAX_NAME_LENGTH = 250
MAX_NOTE_LENGTH = 10_000
"""Characters."""

LEVELS = "::"
"""What separates the levels of a name, such as `Sales::Europe`."""


class Group(TypedDict):
    """A group, which is a category. The last three keys appear with `expand`."""

    id: Id
    signature_id: None
    email_address_id: None
    name: Annotated[str, Schema("The English name of the category.")]
    assignment_timeout: None
    follow_up_possible: Literal["yes"]
    reopen_time_in_days: None
    follow_up_assignment: Literal[True]
    active: Literal[True]
    shared_drafts: Literal[False]
    note: Annotated[str | None, Schema("The description of the category.")]
    updated_by_id: Literal[1]
    created_by_id: Literal[1]
    created_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    updated_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    name_last: Annotated[str, Schema("The name after its last `::`.")]
    parent_id: None
    user_ids: Annotated[list[Id], Schema("All active agents.")]
    users: NotRequired[Annotated[list[str], Schema("Logins.")]]
    created_by: NotRequired[Literal["-"]]
    updated_by: NotRequired[Literal["-"]]


class GroupAssets(TypedDict):
    """Groups by id."""

    Group: NotRequired[dict[str, Group]]


class Groups(TypedDict):
    """The page of a list with `full`."""

    record_ids: list[Id]
    assets: GroupAssets
    total_count: Count


class OneGroup(TypedDict):
    """A group with `full`."""

    id: Id
    assets: GroupAssets


COLUMNS = tuple(name for name in Group.__annotations__ if name in Group.__required_keys__ - {"user_ids"})


class GroupQuery(SortedListing):
    """The page of the list, and its order."""

    sort_by: Annotated[Listed, sorting.listed(*COLUMNS, description="Keys of a group, separated by commas.")] = ""


def _true(value: Any) -> bool:
    """Return True if the value means so. Raises ValueError otherwise: a group cannot be made inactive."""
    if flag(value) is not True:
        raise ValueError("not true")
    return True


class GroupChange(VendorBody):
    """The attributes of a group to change."""

    name: Annotated[
        Text | None,
        Schema(
            f"One line of at most {MAX_NAME_LENGTH} characters, unique whatever the case of its letters.",
            type="string",
            pattern=r"\S",
            maxLength=MAX_NAME_LENGTH,
        ),
    ] = None
    note: Annotated[Text | None, Field(max_length=MAX_NOTE_LENGTH, description="The description of the category.")] = (
        None
    )
    active: Annotated[bool, BeforeValidator(_true), Schema("Groups are always active.", enum=[True])] = True

    @property
    def changes(self) -> CategoryChange:
        """What the body changes: a note of null is an empty one. Raises InvalidRequest."""
        return CategoryChange(
            name=self.line if "name" in self.model_fields_set else None,
            description=self.note or "" if "note" in self.model_fields_set else None,
        )

    @property
    def line(self) -> str:
        """The name as a line. Raises InvalidRequest."""
        try:
            return line(self.name or "", MAX_NAME_LENGTH)
        except NothingVisible:
            raise InvalidRequest("body", "name", "Name can't be blank") from None
        except NotALine as error:
            complaint = f"{invalid_value('name', shown_value(self.name))}. {error.problem}"
            raise InvalidRequest("body", "name", complaint) from None


def created_group(category: Category, request: Request, desk: Desk) -> Response:
    """Return 201 with the group."""
    return created(shown(request, desk, category), category.version)


def shown(request: Request, desk: Desk, category: Category) -> Mapping[str, Any]:
    """Return a group in the view that the request asks for."""
    [row] = _rows([category], desk)
    return listing.seen(request, "Group", row, _expand(row["user_ids"], request, desk))


def shown_list(request: Request, desk: Desk, categories: Sequence[Category]) -> Response:
    """Return 200 with a page of groups."""
    rows = _rows(categories, desk)
    agents = rows[0]["user_ids"] if rows else []
    return listing.listed(request, "Group", rows, COLUMNS, _expand(agents, request, desk))


def _rows(categories: Sequence[Category], desk: Desk) -> list[Group]:
    agents, begin = desk.people_search.active_agents(), desk.people.begin_of_desk()
    return [group(one, agents, begin) for one in categories]


def _expand(agents: Sequence[int], request: Request, desk: Desk) -> listing.Expand:
    """Return what adds the names to a group; the agents are read when the first one is shown."""
    logins: list[str] = []

    def expanded(row: listing.Row) -> listing.Row:
        if agents and not logins:
            people = desk.people.by_id(agents)
            logins.extend(shown_login(people.get(one), request.principal) for one in agents)
        return {**row, "users": list(logins), "created_by": NOBODY, "updated_by": NOBODY}

    return expanded


def group(category: Category, agents: Sequence[int], begin: datetime) -> Group:
    """Return a category as a group, its 18 keys in the vendor's order; `begin` is when the desk was set up."""
    return Group(
        id=category.id,
        signature_id=None,
        email_address_id=None,
        name=category.name_en,
        assignment_timeout=None,
        follow_up_possible="yes",
        reopen_time_in_days=None,
        follow_up_assignment=True,
        active=True,
        shared_drafts=False,
        note=category.description or None,
        updated_by_id=1,
        created_by_id=1,
        created_at=time(begin),
        updated_at=time(begin),
        name_last=category.name_en.rpartition(LEVELS)[2],
        parent_id=None,
        user_ids=list(agents),
    )
