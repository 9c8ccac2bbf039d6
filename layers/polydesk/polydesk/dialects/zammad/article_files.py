"""Files inside an article: `attachments`, a list of names, media types and contents in base64."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import PlainValidator

from polydesk.desk.messages import NewFile
from polydesk.dialects.zammad.bodies import sentence
from polydesk.formats.message import MAX_FILES, file_name, invalid
from polydesk.http.schema import Schema

KEYS = ("mime-type", "filename", "data")
"""What every attachment needs; `mime_type` and `content-type` do not count."""

MAX_FILENAME = 4_096
"""Characters of a file's name as it is sent. Longer ones are refused before they are looked at."""

_LINE_BREAKS = str.maketrans("", "", "\r\n")


def _files(value: Any) -> tuple[NewFile, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise invalid("Send a list of attachments.")
    if len(value) > MAX_FILES:
        raise sentence(f"There can be at most {MAX_FILES} attachments.")
    return tuple(_file(one, place) for place, one in enumerate(value))


def _file(value: Any, place: int) -> NewFile:
    """Return the file of one attachment; `place` is its index in the list."""
    if not isinstance(value, dict):
        raise invalid(f"Send objects with {', '.join(KEYS)}.")
    at = f"for attachment with index '{place}'"
    for key in KEYS:
        if not isinstance(value.get(key), str):
            raise sentence(f"Attachment needs '{key}' param {at}")
    if len(value["filename"]) > MAX_FILENAME:
        raise sentence(f"Send a 'filename' of at most {MAX_FILENAME} characters {at}")
    return NewFile(file_name(value["filename"]), value["mime-type"], _bytes(value["data"], at))


def _bytes(text: str, at: str) -> bytes:
    """Return what base64 encodes; line breaks are allowed."""
    try:
        return base64.b64decode(text.translate(_LINE_BREAKS), validate=True)
    except (binascii.Error, ValueError):  # ValueError: not even ASCII
        raise sentence(f"Invalid base64 {at}") from None


_ATTACHMENT: dict[str, Any] = {
    "type": "object",
    "required": list(KEYS),
    "properties": {
        "filename": {"type": "string"},
        "mime-type": {"type": "string", "examples": ["text/plain"]},
        "data": {"type": "string", "contentEncoding": "base64"},
    },
}

Attachments = Annotated[
    tuple[NewFile, ...],
    PlainValidator(_files),
    Schema(
        f"Files, at most {MAX_FILES}: `data` is base64, line breaks allowed.",
        type=["array", "null"],
        maxItems=MAX_FILES,
        items=_ATTACHMENT,
    ),
]
