"""Searching tickets by their words."""

from collections.abc import Iterator

from polydesk.domain.search_terms import SearchQuery, too_common
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.state_index.ticket_sets import TicketSet


def tickets_with(index: SearchIndex, query: SearchQuery, *, private: bool) -> TicketSet:
    """Return the tickets that match a query, whatever their state is now.

    With `private` the words of private notes count, too. A ticket is found seconds after its words were written, when
    the stream has been processed. Raises InvalidValue for a query that matches too many words.
    """
    each = _term_by_term(index, query, private)
    found = next(each, TicketSet())
    while found and (more := next(each, None)) is not None:
        found &= more
    return found


def _term_by_term(index: SearchIndex, query: SearchQuery, private: bool) -> Iterator[TicketSet]:
    """Yield the tickets of each term, read as needed; the prefix, which may match many terms, comes last."""
    for term in query.whole:
        yield index.with_term(term, private=private)
    if query.beginning is not None:
        try:
            yield index.with_prefix(query.beginning, private=private)
        except TooManyPostings:
            raise too_common(query.beginning) from None
