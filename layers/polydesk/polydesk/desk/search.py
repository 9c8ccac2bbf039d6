"""Searching tickets by their words."""

from collections.abc import Iterator

from polydesk.domain.search_terms import Query, too_common
from polydesk.storage.search_index.index import TooManyPostings, Words
from polydesk.storage.state_index.ticket_sets import Numbers


def tickets_with(words: Words, query: Query, *, private: bool) -> Numbers:
    """The tickets that have all that a query asks for, whatever has become of them since.

    With `private` the words of private notes count too. A ticket is found moments after its words were written, when
    the stream has told of them. Raises Invalid when too much is asked for.
    """
    each = _word_after_word(words, query, private)
    found = next(each, Numbers())
    while found and (more := next(each, None)) is not None:
        found &= more
    return found


def _word_after_word(words: Words, query: Query, private: bool) -> Iterator[Numbers]:
    """Each read when it is asked for; the unfinished word, which may stand for many, comes last."""
    for word in query.whole:
        yield words.having(word, private=private)
    if query.beginning is not None:
        try:
            yield words.having_any(query.beginning, private=private)
        except TooManyPostings:
            raise too_common(query.beginning) from None
