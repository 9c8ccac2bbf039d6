"""Orders of tickets: `sort_by` and `order_by`, with one column or several.

The first column decides; each further one decides among tickets that are equal by those before. A column that is null
in every ticket decides nothing. Tickets without a value come last in both directions, and of tickets that are equal by
all columns the newest comes first.

| columns                                              | at any size | else |
|------------------------------------------------------|-------------|------|
| `id`, `number`, `created_at`                         | yes         |      |
| `updated_at`, `last_contact_at`, each by itself      | yes         |      |
| any other key of a ticket, and several of these keys |             | for as many tickets as the desk sorts |
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from polydesk.dialects.zammad import tickets
from polydesk.domain.orders import Order, OrderKey
from polydesk.http.errors import InvalidRequest, RequestPart

Direction = Literal["asc", "desc"]

KEYS: dict[str, OrderKey] = {
    "id": OrderKey.NUMBER,
    "number": OrderKey.NUMBER,
    "created_at": OrderKey.CREATED,
    "updated_at": OrderKey.UPDATED,
    "last_contact_at": OrderKey.LAST_PUBLIC_MESSAGE,
    "last_contact_agent_at": OrderKey.STAFF_REPLIED,
    "last_contact_customer_at": OrderKey.CUSTOMER_REPLIED,
    "first_response_at": OrderKey.FIRST_REPLIED,
    "first_response_escalation_at": OrderKey.RESPONSE_DUE,
    "escalation_at": OrderKey.ESCALATION,
    "close_at": OrderKey.CLOSED,
    "last_close_at": OrderKey.CLOSED,
    "pending_time": OrderKey.PENDING_UNTIL,
    "title": OrderKey.SUBJECT,
    "group_id": OrderKey.CATEGORY_ID,
    "priority_id": OrderKey.PRIORITY_ID,
    "state_id": OrderKey.STATE,
    "owner_id": OrderKey.AGENT_ID,
    "customer_id": OrderKey.CUSTOMER,
    "create_article_type_id": OrderKey.OPENING_CHANNEL,
    "create_article_sender_id": OrderKey.OPENING_SIDE,
    "article_count": OrderKey.MESSAGES,
    "time_unit": OrderKey.TIME_SPENT,
    "updated_by_id": OrderKey.CHANGER_ID,
    "created_by_id": OrderKey.CREATOR_ID,
}
"""The orders of the columns. All other keys of a ticket are the same in every ticket."""

COLUMNS = tuple(name for name in tickets.Ticket.__annotations__ if name in tickets.Ticket.__required_keys__)


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list of tickets, and the first column that asks for it."""

    order: Order
    column: str


BY_ID = Sorting(Order(OrderKey.NUMBER, descending=False), "id")
NEWEST_FIRST = Sorting(Order(OrderKey.NUMBER, descending=True), "id")


def of_words(sort_by: str, order_by: str, usual: Direction, default: Sorting) -> Sorting:
    """Return the order by columns and directions that are separated by commas. Raises what `sorting` raises."""
    return sorting(_words(sort_by), _words(order_by), usual, default)


def sorting(
    columns: Sequence[str], directions: Sequence[str], usual: Direction, default: Sorting, part: RequestPart = "query"
) -> Sorting:
    """Return the order by these columns, or the default without any that decides something.

    Each column has its own direction, or the last one given, or else the usual one. Raises InvalidRequest for a column
    or a direction that there is not.
    """
    _require_columns(columns, part)
    _require_directions(directions, part)
    rest = directions[-1] if directions else usual
    given = [*directions, *[rest] * max(0, len(columns) - len(directions))]
    orders: dict[OrderKey, Order] = {}
    names = list[str]()
    for column, direction in zip(columns, given, strict=False):
        key = KEYS.get(column)
        if key and key not in orders:
            orders[key] = Order(key, descending=direction.lower() == "desc")
            names.append(column)
    if not orders:
        return default
    first, *then = orders.values()
    return Sorting(replace(first, then=tuple(then)), names[0])


def _require_columns(columns: Sequence[str], part: RequestPart) -> None:
    for column in columns:
        if column not in COLUMNS:
            raise InvalidRequest(part, "sort_by", f"Found invalid column '{column}' for sorting.")


def _require_directions(directions: Sequence[str], part: RequestPart) -> None:
    for direction in directions:
        if direction.lower() not in {"asc", "desc"}:
            problem = f"Found invalid order by value {direction}. Please use 'asc' or 'desc'."
            raise InvalidRequest(part, "order_by", problem)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
