"""What lists read, over tickets in a dict. It counts requests in a row and remembers which parts were read."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from polydesk.desk.lists.expression import Wanted
from polydesk.desk.lists.reads import Reads
from polydesk.domain.facts import Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.filters import Texts
from polydesk.domain.search_terms import distinct_terms
from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden, slot_of
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_index.layout import part_of
from polydesk.storage.ticket_sets import TicketSet

QUARTER = 4_000


@dataclass
class FakeDesk:
    """Tickets with what their rows do not have. `indexed` are tickets as the facts have them, where rows are newer.

    `moving` are tickets with times that the index of moments has beside the present ones, until they are removed.
    """

    tickets: dict[int, Ticket] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    messages: dict[int, dict[Texts, str]] = field(default_factory=dict)
    stars: dict[int, set[int]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    indexed: dict[int, Ticket] = field(default_factory=dict)
    moving: dict[int, Ticket] = field(default_factory=dict)
    rounds: int = 0
    parts: set[tuple[int, str]] = field(default_factory=set)
    reads: Counter[str] = field(default_factory=Counter)
    known_terms: dict[tuple[int, Texts], list[str]] = field(default_factory=dict)
    together: bool = False
    is_hidden_complete: bool = True

    @property
    def sources(self) -> Reads:
        """What lists read."""
        return Reads(self, self, self, self, self, self, self, self, self.side_by_side)

    def slots(self) -> dict[int, Slot]:
        """Return the slots of all numbers that were given to a ticket."""
        of_tickets = {number: slot_of(one) for number, one in self.tickets.items()}
        return of_tickets | dict.fromkeys(self.gone, GONE_SLOT)

    def note(self, what: str) -> None:
        """Count a read, and a request in a row unless it is one of several side by side."""
        self.reads[what] += 1
        self.rounds += not self.together

    def side_by_side[T](self, calls: Sequence[Callable[[], T]]) -> list[T]:
        """Run all calls as one request in a row."""
        self.rounds += bool(calls)
        self.together = True
        try:
            return [call() for call in calls]
        finally:
            self.together = False

    def directory(self) -> "FakeDirectory":
        """Read the directory."""
        self.note("directory")
        return FakeDirectory(self, self.slots())

    def of(self, customer_ids: Collection[int], wanted: Wanted) -> TicketSet:
        """Return tickets of customers."""
        self.note("own")
        slots = self.slots()
        mine = (one for one in self.tickets.values() if one.customer_id in customer_ids)
        return TicketSet.from_numbers(one.number for one in mine if wanted(replace(slots[one.number], archived=False)))

    def is_complete(self) -> bool:
        """Return whether the hidden tickets are known."""
        return self.is_hidden_complete

    def read(self) -> TicketSet:
        """Return the hidden tickets."""
        self.note("hidden")
        return TicketSet.from_numbers(number for number, slot in self.slots().items() if is_hidden(slot))

    def tickets_with(self, fact: Fact) -> TicketSet:
        """Return tickets by a fact; purged ones, too, as records of the stream may be late."""
        self.note("fact")
        if fact.kind is FactKind.STARRED_BY:
            return TicketSet.from_numbers(number for number, who in self.stars.items() if fact.value in who)
        late = self.gone if fact == Fact(FactKind.UNRESPONDED) else ()
        return TicketSet.from_numbers([*(number for number, one in self._indexed() if fact in facts_of(one)), *late])

    def within(self, moment: Moment, since: datetime | None, until: datetime | None) -> TicketSet:
        """Return tickets by a moment."""
        assert moment is not Moment.CREATED
        self.note("moment")
        times = [(number, moments_of(one).get(moment)) for number, one in self._indexed()]
        return TicketSet.from_numbers(
            number for number, at in times if at and (since is None or since <= at) and (until is None or at < until)
        )

    def order(self, moment: Moment, *, descending: bool) -> Iterator[int]:
        """Yield tickets by a moment."""
        self.note("order")
        tickets = [*self._indexed(), *self.moving.items()]
        times = [(moments_of(one)[moment], number) for number, one in tickets if moment in moments_of(one)]
        newest_first = sorted(times, key=lambda one: one[1], reverse=True)
        for _, number in sorted(newest_first, key=lambda one: one[0], reverse=descending):
            self.reads["time"] += 1
            yield number

    def first_since(self, day: date) -> int | None:
        """Return the first number since a day."""
        self.note("creations")
        return min((number for number, one in self.tickets.items() if one.created_at.date() >= day), default=None)

    def with_term(self, term: str, texts: Texts) -> TicketSet:
        """Return tickets by a word."""
        self.note("words")
        return TicketSet.from_numbers(number for number in self.tickets if term in self.terms(number, texts))

    def with_prefix(self, prefix: str, texts: Texts) -> TicketSet:
        """Return tickets by the beginning of a word."""
        self.note("words")
        return TicketSet.from_numbers(
            number for number in self.tickets if any(one.startswith(prefix) for one in self.terms(number, texts))
        )

    def terms(self, number: int, texts: Texts) -> list[str]:
        """Return the words of a ticket."""
        if (number, texts) not in self.known_terms:
            looked_into = list(Texts)[: list(Texts).index(texts) + 1]
            said = [self.messages.get(number, {}).get(one, "") for one in looked_into]
            self.known_terms[number, texts] = distinct_terms(self.tickets[number].subject, *said)
        return self.known_terms[number, texts]

    def ids_with(self, term: str, limit: int, *, prefix: bool) -> list[int]:
        """Return people by a word; nobody when there are more than the limit."""
        self.note("people")
        terms = {person: distinct_terms(name) for person, name in self.people.items()}
        found = [
            person
            for person, words in terms.items()
            if any(word.startswith(term) if prefix else word == term for word in words)
        ]
        return found if len(found) <= limit else []

    def rows(self, numbers: Sequence[int], is_listed: Callable[[Ticket], bool]) -> list[Ticket]:
        """Return listed rows."""
        self.note("rows")
        self.reads["row"] += len(numbers)
        return [self.tickets[one] for one in numbers if one in self.tickets and is_listed(self.tickets[one])]

    def _indexed(self) -> Iterable[tuple[int, Ticket]]:
        return (self.tickets | self.indexed).items()


class FakeDirectory:
    """The slots of all tickets at one moment."""

    def __init__(self, desk: FakeDesk, slots: dict[int, Slot]) -> None:
        """Hold these."""
        self._desk, self._slots = desk, slots

    @property
    def span(self) -> tuple[int, int] | None:
        """The span of whole quarters."""
        quarters = {number // QUARTER for number in self._slots}
        return (min(quarters) * QUARTER, max(quarters) * QUARTER + QUARTER - 1) if quarters else None

    def count(self, wanted: Wanted) -> int:
        """Count tickets."""
        return sum(map(wanted, self._slots.values()))

    def between(self, first: int, last: int) -> "FakeDirectory":
        """Leave other quarters out."""
        quarters = range(first // QUARTER, last // QUARTER + 1) if first <= last else range(0)
        return FakeDirectory(
            self._desk, {number: slot for number, slot in self._slots.items() if number // QUARTER in quarters}
        )

    def cost(self, wanted: Wanted, within: TicketSet) -> int:
        """Return the tickets of the parts to read."""
        parts = self._parts(wanted, within)
        return sum((number // QUARTER, part_of(slot)) in parts for number, slot in self._slots.items())

    def select(self, wanted: Wanted, within: TicketSet) -> TicketSet:
        """Read parts."""
        if parts := self._parts(wanted, within):
            self._desk.note("parts")
            self._desk.parts |= parts
        return TicketSet.from_numbers(number for number, slot in self._slots.items() if wanted(slot)) & within

    def page(self, wanted: Wanted, offset: int, limit: int, *, without: TicketSet, ascending: bool) -> list[int]:
        """Return numbers."""
        in_slots = TicketSet.from_numbers(number for number, slot in self._slots.items() if wanted(slot))
        assert not (without - in_slots)
        found = list(self._in_order(wanted, without, ascending=ascending))[offset : offset + limit]
        self._desk.note("page")
        self._desk.parts |= {(number // QUARTER, part_of(self._slots[number])) for number in found}
        return found

    def numbers(self, wanted: Wanted, *, beyond: int, without: TicketSet, ascending: bool) -> Iterator[int]:
        """Yield numbers."""
        self._desk.note("numbers")
        for number in self._in_order(wanted, without, ascending=ascending):
            if (number > beyond) if ascending else (number < beyond):
                yield number

    def _in_order(self, wanted: Wanted, without: TicketSet, *, ascending: bool) -> Iterator[int]:
        found = sorted(number for number, slot in self._slots.items() if wanted(slot) and number not in without)
        return iter(found if ascending else reversed(found))

    def _parts(self, wanted: Wanted, within: TicketSet) -> set[tuple[int, str]]:
        touched = {number // QUARTER for number in within.newest_first()} if within else set[int]()
        return {
            (number // QUARTER, part_of(slot))
            for number, slot in self._slots.items()
            if number // QUARTER in touched and wanted(slot)
        }
