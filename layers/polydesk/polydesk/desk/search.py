"""Searching tickets by their words."""

from collections.abc import Iterator

from polydesk.domain.search_terms import SearchQuery, prefix_too_common
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.state_index.ticket_sets import TicketSet


def tickets_with(words: SearchIndex, query: SearchQuery, *, private: bool) -> TicketSet:
    """The tickets that have all that a query asks for, whatever has become of them since.

    With `private` the words of private notes count too. A ticket is found moments after its words were written, when
    the stream has told of them. Raises Invalid when too much is asked for.
    """
    each = _word_after_word(words, query, private)
    found = next(each, TicketSet())
    while found and (more := next(each, None)) is not None:
        found &= more
    return found


def _word_after_word(words: SearchIndex, query: SearchQuery, private: bool) -> Iterator[TicketSet]:
    """Each read when it is asked for; the unfinished word, which may stand for many, comes last."""
    for word in query.terms:
        yield words.with_term(word, private=private)
    if query.prefix is not None:
        try:
            yield words.with_prefix(query.prefix, private=private)
        except TooManyPostings:
            raise prefix_too_common(query.prefix) from None
