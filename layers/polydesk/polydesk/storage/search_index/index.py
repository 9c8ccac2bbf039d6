"""The search index: for each term, the tickets that contain it, publicly or privately.

A posting is an item for one term and one thousand ticket numbers, with two sets of offsets from the thousand: `public`
for tickets with the term in their subject or in a public message, `private` for tickets with the term in a private
note. They are separate so that no search by a customer depends on what a note says. Subjects have postings of their own
besides, in partitions of their own, with the set `public` alone: for searches that look into subjects and nothing else.

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

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import NamedTuple

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
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


class _Member(NamedTuple):
    """A ticket's place in a posting: the name of the set, and the offset in it."""

    posting: Key
    offsets: Mapping[str, set[int]]


class SearchIndex:
    """The search index of one desk."""

    def __init__(self, table: Table) -> None:
        """Store postings in the table."""
        self._table = table

    def add(self, number: int, terms: Collection[str], *, public: bool, in_subject: bool = False) -> None:
        """Add a ticket to the postings of terms, with `in_subject` also to those of subjects.

        Raises Unavailable when not all were written; then repeat it.
        """
        in_parallel(self._add, _members(number, terms, public, in_subject))

    def remove(self, number: int, terms: Collection[str], *, public: bool, in_subject: bool = False) -> None:
        """Remove a ticket from the postings to which `add` adds it. Raises Unavailable as `add` does."""
        in_parallel(self._remove, _members(number, terms, public, in_subject))

    def _add(self, member: _Member) -> None:
        self._table.write(UpdateItem(member.posting, include=member.offsets))

    def _remove(self, member: _Member) -> None:
        self._table.write(UpdateItem(member.posting, exclude=member.offsets))
        try:
            self._table.write(DeleteItem(member.posting, same(public=None, private=None), VersionMismatch()))
        except VersionMismatch:
            return  # other tickets contain the term

    def with_term(self, term: str, *, private: bool) -> TicketSet:
        """Return the tickets that contain a term, with `private` also those that contain it only privately.

        The read is eventually consistent, at half the price, as postings are written moments after the tickets anyway.
        """
        return _numbers(self._of_term(keys.postings(term), term), private)

    def with_prefix(self, prefix: str, *, private: bool) -> TicketSet:
        """Return the tickets that contain a term with this prefix, at least two characters. Raises TooManyPostings."""
        return _numbers(self._of_prefix(keys.postings(prefix), prefix), private)

    def subjects_with_term(self, term: str) -> TicketSet:
        """Return the tickets whose subjects contain a term."""
        return _numbers(self._of_term(keys.subject_postings(term), term), private=False)

    def subjects_with_prefix(self, prefix: str) -> TicketSet:
        """Return the tickets whose subjects contain a term with this prefix. Raises as `with_prefix` does."""
        return _numbers(self._of_prefix(keys.subject_postings(prefix), prefix), private=False)

    def _of_term(self, partition: str, term: str) -> Iterable[Item]:
        return self._table.query(partition, prefix=keys.posting_prefix(term), consistent=False)

    def _of_prefix(self, partition: str, prefix: str) -> Iterable[Item]:
        found = list(self._table.query(partition, prefix=prefix, limit=MAX_POSTINGS + 1, consistent=False))
        if len(found) > MAX_POSTINGS:
            raise TooManyPostings
        return found


def _members(number: int, terms: Collection[str], public: bool, in_subject: bool) -> list[_Member]:
    """Return the places of a ticket in the postings of terms."""
    thousand, offset = divmod(number, THOUSAND)
    members = [_Member(keys.posting(term, thousand), {PUBLIC if public else PRIVATE: {offset}}) for term in terms]
    if in_subject:
        members += [_Member(keys.subject_posting(term, thousand), {PUBLIC: {offset}}) for term in terms]
    return members


def _numbers(postings: Iterable[Item], private: bool) -> TicketSet:
    visible = (PUBLIC, PRIVATE) if private else (PUBLIC,)
    return TicketSet.from_offsets(
        (keys.posting_thousand(item["sk"]) * THOUSAND, chain.from_iterable(item.get(name, ()) for name in visible))
        for item in postings
    )


def in_parallel[T](write: Callable[[T], None], each: Iterable[T]) -> None:
    """Call `write` for each term or place, several at a time. After a failure no further call begins."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(write, each):
            pass
