"""The indexes and the rows of a desk, as lists read them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from polydesk.desk.lists.errors import TooManyTimesRead
from polydesk.desk.lists.expression import Wanted
from polydesk.desk.lists.reads import Directory, PeopleIndex, Reads, Rows
from polydesk.desk.lists.selection import union
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.facts import Fact, Moment
from polydesk.domain.filters import Texts
from polydesk.storage import own_sets
from polydesk.storage.fact_index import FactIndex, TooManyTimes
from polydesk.storage.hidden_sets import HiddenSets
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.person_words import TooManyPeople
from polydesk.storage.search_index.index import SearchIndex, TooManyPostings
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.ticket_index import directory as slots
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_sets import TicketSet


@dataclass(frozen=True, slots=True)
class _Directory:
    """The ticket index at the moment of a directory."""

    index: TicketIndex
    counts: slots.Directory

    @property
    def span(self) -> tuple[int, int] | None:
        return self.counts.span

    def count(self, wanted: Wanted) -> int:
        return self.counts.count(wanted)

    def between(self, first: int, last: int) -> "_Directory":
        return _Directory(self.index, self.counts.between(first, last))

    def cost(self, wanted: Wanted, within: TicketSet) -> int:
        return self.counts.cost(wanted, within)

    def select(self, wanted: Wanted, within: TicketSet) -> TicketSet:
        return self.index.select(self.counts, wanted, within)

    def page(self, wanted: Wanted, offset: int, limit: int, *, without: TicketSet, ascending: bool) -> Sequence[int]:
        return self.index.page(self.counts, wanted, offset, limit, without=without, ascending=ascending).numbers

    def numbers(self, wanted: Wanted, *, beyond: int, without: TicketSet, ascending: bool) -> Iterator[int]:
        below, above = (None, beyond) if ascending else (beyond, None)
        return self.index.numbers(self.counts, wanted, below=below, above=above, without=without, ascending=ascending)


@dataclass(frozen=True, slots=True)
class _Index:
    index: TicketIndex

    def directory(self) -> Directory:
        return _Directory(self.index, self.index.directory())


@dataclass(frozen=True, slots=True)
class _OwnSets:
    """Asks for any number of customers, by as many requests as it takes."""

    sets: OwnSets

    def of(self, customer_ids: Collection[int], wanted: Wanted) -> TicketSet:
        some = batched(customer_ids, own_sets.MAX_CUSTOMERS, strict=False)
        return union(self.sets.of(batch, wanted) for batch in some)


@dataclass(frozen=True, slots=True)
class _Hidden:
    sets: HiddenSets
    are_complete: Callable[[], bool]

    def is_complete(self) -> bool:
        return self.are_complete()

    def read(self) -> TicketSet:
        return self.sets.read()


@dataclass(frozen=True, slots=True)
class _PreparedFacts:
    """The index of facts. Raises BeingPrepared until it has all tickets."""

    index: FactIndex
    is_complete: Callable[[], bool]

    @property
    def prepared(self) -> FactIndex:
        if not self.is_complete():
            raise BeingPrepared
        return self.index


class _Facts(_PreparedFacts):
    def tickets_with(self, fact: Fact) -> TicketSet:
        return self.prepared.tickets_with(fact)

    def within(self, moment: Moment, since: datetime | None, until: datetime | None) -> TicketSet:
        try:
            return self.prepared.within(moment, since, until)
        except TooManyTimes:
            raise TooManyTimesRead from None

    def order(self, moment: Moment, *, descending: bool) -> Iterator[int]:
        return (number for _, number in self.prepared.in_order(moment, descending=descending))


class _Creations(_PreparedFacts):
    def first_since(self, day: date) -> int | None:
        return self.prepared.first_number_since(day)


@dataclass(frozen=True, slots=True)
class _Postings:
    index: SearchIndex

    def with_term(self, term: str, texts: Texts) -> TicketSet:
        if texts is Texts.SUBJECT:
            return self.index.subjects_with_term(term)
        return self.index.with_term(term, private=texts is Texts.ALL)

    def with_prefix(self, prefix: str, texts: Texts) -> TicketSet:
        """Return the tickets with words that begin so; when these are too many, those with the whole word."""
        try:
            return self._with_prefix(prefix, texts)
        except TooManyPostings:
            return self.with_term(prefix, texts)

    def _with_prefix(self, prefix: str, texts: Texts) -> TicketSet:
        if texts is Texts.SUBJECT:
            return self.index.subjects_with_prefix(prefix)
        return self.index.with_prefix(prefix, private=texts is Texts.ALL)


@dataclass(frozen=True, slots=True)
class _People:
    """Finds nobody by a word that more people have than the limit."""

    index: PeopleIndex

    def ids_with(self, term: str, limit: int, *, prefix: bool) -> Collection[int]:
        try:
            return self.index.ids_with(term, limit, prefix=prefix)
        except TooManyPeople:
            return ()


def reads_of(
    index: TicketIndex,
    own: OwnSets,
    hidden: HiddenSets,
    facts: FactIndex,
    words: SearchIndex,
    people: PeopleIndex,
    rows: Rows,
    *,
    are_facts_complete: Callable[[], bool] = lambda: True,
    are_hidden_complete: Callable[[], bool] = lambda: True,
) -> Reads:
    """Return what lists read of these."""
    return Reads(
        _Index(index),
        _OwnSets(own),
        _Hidden(hidden, are_hidden_complete),
        _Facts(facts, are_facts_complete),
        _Creations(facts, are_facts_complete),
        _Postings(words),
        _People(people),
        rows,
        side_by_side,
    )
