"""Judge deletions: a ticket is gone when its deletion was acknowledged, and stays when it was refused."""

from collections.abc import Iterable

from tools.load.contents import Contents
from tools.load.finding import Verdict, describe
from tools.load.recorded_calls import RecordedCall, Report


def deleted_tickets(contents: Contents, reports: Iterable[Report]) -> set[int]:
    """Return the tickets that are gone because of a call that took effect, or may have."""
    calls = (call for report in reports for call in report.calls if call.deletes)
    return {call.deletes for call in calls if _may_have_worked(call)} - contents.tickets.keys()


def judge_deletion(call: RecordedCall, contents: Contents, verdict: Verdict) -> None:
    """Check that the ticket of a deletion is there or not, as the call was answered."""
    if not call.deletes:
        return
    is_there = call.deletes in contents.tickets
    if call.acknowledged and is_there:
        verdict.lost.append(f"{describe(call)} deleted ticket {call.deletes}, which is there")
    if not is_there and not _may_have_worked(call):
        verdict.phantom.append(f"{describe(call)}: ticket {call.deletes} is gone")


def _may_have_worked(call: RecordedCall) -> bool:
    return call.acknowledged or call.uncertain
