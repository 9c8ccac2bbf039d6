"""A desk of 500 tickets in memory, and its names, for searches by the query language of the Zammad API."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random

import pytest

from polydesk.desk.lists.pages import page
from polydesk.desk.lists.visibility import visible_to
from polydesk.dialects.zammad.query_context import Context, Named, Rows
from polydesk.dialects.zammad.query_filter import filter_of, people_named, read
from polydesk.domain.errors import InvalidValue
from polydesk.domain.filters import EVERY, Filter, Texts
from polydesk.domain.person import AGENT, CUSTOMER, Author, Person, Principal
from polydesk.domain.person_key import person_key
from polydesk.domain.state import StateType
from polydesk.domain.ticket import Assignee, Ticket
from tests.fakes.list_reads import FakeDesk
from tests.unit.domain.samples import STATES

NOW = datetime(2026, 2, 1, 12, 0, 30, 250_000, tzinfo=UTC)
START = datetime(2025, 12, 20, 6, tzinfo=UTC)
TICKETS = 500
WORDS = ("my", "title", "printer", "print", "broken", "__pytest__", "welcome", "invoice", "42", "7", "café")
TAGS = ("vip", "Late", "two words", "bug")
STATE_NAMES = {one.id: one.name for one in STATES.all()}
PRIORITY_NAMES = {1: "1 low", 2: "2 normal", 3: "3 high"}
GROUP_NAMES = {1: "Users", 2: "First line", 3: "Second level support"}


def person(person_id: int, login: str, email: str, *, agent: bool = False) -> Person:
    """Return a person."""
    permissions = frozenset({AGENT if agent else CUSTOMER})
    return Person(person_id, login, email, login, agent, permissions, True, START, START)


GRACE, BO = person(5, "x", "a@b.c", agent=True), person(6, "bo@desk.example", "bo@desk.example", agent=True)
ANN, CARL, DEE = person(7, "ann@x.example", "ann@x.example"), person(4, "carl", "y@x.example"), person(9, "dee", "")
AGENTS, CUSTOMERS = (GRACE, BO), (ANN, CARL, DEE)
CALLER = Principal("token", frozenset({AGENT}), GRACE)
CUSTOMER_CALLER = Principal("token", frozenset({CUSTOMER}), CARL)


class SampleNames:
    """The names of the sample desk. `later` are states that only a fresh look finds."""

    def __init__(self, later: Rows | None = None) -> None:
        """Remember how often the names were read anew."""
        self.later = later or {}
        self.fresh = 0

    def rows(self, kind: Named, *, fresh: bool = False) -> Rows:
        """Return the names."""
        self.fresh += fresh
        match kind:
            case Named.STATE:
                return {**{one: (name,) for one, name in STATE_NAMES.items()}, **(self.later if fresh else {})}
            case Named.PRIORITY:
                return {one: (name, name[2:].title()) for one, name in PRIORITY_NAMES.items()}
            case Named.GROUP:
                return {one: (name,) for one, name in GROUP_NAMES.items()}

    def states_of(self, types: Collection[StateType]) -> frozenset[int]:
        """Return the states of these types."""
        return STATES.of_types(types)


@dataclass
class Seen:
    """A ticket, with the words of its messages."""

    ticket: Ticket
    public: set[str]
    private: set[str]

    @property
    def subject(self) -> list[str]:
        """The words of the subject."""
        return self.ticket.subject.split()


def _ticket(random: Random, number: int) -> Ticket:
    created = START + timedelta(hours=2 * number, milliseconds=random.randrange(3_600_000))

    def later() -> datetime | None:
        return created + timedelta(minutes=random.randrange(20_000)) if random.random() < 0.5 else None

    closed = later()
    state_id = random.choice(list(STATE_NAMES))
    return Ticket(
        number,
        version=3,
        subject=" ".join(random.sample(WORDS, random.randrange(1, 4))),
        category_id=random.choice(list(GROUP_NAMES)),
        priority_id=random.choice(list(PRIORITY_NAMES)),
        state_id=state_id,
        customer_id=random.choice(CUSTOMERS).id,
        opened_by=Author("client", random.choice((1, ANN.id, GRACE.id))),
        created_at=created,
        updated_at=created + timedelta(minutes=random.randrange(20_000)),
        closed_at=closed if STATES.is_closed(state_id) else None,
        last_closed_at=closed,
        assignee=random.choice((None, *(Assignee("person", one.id) for one in AGENTS), Assignee("group", 7))),
        archived=random.random() < 0.2,
        visible_only_staff=random.random() < 0.1,
        tags=tuple(random.sample(TAGS, random.randrange(3))),
        pending_until=later(),
        first_response_due_at=later(),
        escalation_paused=random.random() < 0.3,
        messages=random.randrange(1, 6),
        time_spent=random.choice((None, None, *map(Decimal, ("0", "5", "15.25", "-5")))),
        staff_replied_at=later(),
        customer_replied_at=later(),
        last_message_at=created,
    )


@cache
def sample_desk() -> FakeDesk:
    """Return the desk. Tests do not change it."""
    random = Random(43)
    desk = FakeDesk()
    for number in range(1, TICKETS + 1):
        desk.tickets[number] = _ticket(random, number)
        texts = (Texts.PUBLIC, Texts.ALL)
        desk.messages[number] = {one: " ".join(random.sample(WORDS, random.randrange(3))) for one in texts}
    return desk


@cache
def seen() -> list[Seen]:
    """Return all tickets of the desk with their words, newest first."""
    desk = sample_desk()
    return [
        Seen(one, set(one.subject.split()) | public, set(one.subject.split()) | public | private)
        for number, one in sorted(desk.tickets.items(), reverse=True)
        for public, private in [[set(desk.messages[number][it].split()) for it in (Texts.PUBLIC, Texts.ALL)]]
    ]


def context_of(caller: Principal = CALLER, names: SampleNames | None = None, query: str = "") -> Context:
    """Return what a query of this caller may refer to."""
    tree = read(query)
    keys = {person_key(name) for name in (people_named(tree) if tree else ())}
    people = {
        key: one for one in (*AGENTS, *CUSTOMERS) for key in map(person_key, (one.login, one.email)) if key in keys
    }
    return Context(caller.person_id, caller.is_staff, NOW, names or SampleNames(), people)


def filter_by(query: str, caller: Principal = CALLER, names: SampleNames | None = None) -> Filter:
    """Return the filter of a query. Raises InvalidValue."""
    tree = read(query)
    return filter_of(tree, context_of(caller, names, query)) if tree else EVERY


def found(query: str, caller: Principal = CALLER, names: SampleNames | None = None) -> list[int]:
    """Return the numbers of the tickets that a query finds, newest first."""
    filter_ = visible_to(caller, filter_by(query, caller, names))
    listed = page(sample_desk().sources, filter_, 0, TICKETS)
    assert listed.total == len(listed.tickets)
    return [one.number for one in listed.tickets]


def refusal(query: str, caller: Principal = CALLER) -> str:
    """Return the sentence with which a query is refused."""
    with pytest.raises(InvalidValue) as caught:
        filter_by(query, caller)
    assert caught.value.field == "q"
    return caught.value.problem
