"""The search index: for each term, the tickets that contain it, publicly or privately.

A posting is an item for one term and one thousand ticket numbers, with two sets of offsets from the thousand: `public`
for tickets with the term in their subject or in a public message, `private` for tickets with the term in a private
note. They are separate so that no search by a customer depends on what a note says.

- Adding to a set and removing from it are unconditional and idempotent, as a stream requires that delivers its records
  at least once.
- A posting covers a thousand numbers because a write is charged by the item's size. 1 KB suffices until a third of all
  tickets contain the term; for a term that all tickets contain, a posting has 3 KB. Reads are charged by their total
  size, two to three bytes for each ticket with the term.
- Terms with the same first two characters share a partition, so that one query reads a term, or all terms with a
  prefix, and no dictionary of terms has to be maintained.
- Postings have neither `type` nor `version`: there is one for each term of the desk, and sets need no version.
- Postings reflect what was written, not what can be seen. A ticket that is spam or purged is in no bitmap of the state
  index, and a customer's tickets are in the index `own`; a search intersects its result with one of these. So a number
  that a late record adds again after a purge is never shown.
"""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import DeleteItem, UpdateItem, same

THOUSAND = 1_000
"""How many ticket numbers a posting covers; a divisor of the size of a bucket."""

THREADS = 8
"""How many postings are written at a time. A client keeps ten connections."""

MAX_POSTINGS = 10_000
"""How many postings are read for a prefix: at most about 1 MB."""

PUBLIC, PRIVATE = "public", "private"


class TooManyPostings(Exception):
    """The terms with this prefix have more postings than one search reads."""


class SearchIndex:
    """The search index of one desk."""

    def __init__(self, table: Table) -> None:
        """Store postings in the table."""
        self._table = table

    def add(self, number: int, terms: Collection[str], *, public: bool) -> None:
        """Add a ticket to the postings of terms. Raises Unavailable when not all were written; then repeat it."""
        thousand, offset = divmod(number, THOUSAND)
        member = {PUBLIC if public else PRIVATE: {offset}}
        in_parallel(lambda term: self._table.write(UpdateItem(keys.posting(term, thousand), include=member)), terms)

    def remove(self, number: int, terms: Collection[str], *, public: bool) -> None:
        """Remove a ticket from the postings of terms. Raises Unavailable as `add` does."""
        thousand, offset = divmod(number, THOUSAND)
        member = {PUBLIC if public else PRIVATE: {offset}}

        def remove(term: str) -> None:
            key = keys.posting(term, thousand)
            self._table.write(UpdateItem(key, exclude=member))
            try:
                self._table.write(DeleteItem(key, same(public=None, private=None), VersionMismatch()))
            except VersionMismatch:
                return  # other tickets contain the term

        in_parallel(remove, terms)

    def with_term(self, term: str, *, private: bool) -> TicketSet:
        """Return the tickets that contain a term, with `private` also those that contain it only privately.

        The read is eventually consistent, at half the price, as postings are written moments after the tickets anyway.
        """
        found = self._table.query(keys.postings(term), prefix=keys.posting_prefix(term), consistent=False)
        return _numbers(found, private)

    def with_prefix(self, prefix: str, *, private: bool) -> TicketSet:
        """Return the tickets that contain a term with this prefix, at least two characters. Raises TooManyPostings."""
        limit = MAX_POSTINGS + 1
        found = list(self._table.query(keys.postings(prefix), prefix=prefix, limit=limit, consistent=False))
        if len(found) > MAX_POSTINGS:
            raise TooManyPostings
        return _numbers(found, private)


def _numbers(postings: Iterable[Item], private: bool) -> TicketSet:
    visible = (PUBLIC, PRIVATE) if private else (PUBLIC,)
    return TicketSet.from_offsets(
        (keys.posting_thousand(item["sk"]) * THOUSAND, chain.from_iterable(item.get(name, ()) for name in visible))
        for item in postings
    )


def in_parallel(write: Callable[[str], None], terms: Collection[str]) -> None:
    """Call `write` for each term, several at a time. After a failure no further call begins."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(write, terms):
            pass
