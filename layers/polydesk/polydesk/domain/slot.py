"""Slots: a ticket is in exactly one, which is its state with its flags. Lists are selected by slots first."""

from dataclasses import dataclass

from polydesk.domain.ticket import Ticket

GONE = 0
"""The state id of purged tickets. Their numbers stay in the index, among the hidden ones, for ever."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The state and the flags of a ticket."""

    state_id: int
    archived: bool = False
    spam: bool = False
    trashed: bool = False
    staff_only: bool = False


GONE_SLOT = Slot(GONE)
"""The slot of a purged ticket."""


def is_hidden(slot: Slot) -> bool:
    """Return whether lists leave the tickets out unless they ask for them: spam, trash and purged tickets."""
    return slot.spam or slot.trashed or slot.state_id == GONE


def slot_of(ticket: Ticket) -> Slot:
    """Return the slot of a ticket."""
    return Slot(ticket.state_id, ticket.archived, ticket.spam, ticket.trashed, ticket.visible_only_staff)
