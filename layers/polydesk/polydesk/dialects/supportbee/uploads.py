"""Uploads of the SupportBee API: forms with one file, which no other endpoint of it reads.

A part that is labelled `multipart/…`, as one client labels each, or with nothing that is a media type, is what the name
of its file says.
"""

import hashlib
from dataclasses import replace
from mimetypes import MimeTypes
from typing import Annotated, Any

from pydantic import PlainValidator

from polydesk.desk.messages import NewFile
from polydesk.dialects import supportbee
from polydesk.dialects.supportbee import credentials
from polydesk.domain.file import UNKNOWN_TYPE, is_media_type
from polydesk.formats import multipart
from polydesk.formats.errors import repeated
from polydesk.formats.message import file_name, invalid
from polydesk.formats.multipart import FilePart
from polydesk.http.content_hash import content_hash
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request
from polydesk.http.schema import Schema

FIELD = "files[]"
"""The name of the part with the file."""


def read(request: Request) -> Any:
    """Return the form in plain values, None for an empty body. Raises MalformedInput and UnsupportedMediaType."""
    if not request.raw.strip():
        return None
    if request.media_type != multipart.CONTENT_TYPE:
        raise UnsupportedMediaType(request.media_type, (multipart.CONTENT_TYPE,))
    form = multipart.parse(request.raw, request.headers.get("content-type", ""), mislabelled=True)
    data: dict[str, Any] = {}
    for name, values in form.fields.items():
        if len(set(values)) > 1:
            raise repeated(name)
        data[name] = values[0]
    for part in form.files:
        before = data.get(part.field, [])
        data[part.field] = [*(before if isinstance(before, list) else [before]), part]
    return data


def content(request: Request) -> str:
    """Return the hash of the form's values, which the caller's token is none of; of a file, of all it consists of."""
    return content_hash(credentials.without_token(request.data), request.raw, as_texts=True, other=_parts_of)


def _parts_of(part: FilePart) -> list[str]:
    return [part.name, part.content_type, hashlib.sha256(part.content).hexdigest()]


def media_type(labelled: str, name: str) -> str:
    """Return the media type of a file, given how its part is labelled and its name."""
    if is_media_type(labelled) and not labelled.lower().startswith("multipart/"):
        return labelled
    guessed, encoding = MimeTypes().guess_file_type(name)  # without what the machine has beside Python's own table
    return guessed if guessed and not encoding else UNKNOWN_TYPE


def _only_file(value: Any) -> NewFile:
    """Return the file of the part. Raises an error unless there is one, with a name."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(one, FilePart) for one in parts):
        raise invalid("Send the file as a part with a file name.")
    if len(parts) > 1:
        raise invalid("Send one file with each request.")
    (part,) = parts
    if not part.name.strip():
        raise invalid("Send the file with its name.")
    return NewFile(file_name(part.name), media_type(part.content_type, part.name), part.content)


OneFile = Annotated[
    NewFile,
    PlainValidator(_only_file),
    Schema(
        "The file, in a part with a file name.",
        type="array",
        minItems=1,
        maxItems=1,
        items={"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
    ),
]

dialect = replace(supportbee.dialect, read=read, content=content)
endpoint = dialect.endpoint
