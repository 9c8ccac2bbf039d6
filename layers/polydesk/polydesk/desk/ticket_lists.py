"""Pages of tickets, for any filter in any order."""

from functools import partial

from polydesk.desk.lists import pages
from polydesk.desk.lists.expression import atoms
from polydesk.desk.lists.ordering import order_of
from polydesk.desk.lists.pages import Page
from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.sources import reads_of
from polydesk.desk.lists.visibility import visible_to
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.filters import Filter, Flagged, OfCustomers, Texts, WithWords
from polydesk.domain.orders import NEWEST_FIRST, Order
from polydesk.domain.person import Principal
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.ticket_places import HIDDEN_STEP, SETS_STEP

__all__ = ["Page", "TicketLists"]


class TicketLists:
    """Lists of tickets."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def words(self, text: str) -> Filter:
        """Return the filter of tickets that have the words of a search in their subject and their messages together.

        Private notes count for staff only. Raises InvalidValue for `q` when the words cannot be searched.
        """
        from polydesk.domain.search_terms import parse_query

        return WithWords(parse_query(text), Texts.ALL)

    def page(self, by: Principal, filter_: Filter, offset: int, limit: int, order: Order = NEWEST_FIRST) -> Page:
        """Return a page of the tickets that satisfy the filter and that the caller may see, with their number.

        Raises BeingPrepared while an index that the list needs is not complete, TooManyToSort, TooManyToCompare and
        TooManyTimesRead for lists that would read too much, and InvalidValue for words that cannot be searched.
        """
        self._require_sets(filter_)
        how = order_of(order, self._resources)
        return pages.page(list_reads(self._resources), visible_to(by, filter_), offset, limit, how)

    def total(self, by: Principal, filter_: Filter) -> int:
        """Return how many tickets satisfy the filter and may be seen by the caller, reading no ticket.

        Raises what `page` raises, but for TooManyToSort.
        """
        self._require_sets(filter_)
        return pages.total(list_reads(self._resources), visible_to(by, filter_))

    def _require_sets(self, filter_: Filter) -> None:
        """Require that every ticket is in the sets, for a filter by what the former index does not know."""
        asks = any(isinstance(one, Flagged | OfCustomers) for one in atoms(filter_))
        if asks and not self._resources.is_migrated(SETS_STEP):
            raise BeingPrepared


def list_reads(resources: Resources) -> Reads:
    """Return the indexes and rows of which lists are made."""
    return reads_of(
        resources.ticket_index,
        resources.own_sets,
        resources.hidden_sets,
        resources.fact_index,
        resources.search_index,
        resources.people_index,
        resources.tickets,
        are_facts_complete=partial(resources.is_migrated, FACTS_STEP),
        are_hidden_complete=partial(resources.is_migrated, HIDDEN_STEP),
    )
