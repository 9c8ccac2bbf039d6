"""What a worker asked of the API and what it was answered, to be checked against the table afterwards."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tools.load.ledger import Entry, EntryKey


class Version(NamedTuple):
    """A version of a ticket or of a state."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Flag:
    """The value of a ticket's flag after a call: whether it has the label, waits for an answer, is archived and so on.

    A star belongs to the person with `person_id`.
    """

    field: str
    value: bool
    person_id: int = 0


@dataclass(slots=True)
class RecordedCall:
    """One call with all its attempts.

    `marker` is a unique word. With `leaves_marker` it is part of the text that the call writes, so that exactly one
    history entry (or one state) has it afterwards. `answered` is the version that the response names as written.
    """

    marker: str
    endpoint: str
    leaves_marker: bool = False
    status: int = 0
    attempts: int = 0
    uncertain: bool = False
    """An attempt failed in a way that does not say whether it took effect."""
    answered: Version | None = None
    flag: Flag | None = None
    deletes: int = 0
    """The ticket that the call deletes. No other call knows of it but those that prepare the deletion."""
    removes: tuple[str, int] | None = None
    """The type and the id of the person or the category that the call removes."""
    name: str = ""
    """The name that the call gives to a person or to a category."""
    written: list[Entry] = field(default_factory=list)
    """What its attempts wrote, according to the ledger."""

    @property
    def acknowledged(self) -> bool:
        """Whether the response reported success."""
        return 200 <= self.status < 300


@dataclass(slots=True)
class Report:
    """The results of one process."""

    name: str
    calls: list[RecordedCall] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    uncertain: set[EntryKey] = field(default_factory=set)
    """Versions whose write may or may not have taken effect."""
    faults: dict[str, int] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    """Logical ids of functions that succeeded at least once."""
    requests: int = 0
    errors: list[str] = field(default_factory=list)
    """Responses that no fault explains, and reads that missed an acknowledged write."""
