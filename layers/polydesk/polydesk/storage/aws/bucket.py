"""The bucket, with the contents of files. File names are in the table only.

| object                                   | key                                      | who can write it        |
|------------------------------------------|------------------------------------------|-------------------------|
| an upload, or a file inside a request    | <file id>                                | its upload form; we     |
| the copy of an upload, made to attach it | attached/<file id>/<hash of its version> | we                      |

The key of a copy names the version of the upload. So two requests that copy the same bytes write the same object, and
requests that copy different bytes write different ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from itertools import batched
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from polydesk.domain.file import File
from polydesk.domain.ticket import Attachment
from polydesk.storage.errors import outages_as_unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 2},
    connect_timeout=1,
    read_timeout=5,  # S3 answers later than the table: it stores a file, or deletes a thousand of them
    signature_version="s3v4",
    # Signed URLs need the host name of the bucket's region: the global one redirects, which invalidates the signature.
    s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
)

UPLOAD_WITHIN = timedelta(minutes=10)
"""How long an upload form is valid."""

DOWNLOAD_WITHIN = timedelta(minutes=5)
"""How long a link is valid."""

DELETE_KEYS = 1000
"""S3's limit of keys in one DeleteObjects."""

COPY_NAME_LENGTH = 32
"""Hexadecimal digits. S3's own names of versions can be long, and have characters that mean something in a path."""

UNVERSIONED = "null"
"""The version of every object in a bucket that keeps no versions."""

_BUSY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "500", "503"}


@dataclass(frozen=True, slots=True)
class UploadForm:
    """The form fields that a browser posts to `url`, with the file as the last part, to upload it."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """Size in bytes, content type and version of an object; `null` where the bucket keeps no versions."""

    size: int
    content_type: str
    version: str = UNVERSIONED


class FileBucket:
    """The objects of one desk. The client is created on first use, as most functions never need it.

    Methods that call S3 raise Unavailable when S3 throttles requests or cannot be reached. Signing makes no call.
    """

    def __init__(self, bucket: str) -> None:
        """Use the bucket of that name."""
        self._bucket = bucket

    @cached_property
    def _client(self) -> "S3Client":
        return boto3.client("s3", config=CONFIG)

    def prepare(self) -> None:
        """Make the client now, without a call."""
        _ = self._client

    def upload_form(self, file: File) -> UploadForm:
        """Return a form that uploads this file. S3 accepts only its content type and its exact size."""
        signed = self._client.generate_presigned_post(
            self._bucket,
            file.id,
            Fields={"Content-Type": file.content_type},
            Conditions=[{"Content-Type": file.content_type}, ["content-length-range", file.size, file.size]],
            ExpiresIn=int(UPLOAD_WITHIN.total_seconds()),
        )
        return UploadForm(signed["url"], signed["fields"])

    def link(self, attachment: Attachment) -> str:
        """Return a URL that downloads the file under its name."""
        from polydesk.storage.aws.downloads import content_disposition, served_type  # only links need it

        wanted = {
            "Bucket": self._bucket,
            "Key": _key_of(attachment),
            "ResponseContentDisposition": content_disposition(attachment.name),
            "ResponseContentType": served_type(attachment.content_type),
        }
        seconds = int(DOWNLOAD_WITHIN.total_seconds())
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)

    def get(self, attachment: Attachment) -> bytes | None:
        """Return the content of an attachment, or None when it is gone."""
        try:
            with outages_as_unavailable(_BUSY):
                return self._client.get_object(Bucket=self._bucket, Key=_key_of(attachment))["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None

    def put(self, file: File, content: bytes) -> None:
        """Store the content of a file."""
        with outages_as_unavailable(_BUSY):
            self._client.put_object(Bucket=self._bucket, Key=file.id, Body=content, ContentType=file.content_type)

    def head(self, file_id: str) -> ObjectInfo | None:
        """Return size, type and version of the file's upload, or None."""
        return self._head(file_id)

    def _head(self, key: str) -> ObjectInfo | None:
        try:
            with outages_as_unavailable(_BUSY):
                head = self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return None
        return ObjectInfo(head["ContentLength"], head["ContentType"], head.get("VersionId", UNVERSIONED))

    def copy(self, file_id: str, version: str) -> str:
        """Copy this version of the file's upload to where no upload form can write; return the name of the copy.

        A copy that is there is not written again: the bucket would keep the one before, once for each refused message.
        """
        name = sha256(version.encode()).hexdigest()[:COPY_NAME_LENGTH]
        key = copy_key(file_id, name)
        source: Any = {"Bucket": self._bucket, "Key": file_id, "VersionId": version}
        if version == UNVERSIONED or self._head(key) is None:
            with outages_as_unavailable(_BUSY):
                self._client.copy_object(Bucket=self._bucket, Key=key, CopySource=source)
        return name

    def remove(self, ids: Iterable[str]) -> set[str]:
        """Delete the uploads and all copies of files, if they exist. Return the ids of those that S3 did not delete."""
        return self._delete({key: one for one in ids for key in (one, *self._copies(one))})

    def remove_all_but_copy(self, files: Iterable[File]) -> set[str]:
        """Delete everything but the copy that the message has. Return the ids of those that S3 did not delete."""
        return self._delete(
            {
                key: file.id
                for file in files
                for key in (file.id, *self._copies(file.id))
                if key != copy_key(file.id, file.copied)
            }
        )

    def _copies(self, file_id: str) -> Iterator[str]:
        """Yield the keys of all copies of a file: a message that was refused may have left some."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=copy_key(file_id, "")
        )
        with outages_as_unavailable(_BUSY):
            for page in pages:
                yield from (one["Key"] for one in page.get("Contents", ()))

    def _delete(self, keys: Mapping[str, str]) -> set[str]:
        """Delete objects, each with the id of its file. Return the ids of those that S3 did not delete."""
        left: set[str] = set()
        for some in batched(keys, DELETE_KEYS, strict=False):
            objects: Any = [{"Key": one} for one in some]
            with outages_as_unavailable(_BUSY):
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
            left.update(keys[error["Key"]] for error in answer.get("Errors", ()))
        return left


def _key_of(attachment: Attachment) -> str:
    """Return the key of the object that has the content of an attachment."""
    return copy_key(attachment.id, attachment.copied) if attachment.copied else attachment.id


def copy_key(file_id: str, name: str) -> str:
    """Return the key of the copy with this name."""
    return f"attached/{file_id}/{name}"
