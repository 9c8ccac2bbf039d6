"""The verdict of `make load` on deletions, contacts, labels and marks: what contradicts an answer is found."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.domain.person import Author
from polydesk.domain.ticket import Change, HistoryEntry, Message
from polydesk.storage.keys import Key
from tests.unit.dialects.supportbee.ticket_samples import ticket
from tools.load.contents import Contents
from tools.load.finding import Verdict
from tools.load.ledger import MARK, REMOVAL, Entry
from tools.load.recorded_calls import Flag, RecordedCall, Report, Version
from tools.load.verdict import judge, missing_events
from tools.load.workers import LABEL

NUMBER, PERSON = 7, 5
AT = datetime(2026, 1, 5, tzinfo=UTC)
SOUND = Verdict()


def contents(*history: HistoryEntry, there: bool = True, person: dict[str, Any] | None = None) -> Contents:
    """A table with ticket 7 and its history, or without it, and perhaps a person."""
    items = {Key("PERSON#5", "P"): person} if person else {}
    tickets = {NUMBER: ticket(NUMBER, version=len(history))} if there else {}
    histories = {NUMBER: {one.version: one for one in history}} if history else {}
    return Contents({}, {"person": items}, tickets, histories)


def entry(version: int, *changes: Change, text: str = "", by: Author | None = None) -> HistoryEntry:
    """An entry of ticket 7."""
    message = Message(text) if text else None
    return HistoryEntry(NUMBER, version, "changed", AT, by or Author.staff(3), message, changes)


def report(*calls: RecordedCall, entries: tuple[Entry, ...] = ()) -> Report:
    """What a worker reports."""
    return Report("worker", calls=list(calls), entries=list(entries))


def deletion(status: int, *, uncertain: bool = False) -> RecordedCall:
    """A call that deletes ticket 7."""
    return RecordedCall("m1x2", "delete", status=status, attempts=1, uncertain=uncertain, deletes=NUMBER)


def creation() -> RecordedCall:
    """The call that opened ticket 7."""
    written = [Entry("update", NUMBER, 1, "m1x1")]
    return RecordedCall("m1x1", "create", True, 201, 1, answered=Version(NUMBER, 1), written=written)


@pytest.mark.parametrize("status", [200, 204])
def test_a_deleted_ticket_that_is_there_is_lost(status: int) -> None:
    assert judge(contents(), [report(deletion(status))]).lost


def test_a_ticket_that_is_gone_although_its_deletion_was_refused_is_found() -> None:
    assert judge(contents(there=False), [report(deletion(409))]).phantom
    assert judge(contents(), [report(deletion(409))]) == SOUND


@pytest.mark.parametrize("call", [deletion(204), deletion(404, uncertain=True)])
def test_what_was_written_to_a_deleted_ticket_may_be_gone(call: RecordedCall) -> None:
    made = creation()
    assert judge(contents(there=False), [report(made, call, entries=tuple(made.written))]) == SOUND


def test_what_was_written_to_a_ticket_that_nobody_deleted_is_lost() -> None:
    made = creation()
    assert judge(contents(there=False), [report(made, entries=tuple(made.written))]).lost


def test_the_last_event_of_a_deleted_ticket_is_missed() -> None:
    entries = (Entry("update", NUMBER, 1, "m1x1"), Entry("update", NUMBER, 2, "m1x2"))
    reports = [report(deletion(204), entries=entries)]
    assert list(missing_events(contents(there=False), reports, [(NUMBER, 1)]))
    assert not list(missing_events(contents(there=False), reports, [(NUMBER, 1), (NUMBER, 2)]))


@pytest.mark.parametrize(
    ("stored", "is_found"),
    [
        ({"id": PERSON, "version": 2, "name": "m1x2"}, False),
        ({"id": PERSON, "version": 2, "name": "m1x1"}, True),
        ({"id": PERSON, "version": 1, "name": "m1x1"}, True),
        (None, True),
    ],
)
def test_a_contact_has_its_newest_name(stored: dict[str, Any] | None, is_found: bool) -> None:
    calls = [RecordedCall(marker, "save contact", status=200, attempts=1, name=marker) for marker in ("m1x1", "m1x2")]
    entries = (Entry("person", PERSON, 1, "m1x1"), Entry("person", PERSON, 2, "m1x2"))
    verdict = judge(contents(there=False, person=stored), [report(*calls, entries=entries)])
    assert bool(verdict.lost) == is_found


def removal(status: int, *, uncertain: bool = False) -> RecordedCall:
    """A call that removes person 5."""
    return RecordedCall("m1x2", "remove", status=status, attempts=1, uncertain=uncertain, removes=("person", PERSON))


MADE = Entry("person", PERSON, 1, "m1x1")
STORED = {"id": PERSON, "version": 1, "name": "Ann"}


@pytest.mark.parametrize(
    ("call", "entries", "stored", "is_lost"),
    [
        (removal(200), (Entry(REMOVAL, PERSON, 0, "m1x2"),), None, False),
        (removal(404, uncertain=True), (Entry(REMOVAL, PERSON, 0, "m1x2"),), None, False),
        (removal(200), (), STORED, True),
        (removal(422), (), None, True),
        (removal(422), (Entry(MARK, PERSON, 2, "m1x2"), Entry(MARK, PERSON, 3, "m1x2")), STORED, True),
        (removal(422), (Entry(MARK, PERSON, 2, "m1x2"),), {**STORED, "version": 2}, False),
    ],
)
def test_a_person_is_gone_when_the_removal_was_written(
    call: RecordedCall, entries: tuple[Entry, ...], stored: dict[str, Any] | None, is_lost: bool
) -> None:
    call.written = list(entries)
    verdict = judge(contents(there=False, person=stored), [report(call, entries=(MADE, *entries))])
    assert (bool(verdict.lost), verdict.duplicated, verdict.phantom) == (is_lost, [], [])


def test_a_removal_that_was_refused_and_took_effect_is_found() -> None:
    call = removal(422)
    call.written = [Entry(REMOVAL, PERSON, 0, "m1x2")]
    assert judge(contents(there=False), [report(call, entries=(MADE, *call.written))]).phantom


def test_two_people_of_one_call_are_found() -> None:
    call = RecordedCall("m1x1", "create user", status=201, attempts=2, written=[MADE, Entry("person", 6, 1, "m1x1")])
    assert judge(contents(there=False, person=STORED), [report(call)]).duplicated


def flagged(flag: Flag, version: int) -> RecordedCall:
    """A call that set a flag of ticket 7."""
    return RecordedCall("m1x2", "mark", status=204, attempts=1, answered=Version(NUMBER, version), flag=flag)


@pytest.mark.parametrize(("tags", "is_lost"), [([LABEL], False), (["other"], True)])
def test_a_label_is_among_the_tags(tags: list[str], is_lost: bool) -> None:
    history = entry(1, text="Help"), entry(2, Change("tags", [], tags))
    verdict = judge(contents(*history), [Report("set-up"), report(flagged(Flag("tags", True), 2))])
    assert bool(verdict.lost) == is_lost


@pytest.mark.parametrize(("answered", "is_lost"), [(True, False), (False, True)])
def test_a_mark_is_in_the_history(answered: bool, is_lost: bool) -> None:
    opened = entry(1, text="Help", by=Author.customer(4))
    verdict = judge(
        contents(opened, entry(2, Change("answered", None, answered))), [report(flagged(Flag("answered", True), 2))]
    )
    assert bool(verdict.lost) == is_lost


def test_a_tag_belongs_to_the_call_that_added_it() -> None:
    calls = [RecordedCall(f"m1x{one}", "tag", True, 200, 1, answered=Version(NUMBER, one)) for one in (1, 2)]
    history = entry(1, Change("tags", [], ["m1x1"])), entry(2, Change("tags", ["m1x1"], ["m1x1", "m1x2"]))
    assert not judge(contents(*history), [report(*calls)]).duplicated
