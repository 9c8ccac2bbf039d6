"""What a ticket's row has counted of its history, counted anew from the entries.

For tickets from before rows had these counters, and for tickets on which an earlier release has written since.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from polydesk.domain.state import States
from polydesk.domain.ticket import HistoryEntry, Ticket


@dataclass(frozen=True, slots=True)
class MessageCounts:
    """What the entries of a history say up to a version. Entries never change, so counting can be continued later."""

    version: int = 0
    messages: int = 0
    notes: int = 0
    staff_replies: int = 0
    last_message_at: datetime | None = None
    last_closed_at: datetime | None = None

    def after(self, entry: HistoryEntry, states: States, created_at: datetime) -> "MessageCounts":
        """Return the counts with the next entry of a ticket created then.

        Which states are closed is taken from the states as they are now, and from entries that closed the ticket.
        """
        counts = replace(self, version=entry.version, last_closed_at=self._closed_at(entry, states, created_at))
        message = entry.message
        if message is None:
            return counts
        follows = entry.kind != "opened"
        return replace(
            counts,
            messages=self.messages + 1,
            notes=self.notes + (follows and not message.public),
            staff_replies=self.staff_replies + (follows and message.public and not entry.by.is_customer),
            last_message_at=_latest(self.last_message_at, entry.at),
        )

    def _closed_at(self, entry: HistoryEntry, states: States, created_at: datetime) -> datetime | None:
        """Return when the ticket was last closed. Its first state has no entry, but the change that leaves it."""
        at = self.last_closed_at
        for change in entry.changes:
            if change.field == "state_id":
                was_closed, is_closed = (_is_closed(state_id, states) for state_id in (change.old, change.new))
                if entry.kind == "closed" or (is_closed and not was_closed):
                    at = entry.at
                elif was_closed and at is None:
                    at = created_at
        return at

    def fit(self, ticket: Ticket) -> bool:
        """Return whether they have counted the whole history, and as many messages as the ticket's row says."""
        return self.version == ticket.version and self.messages == ticket.messages

    def added_to(self, ticket: Ticket) -> Ticket:
        """Return the ticket with what was counted. Times that its row has and that are later stay."""
        return replace(
            ticket,
            notes=self.notes,
            staff_replies=self.staff_replies,
            last_message_at=_latest(ticket.last_message_at, self.last_message_at),
            last_closed_at=_latest(ticket.last_closed_at, self.last_closed_at),
        )


def _is_closed(state_id: int, states: States) -> bool:
    state = states.rows.get(state_id)
    return state is not None and state.type.is_closed


def _latest(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at), default=None)
