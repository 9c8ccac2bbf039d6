"""Files: accepted types and sizes, and their names."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from polydesk.domain.errors import InvalidValue
from polydesk.domain.line import MAX_DECOMPOSED
from polydesk.domain.ticket import Attachment

MAX_SIZE = 20 * 1024 * 1024
"""Bytes."""

MAX_NAME_LENGTH = 255
"""Characters."""

MAX_CONTENT_TYPE_LENGTH = 255
"""Characters."""

ATTACH_WITHIN = timedelta(hours=24)
"""How long a file can be attached to a message after it was announced."""

UNKNOWN_TYPE = "application/octet-stream"
DEFAULT_NAME = "file"

_PARAMETER = r"[A-Za-z0-9!#$&^_.+-]+"
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(; ?{_PARAMETER}={_PARAMETER})*")

_JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
"""Invisible characters that Persian words and emoji need."""

_EDGES = re.compile(r"^[\s.]+|[\s.]+$")


@dataclass(frozen=True, slots=True)
class File:
    """An announced or uploaded file of the person with `uploader_id`. `size` is in bytes.

    It can be attached to one message until `attach_by`; a file that is not `attached` then is removed. `copied` is the
    name of the copy that the message has. `number` is that of the attachment: a file that came inside a request of its
    own has it from then on, any other one from when it is attached; 0 until then.
    """

    id: str
    name: str
    content_type: str
    size: int
    uploader_id: int
    attach_by: datetime
    attached: bool = False
    copied: str = ""
    number: int = 0

    @property
    def attachment(self) -> Attachment:
        """Return the file as an attachment of a message."""
        return Attachment(self.id, self.name, self.content_type, self.size, self.copied, self.number)

    @property
    def created_at(self) -> datetime:
        """Return when the file was announced or uploaded."""
        return self.attach_by - ATTACH_WITHIN

    @property
    def has_a_form(self) -> bool:
        """Return whether a form may write its bytes until it is attached."""
        return not (self.attached or self.number)

    def is_usable_by(self, person_id: int, now: datetime) -> bool:
        """Return whether this person uploaded the file and it has not been removed."""
        return self.uploader_id == person_id and (self.attached or now < self.attach_by)


def clean_name(name: str) -> str:
    """Remove folders, control characters and direction marks from a name, and spaces and dots around it.

    An empty name becomes `file`. A name longer than MAX_NAME_LENGTH keeps its end, which has the extension.
    """
    last = name.replace("\\", "/").rpartition("/")[2][-MAX_DECOMPOSED * MAX_NAME_LENGTH :]
    visible = unicodedata.normalize("NFC", "".join(filter(_is_visible, last)))
    return _EDGES.sub("", _EDGES.sub("", visible)[-MAX_NAME_LENGTH:]) or DEFAULT_NAME


def _is_visible(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_media_type(text: str) -> bool:
    """Return whether the text is a media type, with or without parameters (RFC 6838, RFC 9110; no quoted values)."""
    return len(text) <= MAX_CONTENT_TYPE_LENGTH and _MEDIA_TYPE.fullmatch(text) is not None


def check_upload(content_type: str, size: int) -> None:
    """Check the media type and the size in bytes. Raises InvalidValue."""
    if not is_media_type(content_type):
        raise InvalidValue("content_type", "Input should be a media type, such as image/png")
    if size < 1:
        raise InvalidValue("size", "Input should be greater than or equal to 1")
    if size > MAX_SIZE:
        raise InvalidValue("size", f"Input should be less than or equal to {MAX_SIZE}")
