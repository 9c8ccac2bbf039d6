"""Files as items. Their content is in the bucket.

A file's item is written before its content is uploaded. Until the file is attached to a message, the item is also in
the index `due`, in partitions of its own, so that files that are never attached are found without a scan. The
transaction that attaches the file removes it from the index, unless the message has a copy: then the upload is to be
removed, too, and the item leaves the index with it.

A file that came inside a request of its own has its number from then on. An item leads from the number to the file, at
first without a message: the transaction that attaches the file writes the message into it.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import batched

from polydesk.domain.errors import FileAlreadyUsed
from polydesk.domain.file import File
from polydesk.storage import keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import BATCH_GET_KEYS, Table
from polydesk.storage.ticket_items import place_of_number
from polydesk.storage.transaction import DeleteItem, PutItem, UpdateItem, same

UNATTACHED = 1
ATTACHED = 2
"""The versions of an item: a file is attached once and does not change afterwards."""


class FileRecords:
    """The file records of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def put_item(self, file: File) -> PutItem:
        """Return the operation that writes a new file. It has no condition, as the id of a file is random."""
        item: Item = {
            "type": "file",
            "version": UNATTACHED,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.size,
            "by": file.uploader_id,
            "attach_by": file.attach_by,
            "due_shard": keys.upload_shard(file.id),
            "due_at": keys.due_minute(file.attach_by),
        }
        return PutItem(keys.file(file.id), item | {"number": file.number} if file.number else item)

    def number_item(self, file: File) -> PutItem:
        """Return the operation that leads from the number of a new file, which no message has, to the file."""
        return PutItem(keys.attachment(file.number), {"type": "attachment", "version": 1, "file": file.id})

    def ids_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of the files that have these numbers, by number, in one read; others are left out."""
        wanted = {keys.attachment(number): number for number in numbers}
        return {wanted[key]: item["file"] for key, item in self._table.get_many(wanted).items()}

    def place_of(self, number: int) -> tuple[int, int] | None:
        """Return the ticket and the version of the entry that has the attachment with this number; None for no message.

        A number without an item may be one that follows from the place of a file, see `place_of_number`.
        """
        item = self._table.get(keys.attachment(number))
        if item is None:
            return place_of_number(number)
        return (item["ticket"], item["entry"]) if "ticket" in item else None

    def next_numbers(self, count: int) -> range:
        """Return numbers that no other attachment has, drawn at once. Numbers grow; they may have gaps."""
        last = self._table.count_up(keys.counter("attachment"), by=count)
        return range(last - count + 1, last + 1)

    def attach_operation(self, file_id: str, number: int, copied: str = "") -> UpdateItem:
        """Return the operation that attaches the file to a message as the attachment with this number.

        It raises FileAlreadyUsed the second time. With the name of a copy, the file stays in the index until its upload
        is removed.
        """
        assign = {"copied": copied} if copied else {"due_shard": None, "due_at": None}
        return UpdateItem(
            keys.file(file_id),
            assign={"version": ATTACHED, "number": number, **assign},
            condition=same(version=UNATTACHED),
            on_failure=FileAlreadyUsed(file_id),
        )

    def get_many(self, ids: Iterable[str]) -> dict[str, File]:
        """Return the files that exist among the ids, by id."""
        found = self._table.get_many(keys.file(one) for one in ids)
        return {file.id: file for file in map(_file_of, found.values())}

    def unattached(self, before: datetime) -> Iterator[File]:
        """Yield the files that could be attached until some time before this one and were not.

        `before` must be long enough ago for every request that may have attached one of them to have ended. The index
        is eventually consistent, so each item is read to decide.
        """
        return (file for file in self._due(before) if not file.attached)

    def copied(self, before: datetime) -> Iterator[File]:
        """Yield the attached files whose uploads, announced a day before this time or earlier, are needed no more."""
        return (file for file in self._due(before) if file.attached and file.copied)

    def upload_removed(self, file_id: str) -> None:
        """Take an attached file out of the index."""
        operation = UpdateItem(
            keys.file(file_id),
            assign={"due_shard": None, "due_at": None},
            condition=same(version=ATTACHED),
            on_failure=VersionMismatch(),
        )
        with suppress(VersionMismatch):  # the file has been removed with its ticket
            self._table.write(operation)

    def _due(self, before: datetime) -> Iterator[File]:
        due = ("0", keys.due_minute(before))
        for shard in keys.UPLOAD_SHARDS:
            listed = self._table.query(shard, between=due, index=keys.DUE_INDEX)
            for batch in batched((keys.file_id(item["pk"]) for item in listed), BATCH_GET_KEYS, strict=False):
                yield from self.get_many(batch).values()

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the items, if they exist."""
        for one in ids:
            self._table.write(DeleteItem(keys.file(one)))

    def delete_unattached(self, files: Iterable[File]) -> None:
        """Remove the items of files that no message has, each after the item that leads from its number to it."""
        for one in files:
            if one.number:
                self._table.write(DeleteItem(keys.attachment(one.number)))
            self.delete([one.id])


def _file_of(item: Item) -> File:
    return File(
        id=keys.file_id(item["pk"]),
        name=item["name"],
        content_type=item["content_type"],
        size=item["size"],
        uploader_id=item["by"],
        attach_by=read_times(item, "attach_by")["attach_by"],
        attached=item["version"] == ATTACHED,
        copied=item.get("copied", ""),
        number=item.get("number", 0),
    )
