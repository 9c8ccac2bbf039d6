"""Files: sent in a request or uploaded straight to the bucket, attached to one message, and handed out by links.

A file's item is written before its bytes exist. It becomes part of a message in the transaction that writes the
message. So wherever a function dies, nothing is lost and nothing stays for ever:

| the function dies, or is refused,      | what is left             | what happens to it                               |
|----------------------------------------|--------------------------|--------------------------------------------------|
| after the item, with or without bytes, | an upload without a      | it can be attached for a day; later the daily    |
| after the copy, or at the message's    | message, perhaps with    | job removes objects and item                     |
| transaction                            | copies                   |                                                  |
| after the transaction                  | a message with its file, | the copy stays: the transaction was the last     |
|                                        | and the upload           | step; the daily job removes the upload           |

The form of an upload can be used again until it expires, which would exchange the bytes of a message. So the version
that is attached is copied to a key that no form reaches, and links lead to the copy. A link to a version of the upload
would not do: the bucket forgets old versions.

A lifecycle rule of the bucket cannot do this. Nobody knows before the transaction whether an object will be kept, and
the mark that exempts it from such a rule is not part of the transaction. Set before it, the object of a refused message
would stay for ever; set after it, a function that dies in between would lose a file that a message has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from polydesk.desk.context import RequestContext
from polydesk.desk.messages import NewFile, NewMessage
from polydesk.desk.resources import Resources
from polydesk.domain.errors import (
    AttachmentNotFound,
    FileNotArrived,
    FileNotFound,
    InvalidValue,
    TooLarge,
    Unavailable,
    WriteConflict,
)
from polydesk.domain.file import (
    ATTACH_WITHIN,
    MAX_SIZE,
    UNKNOWN_TYPE,
    File,
    check_upload,
    clean_name,
    is_media_type,
)
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Attachment, Message
from polydesk.storage import rate_limits
from polydesk.storage.idempotency import AlreadyProcessed
from polydesk.storage.transaction import PutItem, TransactionItem


@dataclass(frozen=True, slots=True)
class Upload:
    """A permission to upload: a form to post to `url`, its `fields` first and then the file."""

    id: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Download:
    """The content of a file; its media type and its disposition, with which a browser saves and never shows it."""

    content: bytes
    content_type: str
    disposition: str


class FileDesk:
    """Files within one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context

    def announce(self, name: str, content_type: str, size: int, by: Principal) -> Upload:
        """Announce a file of `size` bytes, to be uploaded within ten minutes and attached within a day.

        The form can be used again until it expires; type and size stay the same.
        Raises InvalidValue for a type or size that is not accepted, and QuotaExceeded.
        """
        check_upload(content_type, size)
        file = self._new_record(name, content_type, size, by)
        earlier = self._register(by, [self._resources.files.put_item(file)], file=file.id)
        return self.recalled(earlier) if earlier else self._upload(file)

    def store(self, new: NewFile, by: Principal) -> File:
        """Store a file that came inside a request of its own, to be attached by its number within a day.

        Raises TooLarge, QuotaExceeded and Unavailable.
        """
        (number,) = self._resources.files.next_numbers(1)
        file = replace(self._record_of(new, by), number=number)
        items = [self._resources.files.put_item(file), self._resources.files.number_item(file)]
        if earlier := self._register(by, items, stored=file.id):
            return self.complete(self.recalled_file(earlier), new)
        self._resources.objects.put(file, new.content)
        return file

    def complete(self, file: File, new: NewFile) -> File:
        """Store the bytes of a file unless they are there: the request that wrote its item may have died before."""
        if self._resources.objects.head(file.id) is None:
            self._resources.objects.put(file, new.content)
        return file

    def _register(self, by: Principal, new: list[PutItem], **result: Any) -> Mapping[str, Any] | None:
        """Write the items of a new file, counted. Return the record of this request if it took effect before."""
        resources, now, key = self._resources, self._context.now, self._context.idempotency_key
        limit = resources.config.uploads_per_minute
        items: list[TransactionItem] = [
            *(resources.idempotency.record(key, now, **result) if key else []),
            *([rate_limits.count("uploads", by.token_id, limit, now)] if limit else []),
            *new,
        ]
        try:
            resources.table.commit(items, self._context.deadline)
        except AlreadyProcessed:
            found = resources.idempotency.lookup(key, now) if key else None
            if found is None:  # the record has just expired
                raise WriteConflict from None
            return found
        return None

    def recalled_file(self, record: Mapping[str, Any]) -> File:
        """Return the file that a recorded request stored. Raises FileNotFound."""
        file_id = record["stored"]
        return self._existing([file_id])[file_id]

    def recalled(self, record: Mapping[str, Any]) -> Upload:
        """Return what a recorded request announced, with a new form. Raises FileNotFound."""
        file_id = record["file"]
        return self._upload(self._existing([file_id])[file_id])

    def _upload(self, file: File) -> Upload:
        form = self._resources.objects.upload_form(file)
        return Upload(file.id, form.url, form.fields)

    def _new_record(self, name: str, content_type: str, size: int, by: Principal) -> File:
        attach_by = self._context.now + ATTACH_WITHIN
        return File(str(uuid4()), clean_name(name), content_type, size, by.person_id, attach_by)

    def link(self, attachment: Attachment) -> str:
        """Return a URL, valid for five minutes, that saves the file under its name and never shows it in place."""
        return self._resources.objects.link(attachment)

    def download(self, attachment: Attachment) -> Download:
        """Return the content of an attachment, and how to serve it. Raises AttachmentNotFound and Unavailable."""
        from polydesk.storage.aws.downloads import content_disposition, served_type  # only downloads need it

        content = self._resources.objects.get(attachment)
        if content is None:
            raise AttachmentNotFound(attachment.number)
        return Download(content, served_type(attachment.content_type), content_disposition(attachment.name))

    def message(self, new: NewMessage, by: Principal) -> tuple[Message, list[TransactionItem]]:
        """Return a message with its files, and the writes that attach them, for the message's own transaction.

        Raises FileNotFound and AttachmentNotFound for an unknown upload or another person's, FileNotArrived,
        InvalidValue for one that is named twice, TooLarge, Unavailable; the writes raise FileAlreadyUsed.
        """
        attachments = self._numbered([*self._claim(new, by), *(self._put(file, by) for file in new.files)])
        message = Message(
            text=new.text,
            public=new.public,
            html=new.html,
            files=tuple(attachments),
            subject=new.subject,
            cc=new.cc,
            bcc=new.bcc,
            customer_updated=new.customer_updated,
            to=new.to,
            reply_to=new.reply_to,
            channel=new.channel,
            origin_id=new.origin_id,
        )
        files = self._resources.files
        return message, [files.attach_operation(one.id, one.number, one.copied) for one in attachments]

    def _numbered(self, attachments: Sequence[Attachment]) -> list[Attachment]:
        """Return the attachments, those without a number with a new one.

        Numbers are drawn before the transaction, because all requests share their counter.
        """
        without = sum(not one.number for one in attachments)
        numbers = iter(self._resources.files.next_numbers(without) if without else ())
        return [one if one.number else replace(one, number=next(numbers)) for one in attachments]

    def _claim(self, new: NewMessage, by: Principal) -> list[Attachment]:
        """Return the uploads of a message. Whether one of them is attached already, the transaction finds out."""
        numbers = self._ids_of(new.numbers)
        ids = [*map(str, new.uploads), *(numbers[one] for one in new.numbers)]
        if len(set(ids)) < len(ids):
            raise InvalidValue("files", "A file can be attached only once")
        files = self._existing(ids)
        for file in files.values():
            if not file.is_usable_by(by.person_id, self._context.now):
                raise AttachmentNotFound(file.number) if file.number in numbers else FileNotFound(file.id)
        arrived = {file.id: self._arrived(file) for file in files.values() if not file.attached}
        copies = {one: self._copy(one, version) for one, version in arrived.items() if files[one].has_a_form}
        return [replace(files[one].attachment, copied=copies.get(one, "")) for one in ids]

    def _ids_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of the uploads with these numbers. Raises AttachmentNotFound."""
        found = self._resources.files.ids_of(numbers) if numbers else {}
        for one in numbers:
            if one not in found:
                raise AttachmentNotFound(one)
        return found

    def _arrived(self, file: File) -> str:
        """Return the version of the upload as it is now. Raises FileNotArrived unless it is as announced."""
        found = self._resources.objects.head(file.id)
        if found is None or (found.size, found.content_type) != (file.size, file.content_type):
            raise FileNotArrived(file.id)
        return found.version

    def _copy(self, file_id: str, version: str) -> str:
        """Copy an upload and return the name of the copy. Raises Unavailable when time is up."""
        if self._context.deadline.expired:
            raise Unavailable
        return self._resources.objects.copy(file_id, version)

    def _existing(self, ids: Sequence[str]) -> dict[str, File]:
        files = self._resources.files.get_many(ids) if ids else {}
        for one in ids:
            if one not in files:
                raise FileNotFound(one)
        return files

    def _put(self, new: NewFile, by: Principal) -> Attachment:
        """Store a file that came inside the request with its message."""
        file = self._record_of(new, by)
        self._resources.table.write(self._resources.files.put_item(file), self._context.deadline)
        self._resources.objects.put(file, new.content)
        return file.attachment

    def _record_of(self, new: NewFile, by: Principal) -> File:
        """Return a new file. An invalid content type becomes the one for unknown bytes. Raises TooLarge."""
        if len(new.content) > MAX_SIZE:
            raise TooLarge(MAX_SIZE)
        content_type = new.content_type if is_media_type(new.content_type) else UNKNOWN_TYPE
        return self._new_record(new.name, content_type, len(new.content), by)
