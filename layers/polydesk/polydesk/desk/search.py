"""Searching tickets by their words, and keeping those words as the table's stream tells of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from polydesk.domain.words import Query, distinct_words, too_common
from polydesk.storage import changes
from polydesk.storage.changes import Wording
from polydesk.storage.numbers import Numbers
from polydesk.storage.words import TooManyPostings, Words


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


class WordKeeper:
    """Keeps the postings up with what is written."""

    def __init__(self, words: Words) -> None:
        """Keep these postings."""
        self._words = words

    def take(self, record: Mapping[str, Any]) -> None:
        """Note the words of what was written on a ticket, or forget those of what was purged.

        A record may come twice, and late. Raises Unavailable, and KeyError, ValueError or TypeError for a record that
        cannot be read.
        """
        wording = changes.wording(record)
        note = self._words.remove if wording.gone else self._words.add
        note(wording.number, distinct_words(*_texts(wording)), public=wording.public)


def _texts(wording: Wording) -> list[str]:
    if wording.html is None:
        return [wording.text]
    from polydesk.domain.hypertext import text_of

    return [wording.text, text_of(wording.html)]
