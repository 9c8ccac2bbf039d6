"""Pages of tickets: by state, by owner, by words."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from polydesk.desk.resources import Resources
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Ticket
from polydesk.storage.state_index.ticket_sets import TicketSet


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
        found = self._resources.index.page(states, offset, limit)
        tickets = self._resources.tickets.rows(found.numbers, visible_in(states))
        if len(tickets) < len(found.numbers):
            more = self._resources.index.numbers(states, below=found.numbers[-1])
            tickets += self._first(len(found.numbers) - len(tickets), more, states)
        return Page(found.total, tickets)

    def _page_of(self, found: TicketSet, states: frozenset[int], offset: int, limit: int) -> Page:
        """Return a page of the found tickets that are in the states."""
        found = self._resources.index.in_states(found, states)
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
        own = [
            number
            for number, state_id in self._resources.tickets.of_customer(customer_id)
            if state_id in states and (found is None or number in found)
        ]
        return Page(len(own), self._resources.tickets.rows(own[offset : offset + limit], visible_in(states)))


def visible_in(states: Collection[int]) -> Callable[[Ticket], bool]:
    """Return the condition that a ticket is in one of the states and not spam."""
    return lambda ticket: ticket.state_id in states and not ticket.spam
