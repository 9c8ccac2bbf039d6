"""Parses forms with files (multipart/form-data)."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from polydesk.formats import charsets
from polydesk.formats.errors import MalformedInput

if TYPE_CHECKING:
    from multipart import MultipartSegment  # type: ignore[import-untyped]

CONTENT_TYPE = "multipart/form-data"

MAX_PARTS = 200
"""Parts of one form, files included: more than people fill in by hand."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.?)*+"?', re.DOTALL)
_PARAMETER = re.compile(r";\s*([^\s;=]+)\s*=")
_FILENAME = re.compile(r";\s*filename\s*=", re.IGNORECASE)
_ENCODED_FILENAME = re.compile(r";\s*filename\*\s*=([^;]*)", re.IGNORECASE)
_UTF_8 = re.compile(r"\s*utf-8'[^']*'(\S+)\s*", re.IGNORECASE)
_AS_THEY_ARE = {"Content-Transfer-Encoding": {"", "7bit", "8bit", "binary"}, "Content-Encoding": {"", "identity"}}
"""Headers of a part that say how its bytes are encoded, with the values by which they are not."""


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


def parse(raw: bytes, content_type: str, *, mislabelled: bool = False) -> Form:
    """Return the form of a body, given its whole Content-Type.

    With `mislabelled`, a file may be labelled as if it consisted of parts; its bytes are taken as they are.

    A part with a file name is a file. One with an empty file name and no content is left out: nobody chose a file.
    Raises MalformedInput for an invalid form, for more than MAX_PARTS parts, for text that is not UTF-8, for encoded
    parts, for parts that say the same thing twice, and for file names with control characters, which could break out of
    a header.
    """
    form = Form()
    for segment, content in _segments(raw, _boundary(content_type)):
        name = segment.name or ""
        _require_bytes_as_they_are(name, segment)
        _require_each_once(name, segment)
        filename = _filename(name, segment)
        if filename is None or not mislabelled:
            _require_one_part(name, segment)
        if filename is None:
            form.fields.setdefault(name, []).append(_text(name, segment, content))
        elif filename or content:
            form.files.append(_file(name, filename, segment, content))
    return form


def _boundary(content_type: str) -> str:
    from multipart import parse_options_header  # imported for the first form: most requests have none

    if "boundary" in _repeated_parameters(content_type):
        raise _malformed("The Content-Type has the parameter boundary more than once.")
    _, options = parse_options_header(content_type)
    boundary = options.get("boundary")
    if not isinstance(boundary, str) or not boundary.isascii():
        raise _malformed("The Content-Type names no boundary.")
    return boundary


def _segments(raw: bytes, boundary: str) -> "list[tuple[MultipartSegment, bytes]]":
    from multipart import MultipartError, MultipartSegment, PushMultipartParser

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
        if isinstance(error.__context__, UnicodeDecodeError):
            raise _malformed("A header of a part is not valid UTF-8.") from None
        raise _malformed(f"The body is not valid multipart/form-data: {error.args[0]}.") from None
    return segments


def _require_bytes_as_they_are(name: str, segment: "MultipartSegment") -> None:
    """Raise MalformedInput for a part that is encoded."""
    for header, value in segment.headerlist:
        if header in _AS_THEY_ARE and value.strip().lower() not in _AS_THEY_ARE[header]:
            raise MalformedInput(f"The part has the {header} {value.strip()}. Send its bytes as they are.", name)


def _require_one_part(name: str, segment: "MultipartSegment") -> None:
    """Raise MalformedInput for a part that consists of parts itself."""
    if (segment.content_type or "").startswith("multipart/"):
        raise MalformedInput("The part consists of parts itself. Send each file as a part of its own.", name)


def _require_each_once(name: str, segment: "MultipartSegment") -> None:
    """Raise MalformedInput for a part with a header, or a parameter of its Content-Disposition, more than once."""
    headers = Counter(header for header, _ in segment.headerlist if header.startswith("Content-"))
    for header, number in headers.items():
        if number > 1:
            raise MalformedInput(f"The part has the header {header} more than once.", name)
    for parameter in _repeated_parameters(segment.header("Content-Disposition", "")):
        raise MalformedInput(f"The Content-Disposition has the parameter {parameter} more than once.", name)


def _repeated_parameters(header: str) -> list[str]:
    """Return the names of parameters that a header has more than once, in lower case."""
    names = Counter(name.lower() for name in _PARAMETER.findall(_QUOTED.sub('""', header)))
    return [name for name, number in names.items() if number > 1]


def _filename(name: str, segment: "MultipartSegment") -> str | None:
    """Return the name of a file; None for a text. Raises MalformedInput for an unreadable one.

    `filename*` counts where it is given: .NET sends it beside a `filename` that is encoded as in mails.
    """
    disposition = _QUOTED.sub("", segment.header("Content-Disposition", ""))
    if encoded := _ENCODED_FILENAME.search(disposition):
        return _decoded(name, encoded[1])
    if segment.filename is None and _FILENAME.search(disposition):
        raise MalformedInput("The file name cannot be read.", name)
    filename: str | None = segment.filename
    return filename


def _decoded(name: str, filename: str) -> str:
    """Return a file name that is percent-encoded after its charset, which has to be UTF-8. Raises MalformedInput."""
    if found := _UTF_8.fullmatch(filename):
        with suppress(UnicodeDecodeError):
            return unquote(found[1], errors="strict")
    raise MalformedInput("The file name cannot be read. Send it in UTF-8.", name)


def _text(name: str, segment: "MultipartSegment", content: bytes) -> str:
    if charset := charsets.misread(segment.header("Content-Type", ""), content):
        raise MalformedInput(f"The charset {charset} is not supported. Send the text in UTF-8.", name)
    try:
        return charsets.text_of(content)
    except UnicodeDecodeError:
        raise MalformedInput("The text is not valid UTF-8.", name) from None


def _file(name: str, filename: str, segment: "MultipartSegment", content: bytes) -> FilePart:
    if _CONTROL.search(filename):
        raise MalformedInput("The file name has control characters.", name)
    return FilePart(name, filename, segment.content_type or "", content)


def _malformed(problem: str) -> MalformedInput:
    return MalformedInput(problem)
