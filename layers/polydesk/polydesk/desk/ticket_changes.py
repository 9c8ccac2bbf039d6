"""Use cases that change a ticket without a message: its assignee, tags and flags, the caller's star; its deletion."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from polydesk.desk.context import RequestContext
from polydesk.desk.label_lookup import find_label, known_label
from polydesk.desk.resources import Resources
from polydesk.desk.ticket_reading import TicketReading
from polydesk.desk.ticket_writes import Action, Outcome, TicketWriter
from polydesk.domain import actions
from polydesk.domain.catalog import Group
from polydesk.domain.deletion import require_trash
from polydesk.domain.errors import PersonNotFound, TrashBeingPrepared
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.ticket import Ticket
from polydesk.storage.idempotency import deleted_ticket
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import TransactionItem

if TYPE_CHECKING:
    from polydesk.domain.labels import Label


class TicketChanges(TicketReading):
    """Reading and changing tickets within one request, but for messages."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        super().__init__(resources)
        self._context = context

    @cached_property
    def _writer(self) -> TicketWriter:
        return TicketWriter(self._resources, self._context)

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

    def unassign(self, number: int, by: Principal, kind: Literal["person", "group"]) -> Outcome:
        """Take the person or the group away who has the ticket; one of the other kind keeps it.

        Raises what `_change` raises.
        """
        return self._change(number, by, partial(actions.unassign, kind=kind))

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

    def add_label(self, number: int, by: Principal, *names: str) -> tuple[Outcome, "Label"]:
        """Add the declared label that one of these names, or else ids, means to the tags; return it, too.

        Raises LabelNotFound when none is declared, and what `change_tags` raises.
        """
        label = find_label(self._resources, *names)
        return self.change_tags(number, by, add=[label.name]), label

    def remove_label(self, number: int, by: Principal, *names: str) -> Outcome:
        """Remove the first tag that one of these names, declared or not, or else the id of a label means.

        Raises LabelNotFound when the ticket does not have it, and what `_change` raises.
        """
        labels = ((name, known_label(self._resources, name)) for name in names)
        spellings = [spelling for name, label in labels for spelling in ([name, label.name] if label else [name])]
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
        self,
        ticket: int | Ticket,
        by: Principal,
        author: Author | None = None,
        *,
        only_trash: bool = False,
        any_ticket: bool = False,
    ) -> Ticket:
        """Delete the ticket for good; return it as it was. Whether the caller may delete is for the caller to check.

        With `any_ticket` it may also be one that the caller may not see.
        Raises TicketNotInTrash with `only_trash`, OutdatedVersion, QuotaExceeded, WriteConflict and TicketNotFound.
        """
        number, known = (ticket, None) if isinstance(ticket, int) else (ticket.number, ticket)
        read = partial(self.existing, number) if any_ticket else partial(self.get, number, by)
        return self._writer.delete(read, by, author or by.author, known, require_trash if only_trash else None)

    def recalled_deletion(self, record: Mapping[str, Any], by: Principal) -> Ticket:
        """Return the ticket that a recorded request deleted. Raises TicketNotFound for who could not see it."""
        ticket = deleted_ticket(record)
        return self._visible(ticket.number, ticket, by)

    def star(self, number: int, by: Principal, *, starred: bool) -> Outcome:
        """Set or remove the caller's star. Raises what `_change` raises."""
        return self._change(number, by, partial(actions.star, person_id=by.person_id, starred=starred))

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
