"""Pages of tickets: by state, by owner, by words."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from polydesk.desk.resources import Resources
from polydesk.domain.person import Principal
from polydesk.domain.slot import Slot, is_hidden
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.ticket_sets import TicketSet


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of tickets, newest first, and how many tickets the list has in all."""

    total: int
    tickets: list[Ticket]


class TicketLists:
    """Lists of tickets."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def page(self, by: Principal, states: frozenset[int], offset: int, limit: int, words: str | None = None) -> Page:
        """Return a page of the tickets in these states that the caller may see; with `words`, those that have them.

        A ticket has the words if its subject and its messages together have them; private notes count for staff only.
        Raises InvalidValue for words that cannot be searched.
        """
        found = None
        if words is not None:
            from polydesk.desk.search import tickets_with
            from polydesk.domain.search_terms import parse_query

            found = tickets_with(self._resources.search_index, parse_query(words), private=by.is_staff)
        if not by.is_staff:
            return self._own_page(by.person_id, states, offset, limit, found)
        if found is None:
            return self._page(states, offset, limit)
        return self._page_of(found, states, offset, limit)

    def _page(self, states: frozenset[int], offset: int, limit: int) -> Page:
        """Return a page of all tickets in the states."""
        index, wanted = self._resources.ticket_index, slots_in(states)
        directory = index.directory()
        found = index.page(directory, wanted, offset, limit)
        tickets = self._resources.tickets.rows(found.numbers, visible_in(states))
        if len(tickets) < len(found.numbers):
            more = index.numbers(directory, wanted, below=found.numbers[-1])
            tickets += self._first(len(found.numbers) - len(tickets), more, states)
        return Page(found.total, tickets)

    def _page_of(self, found: TicketSet, states: frozenset[int], offset: int, limit: int) -> Page:
        """Return a page of the found tickets that are in the states."""
        index = self._resources.ticket_index
        found = index.select(index.directory(), slots_in(states), found)
        return Page(len(found), self._first(limit, islice(found.newest_first(), offset, None), states))

    def _first(self, limit: int, numbers: Iterator[int], states: frozenset[int]) -> list[Ticket]:
        """Return the first tickets that are in the states: some may have moved since the numbers were read."""
        tickets: list[Ticket] = []
        while limit > len(tickets) and (batch := list(islice(numbers, limit - len(tickets)))):
            tickets += self._resources.tickets.rows(batch, visible_in(states))
        return tickets

    def _own_page(
        self, customer_id: int, states: frozenset[int], offset: int, limit: int, found: TicketSet | None
    ) -> Page:
        """Return a page of a customer's own tickets."""
        own = self._own(customer_id, states)
        listed = own if found is None else own & found
        return Page(len(listed), self._first(limit, islice(listed.newest_first(), offset, None), states))

    def _own(self, customer_id: int, states: frozenset[int]) -> TicketSet:
        """Return the tickets of a customer, also those that are not in the customer's set yet."""
        in_states = slots_in(states)
        own = self._resources.own_sets.of([customer_id], lambda slot: in_states(slot) and not slot.staff_only)
        if self._resources.is_migrated(SETS_STEP):
            return own
        former = self._resources.tickets.of_customer(customer_id)
        return own | TicketSet.from_numbers(number for number, state_id in former if state_id in states)


def visible_in(states: Collection[int]) -> Callable[[Ticket], bool]:
    """Return the condition that a ticket is in one of the states and not hidden."""
    return lambda ticket: ticket.state_id in states and not ticket.is_hidden


def slots_in(states: Collection[int]) -> Callable[[Slot], bool]:
    """Return the condition that a slot is of one of the states and not hidden."""
    return lambda slot: slot.state_id in states and not is_hidden(slot)
