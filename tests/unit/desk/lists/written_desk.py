"""A desk in memory that is written by its use cases, with its stream, and what somebody who saw every write knows."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.domain.catalog import GENERAL, PRIORITIES, Category, Group
from polydesk.domain.errors import Conflict
from polydesk.domain.handling import Handling
from polydesk.domain.person import AGENT, CUSTOMER, Person, Principal
from polydesk.domain.phones import Phones
from polydesk.domain.ticket import Ticket
from polydesk.jobs.people_indexing import PeopleIndexer
from polydesk.jobs.purge import SpamPurge
from polydesk.jobs.search_indexing import SearchIndexer
from polydesk.jobs.timer_task import TimerTask
from polydesk.jobs.timer_worker import TimerWorker
from polydesk.storage.retry import Deadline
from tests.fakes.desk import set_up_desk
from tests.fakes.streamed_table import StreamedTable

START = datetime(2026, 1, 1, 20, tzinfo=UTC)
WORDS = ("printer", "print", "ink", "paper", "jam", "anna", "box", "secret")
TAGS = ("vip", "VIP", "late", "two words")
BILLING = Category(2, "billing", "Billing", "")
OTHERS = Category(3, "others", "archive", "")
CATEGORIES = (GENERAL, BILLING, OTHERS)
STATES = {"new": 1, "open": 2, "pending reminder": 3, "closed": 4, "merged": 5, "pending close": 7}


def _person(person_id: int, name: str, email: str, permission: str, *phones: str) -> Person:
    staff = permission == AGENT
    return Person(person_id, name, email, email, staff, frozenset({permission}), True, START, START, Phones.of(phones))


AGENTS = (
    _person(11, "Grace Hill", "grace@desk.example", AGENT),
    _person(12, "Ada Hill", "ada@desk.example", AGENT),
)
CUSTOMERS = (
    _person(21, "Anna Lee", "anna@x.example", CUSTOMER, "+49 30 1234"),
    _person(22, "Carl Box", "carl+box@x.example", CUSTOMER),
    _person(23, "Bo Lee", "bo@y.example", CUSTOMER),
)
KEY = Principal("key", frozenset({AGENT}), None)


def caller(person: Person) -> Principal:
    """Return a person as a caller."""
    return Principal(f"token-{person.id}", person.permissions, person)


@dataclass
class Seen:
    """A ticket as somebody knows it who saw every write. `public` and `private` are the words of its texts."""

    ticket: Ticket
    public: frozenset[str]
    private: frozenset[str]
    waits: bool
    stars: frozenset[int]
    customer: Person


@dataclass
class _Notes:
    public: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    waits: bool = True
    stars: set[int] = field(default_factory=set)


class WrittenDesk:
    """A desk, the time, and notes of what was written."""

    def __init__(self, random: Random) -> None:
        """Set up a desk without tickets."""
        self._random = random
        self.table = StreamedTable()
        self.now = START
        self.resources = set_up_desk(self.table, START, spam_retention_days=1, first_response_minutes=3_000)
        for entry in (*CATEGORIES, Group(1, "First line"), Group(2, "Second line")):
            self.resources.catalogs.save(entry)
        self.resources.forget_catalog()
        for person in (*AGENTS, *CUSTOMERS):
            self.table.commit(self.resources.people.put_items(person), Deadline(5.0))
        self._notes: dict[int, _Notes] = {}

    def desk(self) -> Desk:
        """Return the desk for one more request."""
        return Desk(self.resources, RequestContext(self.now, Deadline(5.0)))

    def deliver(self) -> None:
        """Let the indexes follow the stream."""
        words = SearchIndexer(self.resources, self.now)
        people = PeopleIndexer(self.resources)
        while records := self.table.taken_records():
            for record in records:
                kind = (record["dynamodb"].get("NewImage") or record["dynamodb"]["OldImage"]).get("type", {}).get("S")
                if people.takes(record):
                    people.index_record(record)
                elif kind in ("ticket", "star", "update"):
                    words.index_record(record)

    def seen(self) -> list[Seen]:
        """Return all tickets that were not purged, newest first."""
        customers = {person.id: person for person in CUSTOMERS}
        found = []
        for number in sorted(self._notes, reverse=True):
            if ticket := self.resources.tickets.get(number):
                notes = self._notes[number]
                public, both = frozenset(notes.public), frozenset(notes.public | notes.private)
                customer = customers[ticket.customer_id]
                found.append(Seen(ticket, public, both, notes.waits, frozenset(notes.stars), customer))
        return found

    def write(self, times: int) -> None:
        """Do so many things, some time after each other."""
        for _ in range(times):
            self.now += timedelta(milliseconds=self._random.choice((1_000, 60_000, 7_000_000, 30_000_000)))
            if not self._notes or self._random.random() < 0.3:
                self._open()
            else:
                self._change(self._random.choice(list(self._notes)))

    def _words(self) -> list[str]:
        return self._random.sample(WORDS, self._random.randrange(1, 4))

    def _day(self) -> date | None:
        return self._random.choice((None, (self.now + timedelta(days=self._random.randrange(-3, 9))).date()))

    def _open(self) -> None:
        random = self._random
        subject, text, by_staff = self._words(), self._words(), random.random() < 0.2
        request = TicketRequest(
            " ".join(subject),
            NewMessage(" ".join(text)),
            random.choice(CUSTOMERS).id,
            random.choice(CATEGORIES),
            random.choice(PRIORITIES),
            assignee=random.choice((None, *AGENTS)),
            tags=tuple(random.sample(TAGS, random.randrange(3))),
            due_date=self._day(),
            visible_only_staff=random.random() < 0.15,
            as_customer=not by_staff,
        )
        ticket = self.desk().tickets.open(request, caller(AGENTS[0]))[0].ticket
        self._notes[ticket.number] = _Notes({*subject, *text}, waits=not by_staff)

    def _change(self, number: int) -> None:
        ticket = self.resources.tickets.get(number)
        if ticket is None:
            return
        action = self._random.choice(
            (
                self._reply,
                self._handle,
                self._handle,
                self._archive,
                self._spam,
                self._trash,
                self._star,
                self._assign,
                self._close,
            )
        )
        with suppress(Conflict):  # it is so already
            action(ticket)
        TimerWorker(self.resources, self.now).apply(TimerTask(number, self.now))
        if self._random.random() < 0.02:
            SpamPurge(self.resources, self.now, Deadline(5.0)).run()

    def _reply(self, ticket: Ticket) -> None:
        text, notes = self._words(), self._notes[ticket.number]
        self.desk().tickets.reply_as_customer(ticket, KEY, ticket.customer_id, NewMessage(" ".join(text)))
        notes.public.update(text)
        notes.waits = True

    def _archive(self, ticket: Ticket) -> None:
        self.desk().tickets.archive(ticket.number, KEY, archived=not ticket.archived)

    def _spam(self, ticket: Ticket) -> None:
        self.desk().tickets.mark_spam(ticket.number, KEY, spam=not ticket.spam)

    def _trash(self, ticket: Ticket) -> None:
        self.desk().tickets.trash(ticket.number, KEY, trashed=not ticket.trashed)

    def _star(self, ticket: Ticket) -> None:
        stars, agent = self._notes[ticket.number].stars, self._random.choice(AGENTS)
        self.desk().tickets.star(ticket.number, caller(agent), starred=agent.id not in stars)
        stars ^= {agent.id}

    def _assign(self, ticket: Ticket) -> None:
        holder = self._random.choice(((11, None), (12, None), (None, 1), (None, 2)))
        self.desk().tickets.assign(ticket.number, KEY, *holder)

    def _close(self, ticket: Ticket) -> None:
        self.desk().tickets.close(ticket.number, KEY, None, None)

    def _handle(self, ticket: Ticket) -> None:
        random, notes, agent = self._random, self._notes[ticket.number], self._random.choice(AGENTS)
        text, public = self._words(), random.random() < 0.5
        message = random.choice((None, NewMessage(" ".join(text), public=public)))
        states = self.desk().states.current()
        handling = Handling(
            state=random.choice((None, *(states.rows[one] for one in STATES.values()))),
            priority_id=random.choice((None, 1, 2, 3)),
            reassign=random.random() < 0.2,
            due_date=self._day(),
            clear_due_date=random.random() < 0.3,
            tags=random.choice((None, random.sample(TAGS, random.randrange(3)))),
        )
        if handling.clear_due_date:
            handling = replace(handling, due_date=None)
        self.desk().tickets.handle(ticket, KEY, agent.id, handling, message)
        if message:
            (notes.public if public else notes.private).update(text)
            notes.waits = notes.waits and not public
