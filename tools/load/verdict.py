"""Judge a run: every acknowledged write is in the table exactly once, and nothing else is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from polydesk.domain.ticket import HistoryEntry
from tools.load.contents import Contents, changes_of
from tools.load.ledger import Entry, EntryKey
from tools.load.recorded_calls import RecordedCall, Report, Version

MARKER = re.compile(r"\bm\d+x\d+\b")


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


def judge(contents: Contents, reports: Sequence[Report]) -> Verdict:
    """Compare the recorded calls and the ledgers of all processes with the table."""
    verdict = Verdict()
    traces = _traces(contents)
    for report in reports:
        for call in report.calls:
            _judge_marker(call, traces[call.marker], verdict)
            _judge_versions(call, traces[call.marker], contents, verdict)
    _judge_ledger(contents, reports, verdict)
    return verdict


def _traces(contents: Contents) -> defaultdict[str, list[Version]]:
    """Return the history entries and the states that each marker was written to."""
    traces: defaultdict[str, list[Version]] = defaultdict(list)
    for entry in contents.entries:
        for marker in set(MARKER.findall(" ".join(_texts(entry)))):
            traces[marker].append(Version(entry.number, entry.version))
    for item in contents.of_type("state").values():
        for marker in MARKER.findall(item["name"]):
            traces[marker].append(Version(item["id"], item["version"]))
    return traces


def _texts(entry: HistoryEntry) -> Iterator[str]:
    """Yield the message and the new values of an entry."""
    if entry.message:
        yield entry.message.text
    for change in entry.changes:
        yield repr(change.new)


def _judge_marker(call: RecordedCall, traces: Sequence[Version], verdict: Verdict) -> None:
    if not call.leaves_marker:
        return
    finding = f"{_describe(call)}: {list(map(tuple, traces))}"
    if len(traces) > 1:
        verdict.duplicated.append(finding)
    elif call.acknowledged and not traces:
        verdict.lost.append(finding)
    elif traces and not call.acknowledged and not call.uncertain:
        verdict.phantom.append(finding)


def _judge_versions(call: RecordedCall, traces: Sequence[Version], contents: Contents, verdict: Verdict) -> None:
    """Check that a call wrote no ticket and no state twice, and that what its response names is there."""
    finding = f"{_describe(call)} wrote {call.written}"
    deletes_state = call.endpoint == "delete state"
    most = 2 if deletes_state else 1  # a deletion that came too late is undone by a second version
    if any(times > most for times in Counter((entry.type, entry.id) for entry in call.written).values()):
        verdict.duplicated.append(finding)
    if call.written and not call.acknowledged and not call.uncertain and not deletes_state:
        verdict.phantom.append(finding)
    if call.answered and not _is_stored(call, call.answered, traces, contents):
        verdict.lost.append(f"{finding}, answered {call.answered}")


def _describe(call: RecordedCall) -> str:
    return f"{call.endpoint} {call.marker} ({call.status} after {call.attempts} attempts)"


def _is_stored(call: RecordedCall, answered: Version, traces: Sequence[Version], contents: Contents) -> bool:
    """Return whether the table holds what the response says."""
    if call.endpoint == "delete state":
        return contents.states is not None and contents.states.rows[answered.id].deleted
    if call.flag is None:
        return answered in traces or any((entry.id, entry.version) == answered for entry in call.written)
    history = contents.history(answered.id)[: answered.version]
    if call.flag.field == "star":
        history = [entry for entry in history if entry.by.person_id == call.flag.person_id]
    changes = changes_of(history, call.flag.field)
    return (bool(changes[-1].new) if changes else False) == call.flag.value


def _judge_ledger(contents: Contents, reports: Iterable[Report], verdict: Verdict) -> None:
    """Check that each version was written by exactly one writer and is in the table."""
    writers: dict[EntryKey, list[Entry]] = defaultdict(list)
    uncertain: set[EntryKey] = set()
    for report in reports:
        uncertain |= report.uncertain
        for entry in report.entries:
            writers[entry.key].append(entry)
    stored = {("update", entry.number, entry.version) for entry in contents.entries}
    for key, entries in writers.items():
        if len(entries) > 1:
            verdict.lost.append(f"{key} was written by {[entry.writer for entry in entries]}")
        if key[0] == "update" and key not in stored:
            verdict.lost.append(f"{key}, written by {entries[0].writer}, is not in the table")
    verdict.phantom += [f"{key} has no writer" for key in sorted(stored - writers.keys() - uncertain)]


def missing_events(contents: Contents, events: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the tickets whose updates were not all published in order. Publishing an update twice is allowed.

    `events` has ticket and version of each event, in order of arrival.
    """
    published: dict[int, list[int]] = defaultdict(list)
    for number, version in dict.fromkeys(events):
        published[number].append(version)
    for number, ticket in contents.tickets.items():
        if published[number] != list(range(1, ticket.version + 1)):
            yield f"ticket {number}, version {ticket.version}: published {published[number]}"
