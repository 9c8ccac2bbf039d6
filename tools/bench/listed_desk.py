"""A desk of any size for lists: all tickets are in the indexes, and have rows where pages read them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.slot import Slot
from polydesk.domain.ticket import Assignee, Ticket
from polydesk.storage import hidden_sets, keys
from polydesk.storage.fact_blocks import FACT_BLOCK
from polydesk.storage.keys import Key
from polydesk.storage.own_sets import THOUSAND, code_in_own_set
from polydesk.storage.ticket_items import ticket_item
from tools.bench.bulk import Mix, sample_ticket, write_items
from tools.bench.postings import put_postings
from tools.bench.slotted_tickets import fold_counts, index_items

ANYBODY = 9_000_001
"""The customer of the tickets that no measured customer has."""

AGENT, OTHER_AGENT = 9_100_000, 9_100_001
TAG = "vip"

OWN_LISTS = (10, 1_000, 50_000)
"""How many tickets the measured customers have."""

WORDS = {"recall": 0.001, "printer": 0.1, "order": 0.9}
"""Words, with the share of the tickets that have them."""

TAGGED, ASSIGNED, SPAM = (49, 11), (21, 7), (100, 58)
"""Divisor and remainder of the numbers of tickets with the tag, of the agent's, and of spam."""


def customer_with(tickets: int) -> int:
    """Return the id of the customer who has so many tickets."""
    return ANYBODY + tickets


@dataclass(frozen=True, slots=True)
class ListedDesk:
    """Tickets 1, 2, 3, … The tickets of a customer are spread over all numbers."""

    size: int
    mix: Mix
    written: set[int] = field(default_factory=set)
    """The tickets whose rows are in the table."""

    @property
    def customers(self) -> tuple[int, ...]:
        """How many tickets the measured customers have: at most half of all."""
        return tuple(tickets for tickets in OWN_LISTS if tickets <= self.size // 2)

    def customer_of(self, number: int) -> int:
        """Return the customer of a ticket."""
        for tickets, remainder in zip(self.customers, (3, 5, 0), strict=False):
            if number % (self.size // tickets) == remainder:
                return customer_with(tickets)
        return ANYBODY

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as its row has it."""
        state = self.mix(number - 1, self.size)
        agent = AGENT if _is_among(ASSIGNED, number) else OTHER_AGENT
        return replace(
            sample_ticket(number, state, self.customer_of(number), agent),
            assignee=Assignee("person", agent),
            tags=(TAG,) if _is_among(TAGGED, number) else (),
            spam=_is_among(SPAM, number),
        )

    def slot(self, number: int) -> Slot:
        """Return the slot of a ticket."""
        return Slot(self.mix(number - 1, self.size), spam=_is_among(SPAM, number))

    def put(self, resources: Resources, *, searched: bool) -> None:
        """Write the ticket index and own sets; for searches also facts and postings. Counts are folded."""
        numbers = range(1, self.size + 1)
        write_items(resources, index_items((number, self.slot(number)) for number in numbers))
        fold_counts(resources.table)
        write_items(resources, self._own_items(numbers))
        write_items(resources, _hidden_items(_among(SPAM, numbers)))
        if searched:
            write_items(resources, fact_items(Fact(FactKind.PERSON, AGENT), _among(ASSIGNED, numbers)))
            write_items(resources, fact_items(Fact(FactKind.FOLDED_TAG, TAG), _among(TAGGED, numbers)))
            put_postings(resources.table, WORDS, self.size)

    def put_rows(self, resources: Resources, numbers: Collection[int]) -> None:
        """Write the rows of tickets, with all rows between those that share a collection."""
        missing = between_neighbours(numbers) - self.written
        self.written.update(missing)
        write_items(resources, ((keys.ticket(number), ticket_item(self.ticket(number))) for number in missing))

    def _own_items(self, numbers: Iterable[int]) -> Iterator[tuple[Key, dict[str, Any]]]:
        items: dict[Key, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for number in numbers:
            customer = self.customer_of(number)
            name = code_in_own_set(self.slot(number))
            if customer != ANYBODY and name:
                items[keys.own_set(customer, number // THOUSAND)][name].add(number % THOUSAND)
        return ((key, dict(sets)) for key, sets in items.items())


def _hidden_items(numbers: Iterable[int]) -> Iterator[tuple[Key, dict[str, Any]]]:
    thousands: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        thousands[number // THOUSAND].add(number % THOUSAND)
    return ((keys.hidden_set(thousand), {hidden_sets.MEMBERS: offsets}) for thousand, offsets in thousands.items())


def between_neighbours(numbers: Iterable[int]) -> set[int]:
    """Return the numbers with all that a query of a collection from the first to the last of them reads."""
    collections: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        collections[keys.ticket(number).pk].append(number)
    return {one for some in collections.values() for one in range(min(some), max(some) + 1)}


def _is_among(share: tuple[int, int], number: int) -> bool:
    return number % share[0] == share[1]


def _among(share: tuple[int, int], numbers: Iterable[int]) -> Iterator[int]:
    return filter(partial(_is_among, share), numbers)


def fact_items(fact: Fact, numbers: Iterable[int]) -> Iterator[tuple[Key, dict[str, Any]]]:
    """Return the items of a fact that these tickets have."""
    blocks: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        blocks[number // FACT_BLOCK].add(number % FACT_BLOCK)
    for block, offsets in blocks.items():
        yield keys.fact_block(fact.kind, fact.value, block), {hidden_sets.MEMBERS: offsets}


class NoRows:
    """Rows of a desk that need not be in the table. It remembers which ones were read."""

    def __init__(self, desk: ListedDesk) -> None:
        """Make them up."""
        self._desk = desk
        self.read: list[int] = []

    def rows(self, numbers: Iterable[int], is_listed: Callable[[Ticket], bool]) -> list[Ticket]:
        """Return those that are listed."""
        tickets = [self._desk.ticket(number) for number in numbers]
        self.read += [ticket.number for ticket in tickets]
        return [ticket for ticket in tickets if is_listed(ticket)]
