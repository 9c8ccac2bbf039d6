"""Priorities in the answers of the Zammad API."""

from datetime import datetime
from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.listing import Row
from polydesk.dialects.zammad.logins import NOBODY
from polydesk.dialects.zammad.priorities import priority_name
from polydesk.dialects.zammad.queries import Listed, SortedListing
from polydesk.dialects.zammad.responses import Millisecond, time
from polydesk.domain.catalog import Catalog, Priority
from polydesk.http.schema import Count, Id, Schema


class TicketPriority(TypedDict):
    """A priority. The last two keys appear with `expand`."""

    id: Id
    name: Annotated[str, Schema("The order and the name, such as `2 normal`.")]
    default_create: Annotated[bool, Schema("Whether new tickets get it; true for exactly one.")]
    ui_icon: Annotated[Literal["low-priority", "important"] | None, Schema("Of the lowest and the highest one.")]
    ui_color: Annotated[Literal["low-priority", "high-priority"] | None, Schema("Of the lowest and the highest one.")]
    note: None
    active: Literal[True]
    updated_by_id: Literal[1]
    created_by_id: Literal[1]
    created_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    updated_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    created_by: NotRequired[Literal["-"]]
    updated_by: NotRequired[Literal["-"]]


class PriorityAssets(TypedDict):
    """Priorities by id."""

    TicketPriority: NotRequired[dict[str, TicketPriority]]


class Priorities(TypedDict):
    """The page of a list with `full`."""

    record_ids: list[Id]
    assets: PriorityAssets
    total_count: Count


class OnePriority(TypedDict):
    """A priority with `full`."""

    id: Id
    assets: PriorityAssets


COLUMNS = tuple(name for name in TicketPriority.__annotations__ if name in TicketPriority.__required_keys__)


class PriorityQuery(SortedListing):
    """The page of the list, and its order."""

    sort_by: Annotated[Listed, sorting.listed(*COLUMNS, description="Keys of a priority, separated by commas.")] = ""


def priority(one: Priority, catalog: Catalog, begin: datetime) -> TicketPriority:
    """Return a priority; `begin` is when the desk was set up."""
    orders = [other.order for other in catalog.priorities.values()]
    is_lowest, is_highest = one.order == min(orders), one.order == max(orders) > min(orders)
    return TicketPriority(
        id=one.id,
        name=priority_name(one),
        default_create=one.default,
        ui_icon="important" if is_highest else "low-priority" if is_lowest else None,
        ui_color="high-priority" if is_highest else "low-priority" if is_lowest else None,
        note=None,
        active=True,
        updated_by_id=1,
        created_by_id=1,
        created_at=time(begin),
        updated_at=time(begin),
    )


def priorities(catalog: Catalog, begin: datetime) -> list[TicketPriority]:
    """Return all priorities, by id."""
    return [priority(one, catalog, begin) for _, one in sorted(catalog.priorities.items())]


def expanded(row: Row) -> Row:
    """Return a priority with the names of what it refers to."""
    return {**row, "created_by": NOBODY, "updated_by": NOBODY}
