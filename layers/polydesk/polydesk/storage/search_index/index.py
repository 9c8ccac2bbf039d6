"""Postings: which tickets have a word, in public and in private.

A posting is an item for each word and each thousand ticket numbers, with two sets of them (as offsets from the
thousand): `public`, of tickets that have the word in their subject or in a public message, and `private`, of tickets
that have it in a private note. They are apart so that nothing a client asks can tell what a note says.

- Adding to a set and taking out of it are blind and change nothing the second time, which is what a stream needs that
  delivers its records at least once.
- A thousand numbers, because a write is paid by the size of the item: a kilobyte holds them until a third of all
  tickets have the word, and at worst, for words that every ticket has, there are three of them. Reading costs by the
  sum of the sizes, two to three bytes for each ticket that has the word.
- All words that begin with the same two characters share a partition, so that one query reads a word, or all words that
  begin with some letters, without a dictionary of words that would have to be kept beside.
- Postings carry neither `type` nor `version`: there is one for each word of the desk, and sets need no version.
- Postings tell what was written, not what can be seen. A ticket that is spam, or purged, is in no bitmap of the state
  index, and a client's tickets are in the index of own tickets; whoever searches intersects with one or the other. So a
  number that a late record puts back after a purge is never shown.
"""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.state_index.ticket_sets import TicketSet
from polydesk.storage.table import Table
from polydesk.storage.transaction import DeleteItem, UpdateItem, same

THOUSAND = 1_000
"""Ticket numbers of a posting; a divisor of the numbers of a bucket."""

THREADS = 8
"""Writes at a time; a client keeps ten connections."""

MOST_POSTINGS = 10_000
"""Postings that are read for the beginning of a word, at most about a megabyte."""

PUBLIC, PRIVATE = "public", "private"


class TooManyPostings(Exception):
    """The words that begin like this have more postings than are read for one search."""


class SearchIndex:
    """The postings of one desk."""

    def __init__(self, table: Table) -> None:
        """Keep postings in the table."""
        self._table = table

    def add(self, number: int, words: Collection[str], *, public: bool) -> None:
        """A ticket has these words. Raises Unavailable when not all of them could be written; then add them again."""
        thousand, offset = divmod(number, THOUSAND)
        its_own = {PUBLIC if public else PRIVATE: {offset}}
        _at_once(lambda word: self._table.write(UpdateItem(keys.posting(word, thousand), include=its_own)), words)

    def remove(self, number: int, words: Collection[str], *, public: bool) -> None:
        """A ticket is gone, and these words with it. Raises Unavailable as `add` does."""
        thousand, offset = divmod(number, THOUSAND)
        its_own = {PUBLIC if public else PRIVATE: {offset}}

        def remove(word: str) -> None:
            key = keys.posting(word, thousand)
            self._table.write(UpdateItem(key, exclude=its_own))
            try:
                self._table.write(DeleteItem(key, same(public=None, private=None), VersionMismatch()))
            except VersionMismatch:
                return  # other tickets have the word

        _at_once(remove, words)

    def with_term(self, word: str, *, private: bool) -> TicketSet:
        """The tickets that have a word, with `private` also those that have it only in private.

        Read eventually, which costs half: postings come moments after what they tell of anyway.
        """
        found = self._table.query(keys.postings(word), prefix=keys.postings_of(word), consistent=False)
        return _numbers(found, private)

    def with_prefix(self, beginning: str, *, private: bool) -> TicketSet:
        """The tickets that have any word with this beginning, of two characters at least. Raises TooManyPostings."""
        limit = MOST_POSTINGS + 1
        found = list(self._table.query(keys.postings(beginning), prefix=beginning, limit=limit, consistent=False))
        if len(found) > MOST_POSTINGS:
            raise TooManyPostings
        return _numbers(found, private)


def _numbers(postings: Iterable[Item], private: bool) -> TicketSet:
    visible = (PUBLIC, PRIVATE) if private else (PUBLIC,)
    return TicketSet.from_offsets(
        (keys.posting_thousand(item["sk"]) * THOUSAND, chain.from_iterable(item.get(name, ()) for name in visible))
        for item in postings
    )


def _at_once(write: Callable[[str], None], words: Collection[str]) -> None:
    """Write for each word, several at a time. At the first failure those that have not begun are left out."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(write, words):
            pass
