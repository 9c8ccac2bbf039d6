"""Judge contacts: the newest version that was written is stored, with the name that its call gave."""

from collections.abc import Iterable

from tools.load.contents import Contents
from tools.load.finding import Verdict, last_versions
from tools.load.recorded_calls import Report


def judge_contacts(contents: Contents, reports: Iterable[Report], verdict: Verdict) -> None:
    """Check every person that a process has written."""
    reports = list(reports)
    names = {call.marker: call.name for report in reports for call in report.calls if call.name}
    people = {item["id"]: item for item in contents.of_type("person").values()}
    for person_id, entry in last_versions(reports, "person").items():
        stored = people.get(person_id)
        if stored is None or stored["version"] != entry.version:
            verdict.lost.append(f"person {person_id}: {stored}, but {entry.writer} wrote version {entry.version}")
        elif stored["name"] != names.get(entry.writer, stored["name"]):
            verdict.lost.append(f"person {person_id} has the name {stored['name']}, but {entry.writer} wrote another")
