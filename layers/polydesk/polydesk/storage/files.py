"""Uploads as items.

An item is written before its bytes exist, and says until when they may be attached. As long as it is not attached it
stands in the index `due`, in partitions of its own, so that what was never attached is found without a scan; the
transaction that attaches it takes it out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched

from polydesk.domain.errors import FileAlreadyUsed
from polydesk.domain.file import File
from polydesk.storage import keys
from polydesk.storage.codec import Item, millis, moment
from polydesk.storage.table import BATCH_GET_KEYS, Table
from polydesk.storage.transaction import DeleteItem, PutItem, UpdateItem, same

ANNOUNCED = 1
ATTACHED = 2
"""The versions of an item: a file is attached once and does not change afterwards."""


class FileRecords:
    """The uploads of one desk."""

    def __init__(self, table: Table) -> None:
        """Keep them in this table."""
        self._table = table

    def announce(self, file: File) -> PutItem:
        """The operation that makes the item. No other file has its random id, so that it may well be done twice."""
        item: Item = {
            "type": "file",
            "version": ANNOUNCED,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.size,
            "by": file.uploader_id,
            "attach_by": millis(file.attach_by),
            "due_shard": keys.upload_shard(file.id),
            "due_at": keys.due_minute(file.attach_by),
        }
        return PutItem(keys.file(file.id), item)

    def attach(self, file_id: str) -> UpdateItem:
        """The operation that makes the file a part of a message; it raises FileAlreadyUsed the second time."""
        return UpdateItem(
            keys.file(file_id),
            assign={"version": ATTACHED, "due_shard": None, "due_at": None},
            condition=same(version=ANNOUNCED),
            on_failure=FileAlreadyUsed(file_id),
        )

    def get_many(self, ids: Iterable[str]) -> dict[str, File]:
        """Those of the files that exist, by id."""
        found = self._table.get_many(keys.file(one) for one in ids)
        return {file.id: file for file in map(_file_of, found.values())}

    def unattached(self, before: datetime) -> Iterator[str]:
        """The files that could have been attached until some time before this one, and were not.

        The index may lag behind, so the items themselves have the last word. `before` has to be so long ago that
        no request which began in time is still running.
        """
        span = ("0", keys.due_minute(before))
        for shard in keys.UPLOAD_SHARDS:
            listed = self._table.query(shard, between=span, index=keys.DUE_INDEX)
            for some in batched((keys.file_id(item["pk"]) for item in listed), BATCH_GET_KEYS, strict=False):
                yield from (file.id for file in self.get_many(some).values() if not file.attached)

    def forget(self, ids: Iterable[str]) -> None:
        """Remove the items; those that are gone already are fine."""
        for one in ids:
            self._table.write(DeleteItem(keys.file(one)))


def _file_of(item: Item) -> File:
    return File(
        id=keys.file_id(item["pk"]),
        name=item["name"],
        content_type=item["content_type"],
        size=item["size"],
        uploader_id=item["by"],
        attach_by=moment(item["attach_by"]),
        attached=item["version"] == ATTACHED,
    )
