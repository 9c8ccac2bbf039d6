"""What lists read: the indexes and the rows, as the planner sees them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from polydesk.desk.lists.expression import Wanted
from polydesk.domain.facts import Fact, Moment
from polydesk.domain.filters import Texts
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_sets import TicketSet


class Directory(Protocol):
    """The tickets by slot: how many each quarter has, at one moment, and by this count which they are."""

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest number that a ticket of these quarters can have; None without any ticket."""

    def count(self, wanted: Wanted) -> int:
        """Return the number of tickets in the wanted slots."""

    def between(self, first: int, last: int) -> "Directory":
        """Return the directory of those quarters that have numbers from `first` to `last`."""

    def cost(self, wanted: Wanted, within: TicketSet) -> int:
        """Return how many tickets the parts have that `select` reads for this, as a measure of its price."""

    def select(self, wanted: Wanted, within: TicketSet) -> TicketSet:
        """Return the tickets in the wanted slots, of those in `within`."""

    def page(self, wanted: Wanted, offset: int, limit: int, *, without: TicketSet, ascending: bool) -> Sequence[int]:
        """Return the numbers of tickets in the wanted slots and not in `without`, so many from `offset` on.

        All of `without` are in the wanted slots.
        """

    def numbers(self, wanted: Wanted, *, beyond: int, without: TicketSet, ascending: bool) -> Iterator[int]:
        """Yield the numbers of tickets in the wanted slots and not in `without` that come after `beyond`."""


class ExactIndex(Protocol):
    """The index of tickets by slot."""

    def directory(self) -> Directory:
        """Read the directory."""


class OwnSets(Protocol):
    """The tickets by customer."""

    def of(self, customer_ids: Collection[int], wanted: Wanted) -> TicketSet:
        """Return the tickets of these customers in the wanted slots. Whether a ticket is archived is not known."""


class HiddenTickets(Protocol):
    """The tickets that lists leave out unless they ask for them."""

    def is_complete(self) -> bool:
        """Return whether all of them are there."""

    def read(self) -> TicketSet:
        """Return them, with purged tickets."""


class Facts(Protocol):
    """The tickets by fact and by moment."""

    def tickets_with(self, fact: Fact) -> TicketSet:
        """Return the tickets with the fact."""

    def within(self, moment: Moment, since: datetime | None, until: datetime | None) -> TicketSet:
        """Return the tickets whose moment is at or after `since` and before `until`. It is not called for CREATED."""

    def order(self, moment: Moment, *, descending: bool) -> Iterator[int]:
        """Yield the tickets that have the moment, by it. Of those with equal ones the newest comes first."""


class Creations(Protocol):
    """The first tickets of each day."""

    def first_since(self, day: date) -> int | None:
        """Return the number of the first ticket created on this day (UTC) or a later one; None if there is none."""


class Postings(Protocol):
    """The tickets by word."""

    def with_term(self, term: str, texts: Texts) -> TicketSet:
        """Return the tickets whose texts contain the term."""

    def with_prefix(self, prefix: str, texts: Texts) -> TicketSet:
        """Return the tickets whose texts contain a term that begins so."""


class PeopleIndex(Protocol):
    """The people by word of their names and addresses."""

    def ids_with(self, term: str, limit: int, *, prefix: bool) -> Collection[int]:
        """Return the ids of those who have the term, with `prefix` also one that begins so; none beyond the limit."""


class Rows(Protocol):
    """The rows of tickets."""

    def rows(self, numbers: Sequence[int], is_listed: Callable[[Ticket], bool]) -> Iterable[Ticket]:
        """Return those of the tickets that are listed, in the order of the numbers."""


class SideBySide(Protocol):
    """Runs independent reads at the same time."""

    def __call__[T](self, calls: Sequence[Callable[[], T]], /) -> list[T]:
        """Return the results in the order of the calls."""


@dataclass(frozen=True, slots=True)
class Reads:
    """Everything that lists read."""

    index: ExactIndex
    own: OwnSets
    hidden: HiddenTickets
    facts: Facts
    creations: Creations
    postings: Postings
    people: PeopleIndex
    rows: Rows
    side_by_side: SideBySide
