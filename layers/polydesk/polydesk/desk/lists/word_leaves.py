"""Tickets that contain words, in their texts or by the names of their customers."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from polydesk.desk.lists.bounds import Bounds, exactly
from polydesk.desk.lists.expression import Slots, sets_wanted
from polydesk.desk.lists.leaves import Leaf, Read, Scope
from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.selection import EVERYTHING, NO_NUMBERS, NOTHING, Selection, union
from polydesk.domain.filters import WithWords
from polydesk.storage.ticket_sets import TicketSet

CUSTOMERS_PER_WORD = 100
"""How many customers a word can stand for. A word that more people have, such as `com`, is looked for in texts only."""


class _Word:
    """One term of a query, or the prefix with which it ends."""

    def __init__(self, reads: Reads, base: Slots, filter_: WithWords, term: str, *, is_prefix: bool) -> None:
        """Find the term, or all terms that begin so."""
        self._reads, self._base, self._filter = reads, base, filter_
        self._term, self._is_prefix = term, is_prefix
        self._customer_ids: frozenset[int] = frozenset()
        self.in_texts = self.of_customers = NO_NUMBERS

    def first_reads(self) -> list[Read]:
        return [self._read_texts, self._read_people] if self._filter.customers else [self._read_texts]

    def second_reads(self) -> list[Read]:
        return [self._read_own] if self._customer_ids else []

    def bounds(self) -> Bounds:
        """Return what is known before the tickets of its customers are read."""
        found = Selection(self.in_texts)
        return Bounds(found, EVERYTHING, inverted=False) if self._customer_ids else exactly(found)

    def value(self) -> Selection:
        return Selection(self.in_texts | self.of_customers)

    def _read_texts(self) -> None:
        find = self._reads.postings.with_prefix if self._is_prefix else self._reads.postings.with_term
        self.in_texts = find(self._term, self._filter.texts)

    def _read_people(self) -> None:
        ids = self._reads.people.ids_with(self._term, CUSTOMERS_PER_WORD, prefix=self._is_prefix)
        self._customer_ids = frozenset(ids)

    def _read_own(self) -> None:
        self.of_customers = self._reads.own.of(self._customer_ids, sets_wanted(self._base))


class WordsLeaf(Leaf):
    """Tickets that contain all words of a query, and the ticket with its number."""

    def __init__(self, reads: Reads, base: Slots, filter_: WithWords) -> None:
        """Find the words of the filter."""
        self._base = base
        query = filter_.query
        words = [(term, False) for term in query.terms] + ([(query.prefix, True)] if query.prefix else [])
        self._words = [_Word(reads, base, filter_, term, is_prefix=is_prefix) for term, is_prefix in words]
        self._number = NOTHING if query.number is None else Selection(TicketSet.from_numbers((query.number,)))

    def first_reads(self) -> Sequence[Read]:
        """Return the reads of postings and of people."""
        return [read for word in self._words for read in word.first_reads()]

    def bounds(self, scope: Scope | None) -> Bounds:
        """Return what the texts say; customers may add to it."""
        del scope
        number = exactly(self._number)
        return reduce(and_, (word.bounds() for word in self._words)) | number if self._words else number

    def second_reads(self, scope: Scope | None, region: Selection) -> Sequence[Read]:
        """Return the reads of the tickets of those customers who have a word, unless nothing depends on them."""
        del scope
        return [read for word in self._words for read in word.second_reads()] if region != NOTHING else ()

    def value(self, scope: Scope | None) -> Selection:
        """Return the tickets with all words."""
        del scope
        return reduce(and_, (word.value() for word in self._words)) | self._number if self._words else self._number

    def known(self) -> TicketSet:
        """Return the tickets with any of the words."""
        return union(found for word in self._words for found in (word.in_texts, word.of_customers))

    def in_base(self) -> TicketSet:
        """Return the tickets of the customers who have any of the words."""
        return NO_NUMBERS if self._base.depends_on_archived else union(word.of_customers for word in self._words)
