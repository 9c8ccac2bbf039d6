"""Whose words a message is: its author's, or those of another person for whom the author wrote them down."""

from collections.abc import Iterable, Iterator, Mapping

from polydesk.domain.person import Author, Person
from polydesk.domain.ticket import HistoryEntry, Ticket


def speaker_of(entry: HistoryEntry, ticket: Ticket, people: Mapping[int, Person]) -> Author:
    """Return who speaks in a message: its origin; the customer where an agent wrote for them; else its author."""
    if entry.message and entry.message.origin_id is not None:
        return Author(entry.by.side, entry.message.origin_id)
    return opener_of(entry.by, ticket.customer_id, people)


def opener_of(by: Author, customer_id: int, people: Mapping[int, Person]) -> Author:
    """Return the author, or on the side of the customer the ticket's customer instead of an agent."""
    writer = people.get(by.person_id) if by.person_id is not None else None
    return Author.customer(customer_id) if by.is_customer and writer and writer.agent else by


def possible_speakers(entries: Iterable[HistoryEntry], ticket: Ticket) -> Iterator[int]:
    """Yield the customer's id if `speaker_of` may return it for an entry that the customer has not written."""
    for entry in entries:
        if entry.by.is_customer and entry.by.person_id != ticket.customer_id:
            yield ticket.customer_id
