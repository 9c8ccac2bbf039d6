"""Judge people and categories: the newest version is stored, with the name that was written; removed ones are gone."""

from collections.abc import Iterable

from tools.load.contents import Contents
from tools.load.finding import Verdict, describe, last_versions
from tools.load.ledger import MARK, REMOVAL
from tools.load.recorded_calls import RecordedCall, Report

NAMES = {"person": "name", "category": "en"}
"""The attribute with the name, by the type of the record."""


def judge_records(contents: Contents, reports: Iterable[Report], verdict: Verdict) -> None:
    """Check every person and every category that a process has written or removed."""
    reports = list(reports)
    calls = {call.marker: call for report in reports for call in report.calls}
    removed = {entry.id for report in reports for entry in report.entries if entry.type == REMOVAL}
    for kind, attribute in NAMES.items():
        stored = {item["id"]: item for item in contents.of_type(kind).values()}
        for record_id, entry in last_versions(reports, kind, MARK if kind == "person" else kind).items():
            item = stored.get(record_id)
            name = calls[entry.writer].name if entry.writer in calls else ""
            if item is None and kind == "person" and record_id in removed:
                continue
            if item is None or item["version"] != entry.version:
                verdict.lost.append(f"{kind} {record_id}: {item}, but {entry.writer} wrote version {entry.version}")
            elif name and item[attribute] != name:
                verdict.lost.append(
                    f"{kind} {record_id} has the name {item[attribute]}, but {entry.writer} wrote another"
                )
    for call in calls.values():
        _judge_removal(call, contents, removed, verdict)


def _judge_removal(call: RecordedCall, contents: Contents, removed: set[int], verdict: Verdict) -> None:
    """Check that what a call was acknowledged to remove is gone, and that a category that is gone was removed."""
    if not call.removes or not call.acknowledged:
        return
    kind, record_id = call.removes
    left = [item for item in contents.of_type(kind).values() if item["id"] == record_id and not item.get("deleted")]
    if left or (kind == "person" and record_id not in removed):
        verdict.lost.append(f"{describe(call)} removed {kind} {record_id}, which is there")
