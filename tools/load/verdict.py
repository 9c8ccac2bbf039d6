"""Whether what clients were told is true: every acknowledged write is there, once, and none is there twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from polydesk.domain.ticket import HistoryEntry
from tools.load.contents import Contents, changes_of
from tools.load.ledger import Entry
from tools.load.recorded_calls import Deed, Report, Version

MARKER = re.compile(r"\bm\d+x\d+\b")


@dataclass(slots=True)
class Account:
    """What does not add up."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    """There, although its client was told that it was refused, or although nobody wrote it."""


def reckon(found: Contents, reports: Sequence[Report]) -> Account:
    """Hold what the clients were told, and what the wire saw, against the table."""
    account = Account()
    traces = _traces(found)
    for report in reports:
        for deed in report.deeds:
            _reckon_marker(deed, traces[deed.marker], account)
            _reckon_versions(deed, traces[deed.marker], found, account)
    _reckon_ledger(found, reports, account)
    return account


def _traces(found: Contents) -> defaultdict[str, list[Version]]:
    """The updates and states in which each marker stands, as something new."""
    traces: defaultdict[str, list[Version]] = defaultdict(list)
    for update in found.updates:
        for marker in set(MARKER.findall(" ".join(_words(update)))):
            traces[marker].append(Version(update.number, update.version))
    for item in found.of_type("state").values():
        for marker in MARKER.findall(item["name"]):
            traces[marker].append(Version(item["id"], item["version"]))
    return traces


def _words(update: HistoryEntry) -> Iterator[str]:
    if update.message:
        yield update.message.text
    for change in update.changes:
        yield repr(change.new)


def _reckon_marker(deed: Deed, traces: Sequence[Version], account: Account) -> None:
    if not deed.leaves_marker:
        return
    where = f"{deed.endpoint} {deed.marker} ({deed.status} after {deed.attempts} attempts): {list(map(tuple, traces))}"
    if len(traces) > 1:
        account.doubled.append(where)
    elif deed.acknowledged and not traces:
        account.lost.append(where)
    elif traces and not deed.acknowledged and not deed.uncertain:
        account.phantom.append(where)


def _reckon_versions(deed: Deed, traces: Sequence[Version], found: Contents, account: Account) -> None:
    """What the ledger says of a deed: it wrote no ticket and no state twice, and what its answer names."""
    where = f"{deed.endpoint} {deed.marker} ({deed.status} after {deed.attempts} attempts) wrote {deed.written}"
    # A deletion that came too late is taken back, which is a second version.
    most = 2 if deed.endpoint == "delete state" else 1
    if any(times > most for times in Counter((entry.what, entry.id) for entry in deed.written).values()):
        account.doubled.append(where)
    if deed.written and not deed.acknowledged and not deed.uncertain and deed.endpoint != "delete state":
        account.phantom.append(where)
    if deed.answered and not _is_so(deed, deed.answered, traces, found):
        account.lost.append(f"{where}, answered {deed.answered}")


def _is_so(deed: Deed, answered: Version, traces: Sequence[Version], found: Contents) -> bool:
    """Whether the table has what an answer says."""
    if deed.endpoint == "delete state":
        return found.states is not None and found.states.rows[answered.id].deleted
    if deed.flag is None:
        return answered in traces or any((entry.id, entry.version) == answered for entry in deed.written)
    told = found.history(answered.id)[: answered.version]
    if deed.flag.field == "star":
        told = [update for update in told if update.by.person_id == deed.flag.person_id]
    changes = changes_of(told, deed.flag.field)
    return (bool(changes[-1].new) if changes else False) == deed.flag.value


def _reckon_ledger(found: Contents, reports: Iterable[Report], account: Account) -> None:
    """The wire's view of all processes together is the table's: each version was written by one, and is there."""
    by: dict[tuple[str, int, int], list[Entry]] = defaultdict(list)
    uncertain: set[tuple[str, int, int]] = set()
    for report in reports:
        uncertain |= report.uncertain
        for entry in report.entries:
            by[entry.what, entry.id, entry.version].append(entry)
    there = {("update", update.number, update.version) for update in found.updates}
    for place, entries in by.items():
        if len(entries) > 1:
            account.lost.append(f"{place} was written by {[entry.by for entry in entries]}")
        if place[0] == "update" and place not in there:
            account.lost.append(f"{place} of {entries[0].by} is not there")
    account.phantom += [f"{place} was written by nobody" for place in sorted(there - by.keys() - uncertain)]


def events_untold(found: Contents, heard: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Updates of which the bus has not heard, or not in their order. Hearing of one twice is no fault."""
    first = list(dict.fromkeys(heard))
    told: dict[int, list[int]] = defaultdict(list)
    for number, version in first:
        told[number].append(version)
    for number, ticket in found.tickets.items():
        if told[number] != list(range(1, ticket.version + 1)):
            yield f"ticket {number}, version {ticket.version}: the bus heard of {told[number]}"
