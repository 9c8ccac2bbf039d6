"""What one action does to a ticket."""

from dataclasses import dataclass

from polydesk.domain.ticket import HistoryEntry, Ticket, Vote


@dataclass(frozen=True, slots=True)
class EntryVote:
    """A vote on the public message of the entry with this version."""

    version: int
    vote: Vote


@dataclass(frozen=True, slots=True)
class StarChange:
    """A person sets or removes a star."""

    person_id: int
    starred: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one action: the ticket before (None for a new one) and after, and the history entry."""

    before: Ticket | None
    after: Ticket
    entry: HistoryEntry
    entry_vote: EntryVote | None = None
    star: StarChange | None = None
