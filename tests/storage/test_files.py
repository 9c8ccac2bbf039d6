"""Files in the table: each is attached once, and unattached ones are found."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.errors import FileAlreadyUsed
from polydesk.domain.file import File
from polydesk.storage import keys
from polydesk.storage.files import FileRecords
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def upload(file_id: str, attach_by: datetime = NOON) -> File:
    return File(file_id, "отчёт.pdf", "application/pdf", 1234, 5, attach_by)


@pytest.fixture
def files(table: Table) -> FileRecords:
    return FileRecords(table)


def put(table: Table, *uploads: File) -> None:
    for one in uploads:
        table.write(FileRecords(table).put_item(one))


def test_a_file_is_read_back_as_it_was_written(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"), upload("b2"))

    assert files.get_many(["a1", "c3"]) == {"a1": upload("a1")}


def test_a_file_is_attached_once(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"))

    table.write(files.attach_operation("a1", 1))

    assert files.get_many(["a1"])["a1"].attached
    with pytest.raises(FileAlreadyUsed):
        table.write(files.attach_operation("a1", 1))


def test_numbers_of_attachments_are_drawn_at_once_and_never_twice(table: Table, files: FileRecords) -> None:
    assert [list(files.next_numbers(count)) for count in (1, 3, 2)] == [[1], [2, 3, 4], [5, 6]]


def test_a_file_keeps_its_number(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"))

    table.write(files.attach_operation("a1", 7))

    item = table.get(keys.file("a1"))
    assert item is not None
    assert item["number"] == 7


def test_a_file_that_does_not_exist_cannot_be_attached(table: Table, files: FileRecords) -> None:
    with pytest.raises(FileAlreadyUsed):
        table.write(files.attach_operation("a1", 1))
    assert files.get_many(["a1"]) == {}


def test_when_one_of_several_is_attached_already_none_is(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"), upload("b2"), upload("c3"))
    table.write(files.attach_operation("b2", 1))

    with pytest.raises(FileAlreadyUsed) as refusal:
        table.commit([files.attach_operation(one, 1) for one in ("a1", "b2", "c3")], Deadline(2.0))

    assert refusal.value.identifier == "b2"
    assert [file.attached for file in files.get_many(["a1", "c3"]).values()] == [False, False]


def test_unattached_files_are_found_however_old_they_are(table: Table, files: FileRecords) -> None:
    long_ago = [upload(f"{digit}-old", NOON - timedelta(days=400)) for digit in "0123456789abcdef"]
    put(table, *long_ago, upload("a-now", NOON), upload("a-later", NOON + timedelta(minutes=1)))

    found = {one.id for one in files.unattached(NOON)}

    assert found == {*(one.id for one in long_ago), "a-now"}


def test_an_attached_file_is_never_found(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"), upload("b2"))
    table.write(files.attach_operation("a1", 1))

    assert [one.id for one in files.unattached(NOON + timedelta(days=400))] == ["b2"]


def test_a_lagging_index_does_not_show_an_attached_file(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"))
    lagging = table.get(keys.file("a1"))
    assert lagging is not None
    table.write(files.attach_operation("a1", 1))
    index = {"due_shard": lagging["due_shard"], "due_at": lagging["due_at"]}
    table.write(PutItem(keys.file("a1"), {**lagging, "version": 2, **index}))

    assert list(files.unattached(NOON)) == []


def test_files_can_be_deleted_repeatedly(table: Table, files: FileRecords) -> None:
    put(table, upload("a1"))

    files.delete(["a1", "b2"])
    files.delete(["a1"])

    assert files.get_many(["a1"]) == {}
    assert list(files.unattached(NOON)) == []
