"""Which terms the search indexer adds and removes."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.jobs.search_indexing import SearchIndexer
from polydesk.jobs.stream_batch import in_order
from polydesk.jobs.text_terms import terms_in
from polydesk.storage.codec import decode
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import PutItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import customer_ticket
from tests.unit.jobs.records import RecordingQuarantine, malformed, record, row_record

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


type Call = tuple[str, int, list[str], str]
"""Addition or removal, ticket, terms, and the text that they are of: subject, public message or private note."""


class FakeIndex:
    """A search index that keeps its calls."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def add(self, number: int, terms: Collection[str], public: bool, in_subject: bool = False) -> None:
        """Keep an addition."""
        self.calls.append(
            ("add", number, sorted(terms), "subject" if in_subject else "public" if public else "private")
        )

    def remove(self, number: int, terms: Collection[str], public: bool, in_subject: bool = False) -> None:
        """Keep a removal."""
        self.calls.append(
            ("remove", number, sorted(terms), "subject" if in_subject else "public" if public else "private")
        )


def indexed(
    *records: dict[str, Any], quarantine: RecordingQuarantine | None = None, deadline: Deadline | None = None
) -> tuple[str | None, list[Call]]:
    """Return what is returned for a batch of these records, and the indexer's calls to the index."""
    resources, index = resources_on(_with_rows_of(records)), FakeIndex()
    vars(resources)["search_index"] = index
    process = SearchIndexer(resources, NOW).index_record
    result = in_order(records, process, quarantine or RecordingQuarantine(), deadline or Deadline(60.0))
    return result, index.calls


def _with_rows_of(records: Iterable[dict[str, Any]]) -> FakeTable:
    """Return a table with the rows that the records write."""
    table = FakeTable()
    for image in (one["dynamodb"].get("NewImage", {}) for one in records):
        if image.get("type") == {"S": "ticket"}:
            item = decode(image)
            table.write(PutItem(Key(item.pop("pk"), item.pop("sk")), item))
    return table


def purged(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record of the removal of what a record wrote."""
    change = dict(record["dynamodb"])
    change["OldImage"] = change.pop("NewImage")
    return {**record, "eventName": "REMOVE", "dynamodb": change}


def test_terms_of_a_message_are_added() -> None:
    assert indexed(record(1, 2, 1)) == (None, [("add", 1, ["burns", "it"], "public")])


def test_terms_of_a_note_are_added_as_private() -> None:
    assert indexed(record(1, 2, 1, private=True)) == (None, [("add", 1, ["burns", "it"], "private")])


def test_terms_of_a_subject_are_added() -> None:
    subject = row_record(None, customer_ticket(subject="Printer"))

    assert indexed(subject) == (None, [("add", 1, ["printer"], "subject")])


def test_a_change_of_a_row_adds_no_terms_and_its_removal_removes_those_of_its_subject() -> None:
    ticket = customer_ticket(subject="Printer")

    assert indexed(row_record(ticket, replace(ticket, version=2, archived=True))) == (None, [])
    assert indexed(row_record(ticket, None)) == (None, [("remove", 1, ["printer"], "subject")])


def test_terms_of_a_purged_message_are_removed() -> None:
    assert indexed(purged(record(1, 2, 1))) == (None, [("remove", 1, ["burns", "it"], "public")])


def test_an_unreadable_record_is_parked_and_the_next_is_indexed() -> None:
    quarantine = RecordingQuarantine()

    result, calls = indexed(malformed(1), record(1, 2, 2), quarantine=quarantine)

    assert (result, quarantine.parked, len(calls)) == (None, ["1"], 1)


def test_a_record_that_cannot_be_parked_stops_the_batch() -> None:
    quarantine = RecordingQuarantine(accepts=False)

    assert indexed(malformed(1), record(1, 2, 2), quarantine=quarantine) == ("1", [])


@pytest.mark.parametrize("seconds", [-1.0, 29.0])
def test_no_record_is_started_that_may_not_end_before_the_deadline(seconds: float) -> None:
    assert indexed(record(1, 2, 1), deadline=Deadline(seconds)) == ("1", [])


def test_texts_beyond_a_budget_are_not_read_and_long_html_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def read_terms(text: str, html: str | None) -> list[str]:
        read.append(text)
        return [text]

    monkeypatch.setattr("polydesk.jobs.search_indexing.terms_in", read_terms)
    monkeypatch.setattr("polydesk.jobs.index_budget.TERMS_PER_MINUTE", 60)
    bodies = [record(1, version, version, text=f"t{version}", html="<br>" * 500) for version in range(1, 8)]

    _, calls = indexed(*bodies)

    assert [terms for _, _, terms, _ in calls] == [["t1"], ["t2"]]
    assert read == ["t1", "t2", "t3"]


@pytest.mark.parametrize(
    ("text", "html", "terms"),
    [
        ("It burns", None, ["burns", "it"]),
        ("It burns", "<p>It <b>sm</b>okes</p>", ["burns", "it", "smokes"]),
        ("", '<a href="https://target.example">here</a>', ["example", "here", "https", "target"]),
    ],
)
def test_terms_come_from_the_text_and_from_its_html(text: str, html: str | None, terms: list[str]) -> None:
    assert sorted(terms_in(text, html)) == terms
