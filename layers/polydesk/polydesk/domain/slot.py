"""Slots: a ticket is in exactly one, which is its state with its flags. Lists are selected by slots first."""

from dataclasses import dataclass

from polydesk.domain.ticket import Part, Ticket

GONE = 0
"""The state id of purged tickets. Their numbers stay in the index, among the hidden ones, for ever."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The state and the flags of a ticket, and the part under which it is filed."""

    state_id: int
    part: Part
    archived: bool = False
    spam: bool = False
    trashed: bool = False
    staff_only: bool = False


GONE_SLOT = Slot(GONE, "hidden")
"""The slot of a purged ticket."""


def is_hidden(slot: Slot) -> bool:
    """Return whether lists leave the tickets out unless they ask for them: spam, trash and purged tickets."""
    return slot.spam or slot.trashed or slot.state_id == GONE


def slot_of(ticket: Ticket, *, closed: bool) -> Slot:
    """Return the slot of a ticket; `closed` is whether the type of its state is closed."""
    part: Part = "hidden" if ticket.spam else "closed" if closed else "open"
    return Slot(ticket.state_id, part, ticket.archived, ticket.spam, False, ticket.visible_only_staff)
