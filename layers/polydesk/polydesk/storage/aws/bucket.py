"""The bucket: what is in a file. An object's key is the file's id; names that people gave stay in the table."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from polydesk.domain.errors import Unavailable
from polydesk.domain.file import File, content_disposition, served_type
from polydesk.domain.ticket import Attachment
from polydesk.storage.errors import UNREACHABLE

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 3},
    connect_timeout=1,
    read_timeout=5,
    signature_version="s3v4",
    # Links must name the bucket's own region: the global address redirects, and a signature does not survive that.
    s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
)

UPLOAD_WITHIN = timedelta(minutes=10)
"""How long a permission to upload holds."""

DOWNLOAD_WITHIN = timedelta(minutes=5)
"""How long a link holds."""

DELETE_KEYS = 1000
"""S3's bound on keys in one DeleteObjects."""

_BUSY = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "500", "503"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser posts, with the file as its last part, to upload it."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What is known of an object without reading it; `size` is in bytes."""

    size: int
    content_type: str


class FileBucket:
    """The objects of one desk. The client is made on first use: most functions never need it.

    Methods that call S3 raise Unavailable when it is throttled or out of reach; signing calls nobody.
    """

    def __init__(self, bucket: str) -> None:
        """Use the bucket of that name."""
        self._bucket = bucket

    @cached_property
    def _client(self) -> "S3Client":
        return boto3.client("s3", config=CONFIG)

    def upload_form(self, file: File) -> Form:
        """A form that uploads this file: of this type and of this size, to the byte."""
        signed = self._client.generate_presigned_post(
            self._bucket,
            file.id,
            Fields={"Content-Type": file.content_type},
            Conditions=[{"Content-Type": file.content_type}, ["content-length-range", file.size, file.size]],
            ExpiresIn=int(UPLOAD_WITHIN.total_seconds()),
        )
        return Form(signed["url"], signed["fields"])

    def link(self, attachment: Attachment) -> str:
        """A URL that saves the file under its name."""
        wanted = {
            "Bucket": self._bucket,
            "Key": attachment.id,
            "ResponseContentDisposition": content_disposition(attachment.name),
            "ResponseContentType": served_type(attachment.content_type),
        }
        seconds = int(DOWNLOAD_WITHIN.total_seconds())
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)

    def put(self, file: File, content: bytes) -> None:
        """Store what is in a file."""
        with _translated():
            self._client.put_object(Bucket=self._bucket, Key=file.id, Body=content, ContentType=file.content_type)

    def head(self, file_id: str) -> ObjectInfo | None:
        """Size and type of what has arrived, or None."""
        try:
            with _translated():
                head = self._client.head_object(Bucket=self._bucket, Key=file_id)
        except ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return None
        return ObjectInfo(head["ContentLength"], head["ContentType"])

    def remove(self, ids: Iterable[str]) -> set[str]:
        """Delete objects; those that are gone already are fine. Answers those that S3 did not delete."""
        left: set[str] = set()
        for some in batched(ids, DELETE_KEYS, strict=False):
            objects: Any = [{"Key": one} for one in some]
            with _translated():
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
            left.update(error["Key"] for error in answer.get("Errors", ()))
        return left


@contextmanager
def _translated() -> Iterator[None]:
    """Turn being throttled or cut off into Unavailable; all else passes as it is."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _BUSY:
            raise Unavailable from error
        raise
    except UNREACHABLE as error:
        raise Unavailable from error
