"""Files: announced, uploaded straight to the bucket, attached to one message, handed out by links.

A file's item is written before its bytes exist, and what makes it a part of a message is an operation of that message's
own transaction. So wherever a function dies, nothing is lost and nothing stays for ever:

| it dies, or is refused,                | what is left             | what becomes of it                               |
|----------------------------------------|--------------------------|--------------------------------------------------|
| after the item, with or without bytes  | an upload without a      | it can be attached for a day; later              |
| or at the transaction of a message     | message                  | `remove_unattached` takes object and item        |
| after the transaction                  | a message with its file  | it stays: the transaction was the last step      |
| after removing the object              | the item, in the index   | the next `remove_unattached` takes it            |

A lifecycle rule of the bucket cannot do this. Before the transaction nobody knows whether an object is going to be
kept, and the mark that saves it from such a rule is not part of the transaction. Set before it, the object of a refused
message would stay for ever; set after it, a function that dies in between would lose a file that a message has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import batched
from uuid import UUID, uuid4

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain.errors import FileNotArrived, FileNotFound, Invalid, PayloadTooLarge, Unavailable
from polydesk.domain.file import (
    ATTACH_WITHIN,
    LARGEST,
    UNKNOWN_TYPE,
    File,
    check_announcement,
    clean_name,
    is_media_type,
)
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Attachment
from polydesk.storage import rate_limits
from polydesk.storage.aws.bucket import DELETE_KEYS, ObjectInfo
from polydesk.storage.idempotency import AlreadyProcessed
from polydesk.storage.transaction import TransactionItem
from polydesk.telemetry import logger

GRACE = timedelta(hours=1)
"""How long after its time an unattached file is left alone: longer than any request runs that began in time."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A permission to upload: a form to post to `url`, its `fields` first and then the file."""

    id: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Attached:
    """Files for a message, and the operations that make them its own, for the transaction that writes it."""

    files: tuple[Attachment, ...] = ()
    operations: list[TransactionItem] = field(default_factory=list)

    def __add__(self, other: "Attached") -> "Attached":
        return Attached(self.files + other.files, self.operations + other.operations)


class FileDesk:
    """Files, as one request may use them."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work under the terms of one request."""
        self._resources = resources
        self._context = context

    def begin(self, name: str, content_type: str, size: int, by: Principal) -> Upload:
        """Announce a file of that many bytes, to be uploaded within ten minutes and attached within a day.

        Whoever has the form can send the bytes again as long as it holds; type and size stay the same.
        Raises Invalid for a type or a size that is not taken, TooManyRequests over the token's limit, KeyReused.
        """
        if earlier := self._earlier():
            return earlier
        check_announcement(content_type, size)
        file = self._announced(name, content_type, size, by)
        resources, now, once = self._resources, self._context.now, self._context.once
        limit = resources.config.uploads_per_minute
        operations: list[TransactionItem] = [
            *([resources.idempotency.record(once, now, file=file.id)] if once else []),
            *([rate_limits.count("uploads", by.token_id, limit, now)] if limit else []),
            resources.files.put_operation(file),
        ]
        try:
            resources.table.commit(operations, self._context.deadline)
        except AlreadyProcessed:
            if earlier := self._earlier():
                return earlier
            raise
        return self._upload(file)

    def _earlier(self) -> Upload | None:
        """What this request began when it came before, with a new form. Raises KeyReused."""
        once = self._context.once
        note = self._resources.idempotency.lookup(once, self._context.now) if once else None
        if note is None:
            return None
        file_id = note["file"]
        return self._upload(self._found([file_id])[file_id])

    def _upload(self, file: File) -> Upload:
        form = self._resources.objects.upload_form(file)
        return Upload(file.id, form.url, form.fields)

    def _announced(self, name: str, content_type: str, size: int, by: Principal) -> File:
        attach_by = self._context.now + ATTACH_WITHIN
        return File(str(uuid4()), clean_name(name), content_type, size, by.person_id, attach_by)

    def claim(self, wanted: Iterable[UUID | str], by: Principal) -> Attached:
        """Uploads for a message. Whether one of them has a message already, the transaction finds out.

        That is why a request that comes again still gets here the answer it got first: its own files are used, and
        it is recognised before it would use them a second time.
        Raises FileNotFound for an unknown one or somebody else's, FileNotArrived, Invalid for one named twice; the
        operations raise FileAlreadyUsed.
        """
        ids = [str(one) for one in wanted]
        if len(set(ids)) < len(ids):
            raise Invalid("body", "files", "A file can be attached once")
        files = self._found(ids)
        for file in files.values():
            if not file.is_usable_by(by.person_id, self._context.now):
                raise FileNotFound(file.id)
        for file in files.values():
            if not file.attached and self._resources.objects.head(file.id) != ObjectInfo(file.size, file.content_type):
                raise FileNotArrived(file.id)
        return Attached(
            tuple(files[one].attachment for one in ids),
            [self._resources.files.attach_operation(one) for one in ids],
        )

    def _found(self, ids: Sequence[str]) -> dict[str, File]:
        files = self._resources.files.get_many(ids)
        for one in ids:
            if one not in files:
                raise FileNotFound(one)
        return files

    def store(self, name: str, content_type: str, content: bytes, by: Principal) -> Attached:
        """A file that came inside a request. A content type that is none becomes the one for unknown bytes.

        Raises PayloadTooLarge, Unavailable.
        """
        if len(content) > LARGEST:
            raise PayloadTooLarge(LARGEST)
        kind = content_type if is_media_type(content_type) else UNKNOWN_TYPE
        file = self._announced(name, kind, len(content), by)
        self._resources.table.write(self._resources.files.put_operation(file), self._context.deadline)
        self._resources.objects.put(file, content)
        return Attached((file.attachment,), [self._resources.files.attach_operation(file.id)])

    def link(self, attachment: Attachment) -> str:
        """A URL, good for five minutes, that saves the file under its name and never shows it in place."""
        return self._resources.objects.link(attachment)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove files for good, the bytes first, so that what was interrupted can be found and done again.

        Whoever removes a message removes its files before it. Raises Unavailable when some are still there.
        """
        for some in batched(ids, DELETE_KEYS, strict=False):
            left = self._resources.objects.remove(some)
            self._resources.files.delete(one for one in some if one not in left)
            if left:
                raise Unavailable

    def remove_unattached(self) -> int:
        """Remove the uploads that no message has got in time, until patience ends; returns how many.

        What cannot be removed does not keep the others; in the end an ExceptionGroup tells of it.
        """
        removed = 0
        failures: list[Exception] = []
        for some in batched(self._resources.files.unattached(self._context.now - GRACE), DELETE_KEYS, strict=False):
            if self._context.deadline.expired:
                break
            try:
                self.remove(some)
                removed += len(some)
            except Exception as error:  # noqa: BLE001 - told of in the end
                logger.exception("files could not be removed", extra={"files": len(some)})
                failures.append(error)
        if failures:
            raise ExceptionGroup("files could not be removed", failures)
        return removed
