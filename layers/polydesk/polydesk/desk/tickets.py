"""What callers do with tickets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from polydesk.desk.context import RequestContext, action_context
from polydesk.desk.resources import Resources
from polydesk.desk.search import tickets_with
from polydesk.domain import actions
from polydesk.domain.actions import NewTicket
from polydesk.domain.draft import ActionContext
from polydesk.domain.errors import CommentNotFound, PersonNotFound, TicketNotFound, WriteConflict
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.search_terms import parse_query
from polydesk.domain.ticket import HistoryEntry, Step, Ticket, Vote, split_entry_id
from polydesk.storage import rate_limits
from polydesk.storage.errors import VersionMismatch, is_outage
from polydesk.storage.idempotency import AlreadyProcessed
from polydesk.storage.state_index.ticket_sets import TicketSet
from polydesk.storage.tickets import StarUnchanged
from polydesk.storage.transaction import TransactionItem
from polydesk.telemetry import logger

Action = Callable[[Ticket, ActionContext], Step | None]
"""A domain action with everything but the ticket and the occasion filled in."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ticket after an action, and the update that it made, if it changed something."""

    ticket: Ticket
    update: HistoryEntry | None

    @property
    def written(self) -> HistoryEntry:
        """The update of an action that always makes one. Raises LookupError when nothing was written."""
        if self.update is None:
            raise LookupError(f"ticket {self.ticket.number} was left as it was")
        return self.update


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list of tickets, newest first, and how many there are in all."""

    total: int
    tickets: list[Ticket]


@dataclass(frozen=True, slots=True)
class Comment:
    """A public message, the vote on it and the ticket it belongs to."""

    ticket: Ticket
    update: HistoryEntry
    vote: Vote | None = None


class TicketDesk:
    """Tickets, as one request may see and change them."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work under the terms of one request."""
        self._resources = resources
        self._context = context

    def get(self, number: int, by: Principal) -> Ticket:
        """The ticket. Raises TicketNotFound, also when it is not the caller's to see."""
        return self._visible(number, self._resources.tickets.get(number), by)

    def with_people(self, number: int, person_ids: Iterable[int], by: Principal) -> tuple[Ticket, dict[int, Person]]:
        """The ticket, and those of the people that exist by id, in one read. Raises TicketNotFound as `get` does."""
        ticket, people = self._resources.tickets.with_people(number, person_ids)
        return self._visible(number, ticket, by), people

    def with_person(self, number: int, person_id: int, by: Principal) -> tuple[Ticket, Person]:
        """The ticket, and a person it has to do with. Raises TicketNotFound as `get` does, and PersonNotFound."""
        ticket, people = self.with_people(number, [person_id], by)
        if person_id not in people:
            raise PersonNotFound(person_id)
        return ticket, people[person_id]

    def _visible(self, number: int, ticket: Ticket | None, by: Principal) -> Ticket:
        """The one place that decides who sees a ticket, and notes for the log which one it was about."""
        logger.append_keys(ticket=number)
        if ticket is None or not (by.is_staff or ticket.is_visible_to(by.person_id)):
            raise TicketNotFound(number)
        return ticket

    def open(
        self, opening: NewTicket, by: Principal, *, author: Author | None = None, also: Sequence[TransactionItem] = ()
    ) -> Outcome:
        """A new ticket. `also` are further operations of the same transaction.

        Raises TooManyRequests over the token's limit.
        """
        if earlier := self._earlier():
            return earlier
        number = self._resources.tickets.next_number()
        logger.append_keys(ticket=number)
        step = actions.open_ticket(number, opening, self._action_context(author or by.author))
        counted = self._counted("tickets", self._resources.config.tickets_per_minute, by)
        return self._commit(step, [*counted, *also])

    def change(
        self,
        number: int,
        by: Principal,
        action: Action,
        *,
        author: Author | None = None,
        also: Sequence[TransactionItem] = (),
        is_message: bool = False,
        seen: Ticket | None = None,
    ) -> Outcome:
        """Do something with a ticket: read it, let the domain decide, write it unless others were faster.

        `also` are further operations of the same transaction; `is_message` counts it against the token's limit;
        `seen` is the ticket when the caller has just got it.
        Raises TicketNotFound, PreconditionFailed, TooManyRequests, LostRace and what the action refuses with.
        """
        if earlier := self._earlier():
            return earlier
        limit = self._resources.config.comments_per_minute
        counted = self._counted("comments", limit, by) if is_message else []
        while True:
            ticket, seen = seen or self.get(number, by), None
            self._context.require_version(ticket.version)
            step = action(ticket, self._action_context(author or by.author, ticket.state_id))
            if step is None:
                return Outcome(ticket, None)
            try:
                return self._commit(step, [*counted, *also])
            except StarUnchanged:
                return Outcome(ticket, None)
            except VersionMismatch:
                self._context.deadline.pause(WriteConflict())

    def _commit(self, step: Step, before: Sequence[TransactionItem]) -> Outcome:
        """Write a step; a request that has taken effect meanwhile answers as it did then."""
        once = self._context.once
        claim = [self._resources.idempotency.record_step(once, step, self._context.now)] if once else []
        try:
            self._resources.tickets.commit(step, [*claim, *before], self._context.deadline)
        except AlreadyProcessed:
            if earlier := self._earlier():
                return earlier
            raise
        return Outcome(step.after, step.update)

    def _earlier(self) -> Outcome | None:
        """What this request did when it came before. Raises KeyReused, and TicketNotFound for a purged ticket."""
        once = self._context.once
        memory = self._resources.idempotency.lookup_step(once, self._context.now) if once else None
        if memory is None:
            return None
        ticket, version = memory
        _, update, _ = self._resources.tickets.with_entry(ticket.number, version)
        if update is None:
            raise TicketNotFound(ticket.number)
        return Outcome(ticket, update)

    def _action_context(self, author: Author, *state_ids: int) -> ActionContext:
        return action_context(
            self._resources.config, self._context.now, author, self._resources.states(covering=state_ids)
        )

    def _counted(self, what: str, limit: int, by: Principal) -> list[TransactionItem]:
        return [rate_limits.count(what, by.token_id, limit, self._context.now)] if limit else []

    def comments(self, ticket: Ticket) -> Iterator[Comment]:
        """The public messages of a ticket that the caller has got, newest first, read as they are asked for."""
        for update, vote in self._resources.tickets.newest_first(ticket.number):
            if update.message and update.message.public:
                yield Comment(ticket, update, vote)

    def note_read(self, ticket: Ticket, by: Principal) -> None:
        """Note that the caller has fetched the comments: a client has read them from then on.

        Who reads does not wait for it long, nor fail because of it; the next fetch notes it.
        """
        if by.is_staff or ticket.is_customer_read:
            return
        try:
            self._resources.tickets.mark_read(ticket, actions.read_by_customer(ticket).customer_read_upto)
        except VersionMismatch:
            return  # another fetch of the same client has noted it already
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("it could not be noted that comments were read", exc_info=error)

    def comment(self, comment_id: int, by: Principal) -> Comment:
        """One public message by its id. Raises CommentNotFound, also when it is not the caller's to see."""
        number, version = split_entry_id(comment_id)
        ticket, update, vote = self._resources.tickets.with_entry(number, version)
        try:
            ticket = self._visible(number, ticket, by)
        except TicketNotFound:
            raise CommentNotFound(comment_id) from None
        if update is None or update.message is None or not update.message.public:
            raise CommentNotFound(comment_id)
        return Comment(ticket, update, vote)

    def page(self, by: Principal, states: frozenset[int], offset: int, limit: int, words: str | None = None) -> Page:
        """A page of the tickets in these states that the caller may see, newest first; with `words` those with them.

        A ticket has the words if its subject and its messages together do; private notes count for staff alone.
        Raises Invalid for words that cannot be searched.
        """
        found = None if words is None else tickets_with(self._resources.words, parse_query(words), private=by.is_staff)
        if not by.is_staff:
            return self._own_page(by.person_id, states, offset, limit, found)
        return self._page(states, offset, limit) if found is None else self._part(found, states, offset, limit)

    def _page(self, states: frozenset[int], offset: int, limit: int) -> Page:
        """Of all tickets in the states, those from the offset on."""
        found = self._resources.index.page(states, offset, limit)
        tickets = self._resources.tickets.rows(found.numbers, states)
        if len(tickets) < len(found.numbers):
            more = self._resources.index.numbers(states, below=found.numbers[-1])
            tickets += self._refill(more, states, len(found.numbers) - len(tickets))
        return Page(found.total, tickets)

    def _refill(self, numbers: Iterator[int], states: frozenset[int], missing: int) -> list[Ticket]:
        """The first so many of the numbers that are tickets in the states: some may have moved while they were read."""
        tickets: list[Ticket] = []
        while missing > len(tickets) and (batch := list(islice(numbers, missing - len(tickets)))):
            tickets += self._resources.tickets.rows(batch, states)
        return tickets

    def _part(self, found: TicketSet, states: frozenset[int], offset: int, limit: int) -> Page:
        """Of the tickets that were found and are in the states, those from the offset on."""
        found = self._resources.index.in_states(found, states)
        return Page(len(found), self._refill(islice(found.newest_first(), offset, None), states, limit))

    def _own_page(
        self, customer_id: int, states: frozenset[int], offset: int, limit: int, found: TicketSet | None
    ) -> Page:
        own = [
            number
            for number, state_id in self._resources.tickets.of_customer(customer_id)
            if state_id in states and (found is None or number in found)
        ]
        return Page(len(own), self._resources.tickets.rows(own[offset : offset + limit], states))
