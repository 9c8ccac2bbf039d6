"""Use cases of tickets. Each owns its transaction: quota, files, idempotency, a new customer, the index."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

from polydesk.desk.context import RequestContext
from polydesk.desk.files import FileDesk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.people import PeopleDesk
from polydesk.desk.resources import Resources
from polydesk.desk.ticket_reading import TicketReading
from polydesk.desk.ticket_writes import Action, Outcome, TicketWriter
from polydesk.domain import actions
from polydesk.domain.catalog import Group
from polydesk.domain.context import ActionContext
from polydesk.domain.deletion import require_trash
from polydesk.domain.errors import (
    NameTaken,
    PersonNotFound,
    TrashBeingPrepared,
    WriteConflict,
)
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.ticket import Message, Step, Ticket
from polydesk.storage.errors import Contention
from polydesk.storage.idempotency import deleted_ticket
from polydesk.storage.retry import retry
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import TransactionItem
from polydesk.telemetry import logger

if TYPE_CHECKING:
    from polydesk.domain.labels import Label


class MessageAction(Protocol):
    """An action of the domain that takes a message."""

    def __call__(self, ticket: Ticket, context: ActionContext, *, message: Message) -> Step | None:
        """Return the step, or None when nothing changes."""


class TicketDesk(TicketReading):
    """Reading and changing tickets within one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        super().__init__(resources)
        self._context = context

    @cached_property
    def _writer(self) -> TicketWriter:
        return TicketWriter(self._resources, self._context)

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

    def assignee(self, outcome: Outcome) -> Person | Group:
        """Return to whom the ticket was assigned. Raises PersonNotFound and GroupNotFound."""
        assignee = outcome.ticket.assignee
        if assignee is None:
            raise LookupError(f"ticket {outcome.ticket.number} has no assignee")
        if assignee.kind == "group":
            return self._resources.group(assignee.id)
        person = self._resources.people.get(assignee.id)
        if person is None:
            raise PersonNotFound(assignee.id)
        return person

    def open(self, request: TicketRequest, by: Principal) -> tuple[Outcome, Person | None]:
        """Open a ticket; return it, and its customer when the customer was given by e-mail address.

        Raises QuotaExceeded, WriteConflict, InvalidValue for an address that cannot be a customer's or an inactive
        state, and what `FileDesk.message` raises.
        """
        message, file_items = self._files.message(request.message, by)
        number = self._resources.tickets.next_number()
        logger.append_keys(ticket=number)
        known: list[Person] = []

        def attempt() -> tuple[Outcome, Person | None]:
            customer_id, customer, customer_items = self._customer(request.customer, known)
            author = Author.customer(customer_id) if request.as_customer else by.author
            new = self._new_ticket(request, customer_id, message)
            step = actions.open_ticket(number, new, self._writer.action_context(author))
            try:
                return self._writer.commit(step, by, [*customer_items, *file_items]), customer
            except NameTaken:  # the address belongs to somebody by now
                if isinstance(request.customer, NewCustomer):
                    known.extend(filter(None, [self._customer_by_now(request.customer)]))
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def _customer_by_now(self, new: NewCustomer) -> Person | None:
        return self._people.customer_by_now(new.email, staff_too=new.staff_too)

    def _customer(
        self, customer: int | NewCustomer, known: list[Person]
    ) -> tuple[int, Person | None, list[TransactionItem]]:
        """Return the customer's id, the person if it was given by address, and the writes that create a new one."""
        if isinstance(customer, int):
            return customer, None, []
        person, items = (known[-1], []) if known else self._people.new_customer(customer)
        return person.id, person, items

    def _new_ticket(self, request: TicketRequest, customer_id: int, message: Message) -> actions.NewTicket:
        catalog = self._resources.catalog()
        return actions.NewTicket(
            subject=request.subject,
            message=message,
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
        """Reply or note as this agent, and change properties, in one step.

        Raises InvalidValue for an inactive state or an entry that the ticket does not have, NewerStaffMessage, and what
        `_post` raises.
        """
        author = Author.staff(staff_id)
        if message is None:
            return self._change(ticket, by, partial(handle, handling=handling), author)
        return self._post(ticket, by, author, message, partial(handle, handling=handling))

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

    def assign(
        self, number: int, by: Principal, person_id: int | None, group_id: int | None
    ) -> tuple[Outcome, Person | Group]:
        """Assign the ticket to an agent, or else to a group.

        Raises PersonNotFound, GroupNotFound, AlreadyAssigned, InvalidValue for a person who is no active agent, and
        what `_change` raises.
        """
        if person_id is None:
            ticket = self.get(number, by)
            group = self._resources.group(group_id or 0)
            return self._change(ticket, by, _assigning(group)), group
        ticket, people = self.with_people(number, [person_id], by)
        if person_id not in people:
            raise PersonNotFound(person_id)
        return self._change(ticket, by, _assigning(people[person_id])), people[person_id]

    def change_tags(
        self,
        ticket: int | Ticket,
        by: Principal,
        author: Author | None = None,
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> Outcome:
        """Add and remove tags; what is both is added or stays.

        Raises InvalidValue for more tags than a ticket can have, and what `_change` raises.
        """
        return self._change(ticket, by, partial(actions.change_tags, add=add, remove=remove), author)

    def add_label(self, number: int, by: Principal, name: str) -> tuple[Outcome, "Label"]:
        """Add the declared label with this name, or else id, to the tags; return it, too.

        Raises LabelNotFound for one that is not declared, and what `change_tags` raises.
        """
        label = self._resources.label(name)
        return self.change_tags(number, by, add=[label.name]), label

    def remove_label(self, number: int, by: Principal, name: str) -> Outcome:
        """Remove the tag with this name, declared or not, or else the label with this id.

        Raises LabelNotFound when the ticket does not have it, and what `_change` raises.
        """
        label = self._resources.labels().find(name)
        spellings = [name, label.name] if label else [name]
        return self._change(number, by, partial(actions.remove_tag, spellings=spellings))

    def archive(self, number: int, by: Principal, *, archived: bool) -> Outcome:
        """Archive the ticket, or take it out of the archive. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.archive, archived=archived))

    def mark_spam(self, number: int, by: Principal, *, spam: bool) -> Outcome:
        """Mark the ticket as spam, or as no spam. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.mark_spam, spam=spam))

    def trash(self, number: int, by: Principal, *, trashed: bool) -> Outcome:
        """Put the ticket into the trash, or take it out.

        Raises TrashBeingPrepared while tickets may still be in the former index, which cannot hide them, and what
        `_change` raises.
        """
        if trashed and not self._resources.is_migrated(SETS_STEP):
            raise TrashBeingPrepared
        return self._change(number, by, partial(actions.trash, trashed=trashed))

    def mark_answered(self, number: int, by: Principal, *, answered: bool) -> Outcome:
        """Mark the ticket as answered, or as not, until its next public message. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.mark_answered, answered=answered))

    def delete(
        self, ticket: int | Ticket, by: Principal, author: Author | None = None, *, only_trash: bool = False
    ) -> Ticket:
        """Delete the ticket for good; return it as it was. Whether the caller may delete is for the caller to check.

        Raises TicketNotInTrash with `only_trash`, OutdatedVersion, QuotaExceeded, WriteConflict and TicketNotFound.
        """
        number, known = (ticket, None) if isinstance(ticket, int) else (ticket.number, ticket)
        return self._writer.delete(
            partial(self.get, number, by), by, author or by.author, known, require_trash if only_trash else None
        )

    def recalled_deletion(self, record: Mapping[str, Any], by: Principal) -> Ticket:
        """Return the ticket that a recorded request deleted. Raises TicketNotFound for who could not see it."""
        ticket = deleted_ticket(record)
        return self._visible(ticket.number, ticket, by)

    def star(self, number: int, by: Principal, *, starred: bool) -> Outcome:
        """Set or remove the caller's star. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.star, person_id=by.person_id, starred=starred))

    def _post(
        self, ticket: int | Ticket, by: Principal, author: Author, message: NewMessage, action: MessageAction
    ) -> Outcome:
        """Do something with a message. Raises what `FileDesk.message` and `_change` raise."""
        written, items = self._files.message(message, by)
        return self._write(ticket, by, partial(action, message=written), author, items)

    def _change(self, ticket: int | Ticket, by: Principal, action: Action, author: Author | None = None) -> Outcome:
        """Do something without a new message.

        Raises TicketNotFound, OutdatedVersion, QuotaExceeded, WriteConflict and what the action raises.
        """
        return self._write(ticket, by, action, author or by.author, [])

    def _write(
        self, ticket: int | Ticket, by: Principal, action: Action, author: Author, items: list[TransactionItem]
    ) -> Outcome:
        number, known = (ticket, None) if isinstance(ticket, int) else (ticket.number, ticket)
        return self._writer.change(partial(self.get, number, by), action, by, author, items, known)


def _assigning(who: Person | Group) -> Action:
    return lambda ticket, context: actions.assign(ticket, context, actions.assignee_of(who))
