"""Searching tickets by their words."""

from collections.abc import Iterator

from polydesk.domain.search_terms import SearchQuery
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.ticket_sets import TicketSet


def tickets_with(index: SearchIndex, query: SearchQuery, *, private: bool) -> TicketSet:
    """Return the tickets that match a query, whatever their state is now.

    A query of one number finds the ticket with that number as well. With `private` the words of private notes count,
    too. A ticket is found seconds after its words were written, when the stream has been processed.
    """
    each = _term_by_term(index, query, private)
    found = next(each, TicketSet())
    while found and (more := next(each, None)) is not None:
        found &= more
    return found if query.number is None else found | TicketSet.of(query.number)


def _term_by_term(index: SearchIndex, query: SearchQuery, private: bool) -> Iterator[TicketSet]:
    """Yield the tickets of each term, read as needed; the prefix, which may match many terms, comes last.

    A prefix of too many terms counts as a whole term: a word is found however many others begin with it.
    """
    for term in query.terms:
        yield index.with_term(term, private=private)
    if query.prefix is not None:
        try:
            yield index.with_prefix(query.prefix, private=private)
        except TooManyPostings:
            yield index.with_term(query.prefix, private=private)
