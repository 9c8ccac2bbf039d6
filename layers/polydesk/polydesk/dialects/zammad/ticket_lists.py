"""Which tickets the callers of the Zammad API find, and pages of them.

| who                                 | finds                                                         |
|-------------------------------------|---------------------------------------------------------------|
| an agent                            | all tickets that are neither removed nor spam nor in the trash |
| a customer                          | of these their own that are not for staff only                |
| an administrator who is neither     | none                                                          |
"""

from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.desk.lists.errors import TooManyToSort
from polydesk.dialects.zammad import may_see_tickets
from polydesk.domain.filters import NONE, Filter, InStates
from polydesk.domain.person import Principal
from polydesk.domain.state import StateType
from polydesk.http.errors import InvalidRequest

if TYPE_CHECKING:
    from polydesk.desk.ticket_lists import Page
    from polydesk.dialects.zammad import queries
    from polydesk.dialects.zammad.ticket_sorting import Sorting

NARROW = "Narrow the query."


def found_by(by: Principal, desk: Desk) -> Filter:
    """Return the filter of the tickets that the caller finds. Which of them the caller may see, the desk decides."""
    if not may_see_tickets(by):
        return NONE
    return ~InStates(desk.states.current().of_types(frozenset({StateType.REMOVED})))


def page(
    desk: Desk, by: Principal, filter_: Filter, wanted: "queries.Page", sorting: "Sorting", instead: str = NARROW
) -> "Page":
    """Return a page of the tickets that the caller finds and that satisfy the filter.

    `instead` is what to do when they are too many to be sorted. Raises InvalidRequest then, and what
    `TicketLists.page` raises.
    """
    try:
        return desk.lists.page(by, found_by(by, desk) & filter_, wanted.offset, wanted.size, sorting.order)
    except TooManyToSort:
        problem = f"Too many tickets to sort by '{sorting.column}'. {instead}"
        raise InvalidRequest("query", "sort_by", problem) from None
