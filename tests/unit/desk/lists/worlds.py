"""Random desks and filters, and lists of them computed the plain way: over all tickets, one by one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from polydesk.domain.facts import Fact, FactKind, Moment, facts_of, moments_of
from polydesk.domain.filters import (
    AllOf,
    AnyOf,
    Filter,
    Flag,
    Flagged,
    Happened,
    InStates,
    Measured,
    Not,
    Numbered,
    NumberedBetween,
    OfCustomers,
    Texts,
    WithFact,
    WithPhrase,
    WithWords,
)
from polydesk.domain.measures import Measure
from polydesk.domain.person import Author
from polydesk.domain.search_terms import SearchQuery, parse_query
from polydesk.domain.ticket import Assignee, Ticket
from tests.fakes.list_reads import FakeDesk

START = datetime(2026, 1, 1, tzinfo=UTC)
HIGHEST = 41_000
STATES = range(1, 6)
WORDS = ("printer", "print", "ink", "paper", "jam", "anna", "network", "com")
CUSTOMERS = range(1, 131)
NAMES = {1: "Anna Ink", 2: "Anton Jam", 3: "Paperson"}


def random_desk(random: Random, size: int) -> FakeDesk:
    """Return a desk with tickets in several quarters, and purged ones among them."""
    numbers = sorted(random.sample(range(1, HIGHEST), size))
    gone = set(random.sample(numbers, size // 12))
    desk = FakeDesk(gone=gone, people={one: f"{NAMES.get(one, 'Person')} at com" for one in CUSTOMERS})
    for number in numbers:
        if number not in gone:
            desk.tickets[number] = _random_ticket(random, number)
            desk.messages[number] = {Texts.PUBLIC: _words(random), Texts.ALL: _words(random)}
            desk.stars[number] = {one for one in (901, 902) if random.random() < 0.2}
    desk.is_hidden_complete = random.random() < 0.5
    return desk


def _words(random: Random) -> str:
    return " ".join(random.sample(WORDS[:-1], random.randrange(3)))


def _random_ticket(random: Random, number: int) -> Ticket:
    created = START + timedelta(minutes=number * 2)

    def later() -> datetime | None:
        return created + timedelta(minutes=random.randrange(50_000)) if random.random() < 0.6 else None

    due, staff_at, customer_at = later(), later(), later()
    compared = Random(number)
    return Ticket(
        number,
        version=1,
        subject=_words(random) or "Help",
        category_id=random.randrange(1, 4),
        priority_id=random.randrange(1, 4),
        state_id=random.choice(STATES),
        customer_id=random.choice((1, 2, 3, random.choice(CUSTOMERS))),
        opened_by=Author("client", 1),
        created_at=created,
        updated_at=created + timedelta(minutes=random.randrange(50_000)),
        assignee=random.choice((None, Assignee("person", 901), Assignee("group", 7))),
        archived=random.random() < 0.2,
        spam=random.random() < 0.15,
        visible_only_staff=random.random() < 0.1,
        tags=tuple(random.sample(("a", "B", "c"), random.randrange(3))),
        due_date=due.date() if due else None,
        pending_until=later(),
        first_response_due_at=created + timedelta(minutes=compared.randrange(50_000)),
        escalation_paused=compared.random() < 0.5,
        messages=compared.randrange(1, 5),
        time_spent=compared.choice((None, Decimal(0), Decimal(5), Decimal("15.25"))),
        attachments=random.randrange(2),
        staff_replied_at=staff_at,
        customer_replied_at=customer_at,
        last_message_at=max(at for at in (created, staff_at, customer_at) if at),
    )


def random_filter(random: Random, depth: int = 3) -> Filter:
    """Return a filter; it is nested `depth` times at most."""
    if depth == 0 or random.random() < 0.4:
        return random.choice(LEAVES)(random)
    match random.randrange(5):
        case 0 | 1:
            return AllOf(tuple(random_filter(random, depth - 1) for _ in range(random.randrange(4))))
        case 2 | 3:
            return AnyOf(tuple(random_filter(random, depth - 1) for _ in range(random.randrange(4))))
        case _:
            return Not(random_filter(random, depth - 1))


def _in_states(random: Random) -> Filter:
    return InStates(frozenset(random.sample(STATES, random.randrange(1, 4))))


def _flagged(random: Random) -> Filter:
    return Flagged(random.choice(tuple(Flag)))


def _of_customers(random: Random) -> Filter:
    return OfCustomers(frozenset(random.sample(CUSTOMERS[:6], random.randrange(1, 4))))


def _numbered(random: Random) -> Filter:
    return Numbered(frozenset(random.sample(range(HIGHEST + 9_000), random.choice((1, 3, 2_000)))))


def _between(random: Random) -> Filter:
    first, last = sorted(random.sample(range(HIGHEST + 9_000), 2))
    return NumberedBetween(random.choice((None, first)), random.choice((None, last)))


def _with_fact(random: Random) -> Filter:
    kind, values = random.choice(FACTS)
    return WithFact(Fact(kind, random.choice(values)))


def _happened(random: Random) -> Filter:
    times = sorted(START + timedelta(minutes=random.randrange(-5_000, HIGHEST * 2 + 9_000)) for _ in range(2))
    if random.random() < 0.5:
        times = [at.replace(hour=0, minute=0) for at in times]
    moment = random.choice((Moment.CREATED, *Moment))
    return Happened(moment, random.choice((None, times[0])), random.choice((None, times[1])))


def _with_words(random: Random) -> Filter:
    text = " ".join(random.sample((*WORDS, "pri", "17"), random.randrange(1, 3)))
    return WithWords(parse_query(text), random.choice(tuple(Texts)), random.random() < 0.5)


def _measured(random: Random) -> Filter:
    least, below = (random.choice((None, Decimal(random.randrange(1, 20)))) for _ in range(2))
    return Measured(random.choice(tuple(Measure)), least, below)


def _with_phrase(random: Random) -> Filter:
    return WithPhrase(tuple(random.sample(WORDS, random.randrange(1, 3))))


FACTS: tuple[tuple[FactKind, tuple[int | str, ...]], ...] = (
    (FactKind.PERSON, (901,)),
    (FactKind.ASSIGNED, ("person", "group")),
    (FactKind.CATEGORY, (1, 2)),
    (FactKind.TAG, ("a", "B", "b")),
    (FactKind.FOLDED_TAG, ("b",)),
    (FactKind.UNRESPONDED, (1,)),
    (FactKind.WITH_FILES, (1,)),
    (FactKind.STARRED_BY, (901, 902)),
)
LEAVES: tuple[Callable[[Random], Filter], ...] = (
    _in_states,
    _in_states,
    _flagged,
    _of_customers,
    _numbered,
    _between,
    _with_fact,
    _with_fact,
    _happened,
    _with_words,
    _measured,
    _with_phrase,
)


MEASURED: dict[Measure, Callable[[Ticket], int | Decimal | None]] = {
    Measure.MESSAGES: lambda one: one.messages,
    Measure.TIME_SPENT: lambda one: one.time_spent,
    Measure.TAGS: lambda one: len(one.tags),
}


@dataclass(frozen=True)
class Naive:
    """Answers lists by looking at each ticket of a desk."""

    desk: FakeDesk

    def numbers(self, filter_: Filter, customer_id: int | None = None) -> list[int]:
        """Return what a list has, newest first: for an agent, or for this customer."""
        shown = (one for one in self.desk.tickets.values() if self._may_see(one, filter_, customer_id))
        public = customer_id is not None
        return sorted((one.number for one in shown if self.holds(filter_, one, public=public)), reverse=True)

    def _may_see(self, ticket: Ticket, filter_: Filter, customer_id: int | None) -> bool:
        if customer_id is not None:
            return ticket.is_visible_to(customer_id)
        return not ticket.spam or "SPAM" in repr(filter_)

    def holds(self, filter_: Filter, ticket: Ticket, *, public: bool = False) -> bool:
        """Return whether a ticket satisfies a filter; `public` leaves private notes out."""
        match filter_:
            case AllOf(filters):
                return all(self.holds(one, ticket, public=public) for one in filters)
            case AnyOf(filters):
                return any(self.holds(one, ticket, public=public) for one in filters)
            case Not(negated):
                return not self.holds(negated, ticket, public=public)
            case WithWords(query, texts, customers):
                return self._has_words(
                    ticket, query, Texts.PUBLIC if public and texts is Texts.ALL else texts, customers
                )
            case _:
                return self._leaf(filter_, ticket)

    def _leaf(self, filter_: Filter, ticket: Ticket) -> bool:
        match filter_:
            case InStates(states):
                return ticket.state_id in states
            case Flagged(flag):
                return {
                    Flag.ARCHIVED: ticket.archived,
                    Flag.SPAM: ticket.spam,
                    Flag.TRASHED: False,
                    Flag.STAFF_ONLY: ticket.visible_only_staff,
                }[flag]
            case OfCustomers(ids):
                return ticket.customer_id in ids
            case Numbered(numbers):
                return ticket.number in numbers
            case NumberedBetween(first, last):
                return (first or 0) <= ticket.number <= (HIGHEST if last is None else last)
            case WithFact(Fact(FactKind.STARRED_BY, person)):
                return person in self.desk.stars[ticket.number]
            case WithFact(fact):
                return fact in facts_of(ticket)
            case _:
                return self._row(filter_, ticket)

    def _row(self, filter_: Filter, ticket: Ticket) -> bool:
        match filter_:
            case Happened(moment, since, until):
                at = moments_of(ticket).get(moment)
                return bool(at and (not since or at >= since) and (not until or at < until))
            case Measured(measure, least, below):
                number = MEASURED[measure](ticket)
                return number is not None and (not least or number >= least) and (below is None or number < below)
            case WithPhrase(terms):
                return f" {' '.join(terms)} " in f" {ticket.subject} "
        raise AssertionError(filter_)

    def _has_words(self, ticket: Ticket, query: SearchQuery, texts: Texts, customers: bool) -> bool:
        words = [(term, False) for term in query.terms] + ([(query.prefix, True)] if query.prefix else [])
        return ticket.number == query.number or (
            bool(words) and all(self._has_word(ticket, *word, texts, customers) for word in words)
        )

    def _has_word(self, ticket: Ticket, word: str, prefix: bool, texts: Texts, customers: bool) -> bool:
        def said(text: str) -> bool:
            return any(one.startswith(word) if prefix else one == word for one in text.lower().split())

        messages = self.desk.messages[ticket.number]
        looked_into = {
            Texts.SUBJECT: [],
            Texts.PUBLIC: [messages[Texts.PUBLIC]],
            Texts.ALL: [messages[Texts.PUBLIC], messages[Texts.ALL]],
        }[texts]
        named = [person for person, name in self.desk.people.items() if said(name)]
        by_name = customers and len(named) <= 100 and ticket.customer_id in named
        return by_name or any(map(said, [ticket.subject, *looked_into]))


def changed(desk: FakeDesk, number: int, **changes: Any) -> None:
    """Change the row of a ticket, while the facts stay as they were."""
    desk.indexed[number] = desk.tickets[number]
    desk.tickets[number] = replace(desk.tickets[number], **changes)
