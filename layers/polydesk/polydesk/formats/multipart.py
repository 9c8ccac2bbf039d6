"""Parses forms with files (multipart/form-data)."""

import re
from dataclasses import dataclass, field

from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from polydesk.formats.errors import MalformedInput

CONTENT_TYPE = "multipart/form-data"

MAX_PARTS = 200
"""Parts of one form, files included: more than people fill in by hand."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FILENAME = re.compile(r";\s*filename\*?\s*=", re.IGNORECASE)
_READABLE = {None, "", "utf-8", "utf8", "us-ascii", "ascii"}


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of a form: `field` is the name of the part, `name` the file name that the sender gave."""

    field: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The values of each field in their order, and the files in theirs."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[FilePart] = field(default_factory=list)


def parse(raw: bytes, content_type: str) -> Form:
    """Return the form of a body, given its whole Content-Type.

    A part with a file name is a file. One with an empty file name and no content is left out: nobody chose a file.
    Raises MalformedInput for an invalid form, for more than MAX_PARTS parts, for text that is not UTF-8, and for file
    names with control characters, which could break out of a header.
    """
    form = Form()
    for segment, content in _segments(raw, _boundary(content_type)):
        name = segment.name or ""
        if segment.filename is None:
            _require_no_filename(segment)
            form.fields.setdefault(name, []).append(_text(name, segment, content))
        elif segment.filename or content:
            form.files.append(_file(name, segment, content))
    return form


def _boundary(content_type: str) -> str:
    _, options = parse_options_header(content_type)
    boundary = options.get("boundary")
    if not isinstance(boundary, str) or not boundary.isascii():
        raise _malformed("The Content-Type names no boundary.")
    return boundary


def _segments(raw: bytes, boundary: str) -> list[tuple[MultipartSegment, bytes]]:
    segments: list[tuple[MultipartSegment, bytes]] = []
    chunks: list[bytes] = []
    try:
        with PushMultipartParser(boundary, max_segment_count=MAX_PARTS, strict=True) as parser:
            for event in parser.parse(raw):
                if isinstance(event, MultipartSegment):
                    segments.append((event, b""))
                    chunks = []
                elif event is None:
                    segments[-1] = (segments[-1][0], b"".join(chunks))
                else:
                    chunks.append(bytes(event))
    except MultipartError as error:
        raise _malformed(f"The body is not valid multipart/form-data: {error.args[0]}.") from None
    return segments


def _require_no_filename(segment: MultipartSegment) -> None:
    """Raise MalformedInput for an unreadable file name, so that the file is not taken for a text."""
    disposition = dict(segment.headerlist).get("Content-Disposition", "")
    if _FILENAME.search(disposition):
        raise MalformedInput("The file name cannot be read.", segment.name or "")


def _text(name: str, segment: MultipartSegment, content: bytes) -> str:
    if (segment.charset or "").lower() not in _READABLE:
        raise MalformedInput("The text is not UTF-8.", name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedInput("The text is not UTF-8.", name) from None


def _file(name: str, segment: MultipartSegment, content: bytes) -> FilePart:
    if _CONTROL.search(segment.filename or ""):
        raise MalformedInput("The file name has control characters.", name)
    return FilePart(name, segment.filename or "", segment.content_type or "", content)


def _malformed(problem: str) -> MalformedInput:
    return MalformedInput(problem)
