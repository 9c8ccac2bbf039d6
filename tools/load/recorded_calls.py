"""What the clients did, as they saw it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tools.load.ledger import Entry


class Version(NamedTuple):
    """A version of a ticket or of a state."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Flag:
    """What a ticket is after a call: `field` has this value; a star is the person's."""

    field: str
    value: bool
    person_id: int = 0


@dataclass(slots=True)
class Deed:
    """One thing that a client wanted, however often it had to ask.

    `marker` stands in what is written, where that can be told by words: then it is to be found in one update (or, for a
    state, in one row). `answered` is the version that the answer names as written.
    """

    marker: str
    endpoint: str
    leaves_marker: bool = False
    status: int = 0
    attempts: int = 0
    uncertain: bool = False
    """An attempt may have taken effect and did not say so."""
    answered: Version | None = None
    flag: Flag | None = None
    written: list[Entry] = field(default_factory=list)
    """What its attempts wrote, by the ledger."""

    @property
    def acknowledged(self) -> bool:
        """Whether the client was told that it is done."""
        return 200 <= self.status < 300


@dataclass(slots=True)
class Report:
    """What one process tells when it is done."""

    name: str
    deeds: list[Deed] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    uncertain: set[tuple[str, int, int]] = field(default_factory=set)
    faults: dict[str, int] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    """Functions that have succeeded at least once."""
    requests: int = 0
    wrong: list[str] = field(default_factory=list)
    """Answers that no fault explains, and reads that did not show what had been acknowledged."""
