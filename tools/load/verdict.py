"""Judge a run: every acknowledged write is in the table exactly once, and nothing else is."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from polydesk.domain.ticket import HistoryEntry, Ticket
from tools.load.contents import Contents, changes_of
from tools.load.finding import Verdict, describe, last_versions
from tools.load.histories import is_unresponded
from tools.load.ledger import MARK, Entry, EntryKey
from tools.load.recorded_calls import Flag, RecordedCall, Report, Version
from tools.load.verdict_on_deletions import deleted_tickets, judge_deletion
from tools.load.verdict_on_records import judge_records
from tools.load.workers import LABEL

MARKER = re.compile(r"\bm\d+x\d+\b")


def judge(contents: Contents, reports: Sequence[Report]) -> Verdict:
    """Compare the recorded calls and the ledgers of all processes with the table."""
    verdict = Verdict()
    traces, deleted = _traces(contents), deleted_tickets(contents, reports)
    for report in reports:
        for call in report.calls:
            of_deleted = call.answered is not None and call.answered.id in deleted
            if not of_deleted:
                _judge_marker(call, traces[call.marker], verdict)
            _judge_versions(call, traces[call.marker], contents, verdict, is_stored_now=not of_deleted)
            judge_deletion(call, contents, verdict)
    _judge_ledger(contents, reports, verdict, deleted)
    judge_records(contents, reports, verdict)
    return verdict


def _traces(contents: Contents) -> defaultdict[str, list[Version]]:
    """Return the history entries, the states and the categories that each marker was written to."""
    traces: defaultdict[str, list[Version]] = defaultdict(list)
    for entry in contents.entries:
        for marker in set(MARKER.findall(" ".join(_texts(entry)))):
            traces[marker].append(Version(entry.number, entry.version))
    for item in contents.of_type("state").values():
        for marker in MARKER.findall(item["name"]):
            traces[marker].append(Version(item["id"], item["version"]))
    for item in contents.of_type("category").values():
        for marker in MARKER.findall(item["en"]):
            traces[marker].append(Version(item["id"], item["version"]))
    for number, ticket in contents.tickets.items():
        for marker in MARKER.findall(_opened_as(ticket, contents.history(number))):
            traces[marker].append(Version(number, 1))
    return traces


def _opened_as(ticket: Ticket, history: Sequence[HistoryEntry]) -> str:
    """Return the subject with which a ticket without a message was opened; empty for one with a message."""
    if ticket.opened_with_message:
        return ""
    renamed = changes_of(history, "subject")
    return str(renamed[0].old) if renamed else ticket.subject


def _texts(entry: HistoryEntry) -> Iterator[str]:
    """Yield the message and the new values of an entry."""
    if entry.message:
        yield entry.message.text
    for change in entry.changes:
        added = [one for one in change.new if one not in change.old] if change.field == "tags" else change.new
        yield repr(added)


def _judge_marker(call: RecordedCall, traces: Sequence[Version], verdict: Verdict) -> None:
    if not call.leaves_marker:
        return
    finding = f"{describe(call)}: {list(map(tuple, traces))}"
    if len(traces) > 1:
        verdict.duplicated.append(finding)
    elif call.acknowledged and not traces:
        verdict.lost.append(finding)
    elif traces and not call.acknowledged and not call.uncertain:
        verdict.phantom.append(finding)


def _judge_versions(
    call: RecordedCall, traces: Sequence[Version], contents: Contents, verdict: Verdict, *, is_stored_now: bool
) -> None:
    """Check that a call wrote nothing twice, and that what its response names is there."""
    finding, written = f"{describe(call)} wrote {call.written}", [one for one in call.written if one.type != MARK]
    deletes_state = call.endpoint == "delete state"
    most = 2 if deletes_state else 1  # a deletion that came too late is undone by a second version
    if any(times > most for times in Counter((entry.type, entry.id) for entry in written).values()):
        verdict.duplicated.append(finding)
    if sum(entry.type == "person" and entry.version == 1 for entry in written) > 1:
        verdict.duplicated.append(finding)
    if written and not call.acknowledged and not call.uncertain and not deletes_state:
        verdict.phantom.append(finding)
    if is_stored_now and call.answered and not _is_stored(call, call.answered, traces, contents):
        verdict.lost.append(f"{finding}, answered {call.answered}")


def _is_stored(call: RecordedCall, answered: Version, traces: Sequence[Version], contents: Contents) -> bool:
    """Return whether the table holds what the response says."""
    if call.endpoint == "delete state":
        return contents.states is not None and contents.states.rows[answered.id].deleted
    if call.flag is None:
        return answered in traces or any((entry.id, entry.version) == answered for entry in call.written)
    return _value_of(call.flag, contents.history(answered.id)[: answered.version]) == call.flag.value


def _value_of(flag: Flag, history: Sequence[HistoryEntry]) -> bool:
    """Return the value of a flag after these entries."""
    if flag.field == "answered":
        return not is_unresponded(history)
    if flag.field == "star":
        history = [entry for entry in history if entry.by.person_id == flag.person_id]
    changes = changes_of(history, flag.field)
    if flag.field == "tags":
        return bool(changes) and LABEL in changes[-1].new
    return bool(changes[-1].new) if changes else False


def _judge_ledger(contents: Contents, reports: Iterable[Report], verdict: Verdict, deleted: Collection[int]) -> None:
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
        if key[0] == "update" and key not in stored and key[1] not in deleted:
            verdict.lost.append(f"{key}, written by {entries[0].writer}, is not in the table")
    verdict.phantom += [f"{key} has no writer" for key in sorted(stored - writers.keys() - uncertain)]


def missing_events(contents: Contents, reports: Iterable[Report], events: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the tickets whose updates were not all published in order. Publishing an update twice is allowed.

    `events` has ticket and version of each event, in order of arrival. The last one of a deleted ticket tells so.
    """
    published: dict[int, list[int]] = defaultdict(list)
    for number, version in dict.fromkeys(events):
        published[number].append(version)
    last = last_versions(reports, "update")
    versions = {number: ticket.version for number, ticket in contents.tickets.items()}
    versions |= {number: last[number].version for number in deleted_tickets(contents, reports) if number in last}
    for number, version in versions.items():
        if published[number] != list(range(1, version + 1)):
            yield f"ticket {number}, version {version}: published {published[number]}"
