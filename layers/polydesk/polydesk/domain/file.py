"""Files: what may be uploaded, under which names, and how a browser is told to take one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from polydesk.domain.errors import InvalidValue
from polydesk.domain.ticket import Attachment

LARGEST = 20 * 1024 * 1024
"""Bytes."""

LONGEST_NAME = 255
"""Characters."""

LONGEST_TYPE = 255

ATTACH_WITHIN = timedelta(hours=24)
"""How long an upload waits for the message that it belongs to."""

UNKNOWN_TYPE = "application/octet-stream"
NAMELESS = "file"

_WORD = r"[A-Za-z0-9!#$&^_.+-]+"
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(; ?{_WORD}={_WORD})*")

_JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
"""Invisible, and yet a part of how Persian words and emoji are written."""

_EDGES = re.compile(r"^[\s.]+|[\s.]+$")

_PLAIN = re.compile(r"[^A-Za-z0-9 !#$&'()+,.@^_`{}~\[\]-]")
"""What cannot stand between the quotes of a header, or is read differently there by different browsers."""

_HARMLESS = {"text/plain", "text/csv", "application/pdf", "application/json", "application/zip", "application/gzip"}
_HARMLESS_FAMILIES = ("image/", "audio/", "video/", "font/", "application/vnd.")


@dataclass(frozen=True, slots=True)
class File:
    """A file from the moment it is announced. `size` is in bytes.

    It belongs to the person who announced it. Until `attach_by` it can become a part of one message, and then it is
    `attached`; otherwise it is removed.
    """

    id: str
    name: str
    content_type: str
    size: int
    uploader_id: int
    attach_by: datetime
    attached: bool = False

    @property
    def attachment(self) -> Attachment:
        """The file as a part of a message."""
        return Attachment(self.id, self.name, self.content_type, self.size)

    def is_usable_by(self, person_id: int, now: datetime) -> bool:
        """Whether this person may know of the file as an upload of theirs that has not been removed."""
        return self.uploader_id == person_id and (self.attached or now < self.attach_by)


def clean_name(name: str) -> str:
    """The name without folders, control characters and marks that turn the direction of writing.

    `file` when nothing is left of it. Of a name longer than LONGEST_NAME the end stays, because it tells the type.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = unicodedata.normalize("NFC", "".join(filter(_is_visible, last)))
    return _EDGES.sub("", _EDGES.sub("", visible)[-LONGEST_NAME:]) or NAMELESS


def _is_visible(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_media_type(text: str) -> bool:
    """Whether the text is a media type, perhaps with parameters (RFC 6838, RFC 9110 without quoted values)."""
    return len(text) <= LONGEST_TYPE and _MEDIA_TYPE.fullmatch(text) is not None


def check_announcement(content_type: str, size: int) -> None:
    """Raises InvalidValue for a content type that is none and for a size that is not taken."""
    if not is_media_type(content_type):
        raise InvalidValue("content_type", "Input should be a media type, such as image/png")
    if size < 1:
        raise InvalidValue("size", "Input should be greater than or equal to 1")
    if size > LARGEST:
        raise InvalidValue("size", f"Input should be less than or equal to {LARGEST}")


def disposition(name: str) -> str:
    """The Content-Disposition under which a file is saved by its name and never shown in place (RFC 6266, RFC 5987)."""
    plain = _PLAIN.sub("_", name)
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def served_type(content_type: str) -> str:
    """The Content-Type under which a file is handed out: its own, unless a browser could take it for a program."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith("xml") or not (kind in _HARMLESS or kind.startswith(_HARMLESS_FAMILIES)):
        return UNKNOWN_TYPE
    return content_type
