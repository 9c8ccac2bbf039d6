"""Use cases of tickets. Each owns its transaction: quota, files, idempotency, a new customer, the index.

Those that change a ticket without a message are in `desk/ticket_changes.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, Protocol

from polydesk.desk.files import FileDesk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.people import PeopleDesk
from polydesk.desk.ticket_changes import TicketChanges
from polydesk.desk.ticket_writes import Outcome
from polydesk.domain import actions
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.errors import InvalidValue, NameTaken, PersonNotFound, UnknownToken, WriteConflict
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.ticket import Message, Ticket
from polydesk.storage.errors import Contention
from polydesk.storage.retry import retry
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.transaction import TransactionItem
from polydesk.telemetry import logger


class MessageAction(Protocol):
    """An action of the domain that takes a message."""

    def __call__(self, ticket: Ticket, context: ActionContext, *, message: Message) -> Step | None:
        """Return the step, or None when nothing changes."""


class TicketDesk(TicketChanges):
    """Reading and changing tickets within one request."""

    @cached_property
    def _files(self) -> FileDesk:
        return FileDesk(self._resources, self._context)

    @cached_property
    def _people(self) -> PeopleDesk:
        return PeopleDesk(self._resources, self._context)

    def recalled(self, record: Mapping[str, Any], by: Principal) -> Outcome:
        """Return the outcome of a recorded request. Raises TicketNotFound, also when the caller may not see it now."""
        outcome, current = self._writer.recorded(record)
        if current is None or not by.is_stranger:  # a stranger's key finds nothing but what the stranger has written
            self._visible(outcome.ticket.number, current, by)
        return outcome

    def beside_number[T](self, read: Callable[[], T]) -> tuple[T, int]:
        """Return what is read, and the number of a ticket to open, drawn at the same time; lost when `read` raises."""
        results, numbers = list[T](), list[int]()
        draw = self._resources.tickets.next_number
        side_by_side([lambda: results.append(read()), lambda: numbers.append(draw())])
        return results[0], numbers[0]

    def open(self, request: TicketRequest, by: Principal, number: int | None = None) -> tuple[Outcome, Person | None]:
        """Open a ticket; return it, and its customer when the customer was given by e-mail address.

        `number` is its number if it has been drawn.

        Raises QuotaExceeded, WriteConflict, InvalidValue for an address that cannot be a customer's or an inactive
        state, and what `FileDesk.message` raises.
        """
        message, file_items = self._files.message(request.message, by) if request.message else (None, [])
        number = number or self._resources.tickets.next_number()
        logger.append_keys(ticket=number)
        known: list[Person] = []

        def attempt() -> tuple[Outcome, Person | None]:
            customer_id, customer, customer_items = self._customer(request.customer, known)
            author = Author.customer(customer_id) if request.as_customer else request.author or by.author
            new = self._new_ticket(request, customer_id, message)
            step = actions.open_ticket(number, new, self._writer.action_context(author))
            try:
                outcome = self._writer.commit(step, by, [*customer_items, *file_items])
                return outcome, self._customer_of(outcome.ticket, customer)
            except NameTaken:  # the address belongs to somebody by now
                if isinstance(request.customer, NewCustomer):
                    known.extend(filter(None, [self._customer_by_now(request.customer)]))
                raise Contention(WriteConflict()) from None
            except PersonNotFound:  # the customer has been removed since, or is being removed
                if not self._people.keep(customer_id):
                    self._require_new(request.customer, by)
                    known.clear()
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def _require_new(self, customer: int | NewCustomer, by: Principal) -> None:
        """Require a customer who can be created again. Raises UnknownToken for the caller, and InvalidValue."""
        if isinstance(customer, NewCustomer):
            return
        if customer == by.person_id:
            raise UnknownToken("The token is unknown.")
        raise InvalidValue("customer", "There is no person with this id any more.")

    def _customer_of(self, ticket: Ticket, customer: Person | None) -> Person | None:
        """Return the customer of a ticket, whom a repetition that took effect meanwhile may have created."""
        if customer is None or customer.id == ticket.customer_id:
            return customer
        return self._resources.people.get(ticket.customer_id)

    def _customer_by_now(self, new: NewCustomer) -> Person | None:
        found = (self._people.customer_by_now(name, staff_too=new.staff_too) for name in (new.email, new.login) if name)
        return next(filter(None, found), None)

    def _customer(
        self, customer: int | NewCustomer, known: list[Person]
    ) -> tuple[int, Person | None, list[TransactionItem]]:
        """Return the customer's id, the person if it was given by address, and the writes that create a new one."""
        if isinstance(customer, int):
            return customer, None, []
        if known:
            return known[-1].id, known[-1], []
        person, items = self._people.new_customer(customer)
        return person.id, person, items

    def _new_ticket(self, request: TicketRequest, customer_id: int, message: Message | None) -> actions.NewTicket:
        catalog = self._resources.catalog()
        return actions.NewTicket(
            subject=request.subject,
            message=replace(message, origin_id=customer_id) if message and request.words_of_customer else message,
            customer_id=customer_id,
            category_id=(request.category or catalog.default_category).id,
            priority_id=(request.priority or catalog.default_priority).id,
            customer_alias=request.customer_alias,
            customer_emails=request.customer_emails,
            assignee=actions.assignee_of(request.assignee) if request.assignee else None,
            tags=request.tags,
            due_date=request.due_date,
            visible_only_staff=request.visible_only_staff,
            state=request.state,
            pending_until=request.pending_until,
            minutes=request.minutes,
        )

    def comment(self, number: int, by: Principal, message: NewMessage) -> Outcome:
        """Add a public message. Raises TicketIsClosed and what `_post` raises."""
        return self._post(number, by, by.author, message, actions.comment)

    def reply_as_customer(self, ticket: Ticket, by: Principal, customer_id: int, message: NewMessage) -> Outcome:
        """Add a public message of a customer, which reopens a closed ticket. Raises what `_post` raises."""
        return self._post(ticket, by, Author.customer(customer_id), message, actions.reply)

    def reopen(self, number: int, by: Principal, message: NewMessage) -> Outcome:
        """Reopen a closed ticket with a message. Raises TicketIsOpen and what `_post` raises."""
        return self._post(number, by, by.author, message, actions.reopen)

    def handle(
        self, ticket: int | Ticket, by: Principal, staff_id: int, handling: Handling, message: NewMessage | None
    ) -> Outcome:
        """Reply or note as this agent, and change properties, in one step. Raises what `handle_as` raises."""
        return self.handle_as(ticket, by, Author.staff(staff_id), handling, message)

    def handle_as(
        self, ticket: int | Ticket, by: Principal, author: Author, handling: Handling, message: NewMessage | None
    ) -> Outcome:
        """Write a message as this author, and change properties, in one step.

        Raises InvalidValue for an inactive state or an entry that the ticket does not have, NewerStaffMessage, and what
        `_post` raises.
        """
        if message is None:
            return self._change(ticket, by, partial(handle, handling=handling), author)
        return self._post(ticket, by, author, message, partial(handle, handling=handling))

    def write(self, number: int, by: Principal, staff_id: int, message: NewMessage) -> Outcome:
        """Reply or note as this agent, and change nothing else. Raises what `_post` raises."""
        return self.handle(number, by, staff_id, Handling(), message)

    def close(self, number: int, by: Principal, comment: str | None, score: int | None) -> Outcome:
        """Close the ticket. With a score the comment belongs to the vote; alone it is a message.

        Raises TicketIsClosed, NoStateOfType and what `_change` raises.
        """
        return self._change(number, by, partial(actions.close, comment=comment, score=score))

    def evaluate(self, number: int, by: Principal, score: int, comment: str | None) -> Outcome:
        """Vote on the ticket, from 1 to 10. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.evaluate, score=score, comment=comment))

    def evaluate_comment(self, comment_id: int, by: Principal, score: int, comment: str | None) -> Outcome:
        """Vote on a public message, 1 or -1.

        Raises CommentNotFound, InvalidValue when a customer votes on a customer's message, and what `_change` raises.
        """
        found = self.comment_by_id(comment_id, by)
        action = partial(actions.evaluate_comment, entry=found.entry, score=score, comment=comment)
        return self._change(found.ticket, by, action)

    def change_customer_details(self, number: int, by: Principal, details: Mapping[str, Any]) -> Outcome:
        """Change `customer_alias` or `customer_emails`; what is absent stays. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.change_customer_details, details=details))

    def _post(
        self, ticket: int | Ticket, by: Principal, author: Author, message: NewMessage, action: MessageAction
    ) -> Outcome:
        """Do something with a message. Raises what `FileDesk.message` and `_change` raise."""
        written, items = self._files.message(message, by)
        return self._write(ticket, by, partial(action, message=written), author, items)
