"""What a verdict finds, and what its parts share."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.load.ledger import Entry
from tools.load.recorded_calls import RecordedCall, Report


@dataclass(slots=True)
class Verdict:
    """The contradictions between what was answered, what was written and what is in the table."""

    lost: list[str] = field(default_factory=list)
    """Acknowledged or committed, but not in the table."""
    duplicated: list[str] = field(default_factory=list)
    """Written more than once by one call."""
    phantom: list[str] = field(default_factory=list)
    """In the table, although the call was refused or no call wrote it."""

    @property
    def passed(self) -> bool:
        """Whether there are no contradictions."""
        return not (self.lost or self.duplicated or self.phantom)


def describe(call: RecordedCall) -> str:
    """Return a call with its status, for a finding."""
    return f"{call.endpoint} {call.marker} ({call.status} after {call.attempts} attempts)"


def last_versions(reports: Iterable[Report], *kinds: str) -> dict[int, Entry]:
    """Return the newest version that a process has written of each thing, by entries of these types."""
    last: dict[int, Entry] = {}
    for report in reports:
        for entry in report.entries:
            if entry.type in kinds and (entry.id not in last or entry.version > last[entry.id].version):
                last[entry.id] = entry
    return last
