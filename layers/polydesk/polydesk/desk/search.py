"""Searching tickets by their words, and keeping those words as the table's stream tells of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from polydesk.desk.rejects import Rejects
from polydesk.domain.words import Query, distinct_words, too_common
from polydesk.storage import changes
from polydesk.storage.numbers import Numbers
from polydesk.storage.patience import Patience
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
    """Keeps the postings up with what is written. A record may come twice, and late."""

    def __init__(self, words: Words, rejects: Rejects) -> None:
        """Keep these postings, and set aside what cannot be read."""
        self._words = words
        self._rejects = rejects

    def keep(self, records: Iterable[Mapping[str, Any]], patience: Patience) -> str | None:
        """Take all records; answer the place of the first that has to come again, and all behind it with it."""
        for record in records:
            if patience.is_over:
                return changes.place(record)
            try:
                self.take(record)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is either set aside or comes again
                if not self._rejects.set_aside(record, error):
                    return changes.place(record)
        return None

    def take(self, record: Mapping[str, Any]) -> None:
        """Note the words of what was written on a ticket, or forget those of what was purged.

        Raises Unavailable, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        wording = changes.wording(record)
        note = self._words.remove if wording.gone else self._words.add
        note(wording.number, words_written(wording.text, wording.html), public=wording.public)


def words_written(text: str, html: str | None = None) -> list[str]:
    """The different words of what was written, in either form."""
    if html is None:
        return distinct_words(text)
    from polydesk.domain.hypertext import text_of

    return distinct_words(text, text_of(html))
