"""Where a ticket stands in the indexes that its own transaction keeps, and the writes that move it there.

Tickets of version 0.1 have their bit in the state index (`state_index`, the former one). All others are in the ticket
index and in their customer's own set; the attribute `sets` of the row says so. Each write of a ticket moves it over,
once the step of the migrations has begun: before that, functions of the release before may still write it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden, slot_of
from polydesk.domain.ticket import Ticket
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.transaction import UpdateItem

SETS_STEP = 2
"""The step of the migrations after which every ticket is in the ticket index and in its customer's own set."""

HIDDEN_STEP = 5
"""The step of the migrations after which every hidden ticket is in the sets of hidden tickets."""

RECENT = timedelta(hours=1)
"""Age up to which a ticket counts as recent: its neighbours are likely to be written at the same moment."""


@dataclass(frozen=True, slots=True)
class TicketPlaces:
    """The places of tickets; `is_begun` tells whether tickets may be moved to the ticket index."""

    former: StateIndex
    index: TicketIndex
    own: OwnSets
    is_begun: Callable[[], bool]

    def goes_to_sets(self, before: Ticket | None) -> bool:
        """Return whether a ticket is in the ticket index after its next write."""
        return (before is not None and before.in_sets) or self.is_begun()

    def moves(self, before: Ticket | None, after: Ticket, at: datetime) -> list[UpdateItem]:
        """Return the writes that move a ticket, for its own transaction at this time.

        `before` is None for a new ticket. `after.in_sets` says where it goes. The transaction must make sure
        that the ticket is as in `before`, also in `in_sets`: the writes only require that the customer of a new ticket
        is not being removed, and raise PersonNotFound.
        """
        number = after.number
        was, becomes = _slots(before), _slots(after)
        return [
            *self.former.operations(number, was.former, becomes.former),
            *self.index.operations(number, was.slot, becomes.slot, recent=at - after.created_at < RECENT),
            *self._owning(before, after, was.slot, becomes.slot),
            *_hiding(number, slot_of(before) if before else None, slot_of(after)),
        ]

    def _owning(self, before: Ticket | None, after: Ticket, was: Slot | None, becomes: Slot | None) -> list[UpdateItem]:
        if before is None:
            return self.own.opening(after.customer_id, after.number, becomes)
        return self.own.operations(after.customer_id, after.number, was, becomes)

    def purge(self, ticket: Ticket) -> list[UpdateItem]:
        """Return the writes that take a ticket out for good. The ticket index remembers its number as gone.

        The sets of hidden tickets get the number even if the ticket is hidden: the release before may have hidden it,
        and step 5 of the migrations finds no row. Its words and facts are still there for a while.
        """
        was, hiding = _slots(ticket), _hiding(ticket.number, None, GONE_SLOT)
        if was.slot is None:
            return [*self.former.operations(ticket.number, was.former, None), *hiding]
        return [
            *self.index.operations(ticket.number, was.slot, GONE_SLOT, recent=False),
            *self.own.operations(ticket.customer_id, ticket.number, was.slot, None),
            *hiding,
        ]


def _hiding(number: int, before: Slot | None, after: Slot) -> list[UpdateItem]:
    """Return the write to the sets of hidden tickets; none if the ticket stays hidden, or shown."""
    was, becomes = before is not None and is_hidden(before), is_hidden(after)
    if was == becomes:
        return []
    from polydesk.storage import hidden_sets  # few writes hide a ticket

    return [hidden_sets.hide(number) if becomes else hidden_sets.show(number)]


@dataclass(frozen=True, slots=True)
class _Slots:
    former: IndexSlot | None = None
    slot: Slot | None = None


def _slots(ticket: Ticket | None) -> _Slots:
    if ticket is None:
        return _Slots()
    if ticket.in_sets:
        return _Slots(slot=slot_of(ticket))
    return _Slots(former=IndexSlot(ticket.state_id, ticket.spam))
