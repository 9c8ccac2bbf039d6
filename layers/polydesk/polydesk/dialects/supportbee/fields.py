"""Field types of the SupportBee API's request bodies; each accepts JSON and form fields.

Null and a blank text count as not given: forms, and clients that send all keys of an object, leave a field out so.
"""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator
from pydantic_core import PydanticCustomError

from polydesk.domain.line import WHITE_SPACE
from polydesk.domain.person_key import person_key
from polydesk.formats import html as html_format
from polydesk.formats.address_list import address_list, addresses
from polydesk.formats.email import MAX_OCTETS, address
from polydesk.formats.html import Hypertext
from polydesk.formats.line import OneLine, read_line
from polydesk.formats.message import (
    MAX_FILES,
    MAX_HTML_BYTES,
    NO_MAIL,
    Text,
    hypertext,
    invalid,
    is_blank,
    readable,
)
from polydesk.http.body import MAX_KEYS
from polydesk.http.identifiers import identifier
from polydesk.http.schema import Schema

MAX_ADDRESSES = 25
"""Recipients in `cc`, and as many in `bcc`."""

MAX_NAME_LENGTH = 100
"""Characters of a recipient's name."""

MAX_ADDRESSES_LENGTH = 10_000
"""Characters of a list of recipients before it is read."""

INSTEAD_OF_PICTURES = "Upload the file and send its id in attachment_ids, or send the address of a picture on the web."


def as_object(value: Any) -> Any:
    """Return the value if it is an object of a bounded size."""
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "Input should be an object")
    if len(value) > MAX_KEYS:
        raise PydanticCustomError("object", "Input should have at most {limit} keys", {"limit": MAX_KEYS})
    return value


def object_or_none(value: Any) -> Any:
    """Return the value if it is an object, None for one that is not given."""
    return None if is_blank(value) else as_object(value)


def one_of(data: Any, *names: str) -> Any:
    """Return the fields with a value for at most one of the names, which are different names of one field."""
    if not isinstance(data, dict):
        return data
    given = [name for name in names if not is_blank(data.get(name))]
    for name in given[1:]:
        if data[name] != data[given[0]]:
            raise invalid(f"{given[0]} and {name} are different. Send one of them.")
    return {name: value for name, value in data.items() if name not in given[1:]}


def none_if_blank(value: Any) -> Any:
    """Return the value, None for one that is not given."""
    return None if is_blank(value) else value


def _identifier(value: Any) -> int | None:
    """Return the id; None for one that is not given. Forms write ids in digits."""
    return None if is_blank(value) else _required_identifier(value)


def _required_identifier(value: Any) -> int:
    number = identifier(value)
    if number is None:
        raise PydanticCustomError("identifier", "Input should be a positive integer")
    return number


def _html(value: Any) -> Hypertext | None:
    return None if is_blank(value) else hypertext(value, INSTEAD_OF_PICTURES)


def _trimmed(value: Any) -> Any:
    return value.strip(WHITE_SPACE) if isinstance(value, str) else value


def _attachment_ids(value: Any) -> tuple[int, ...]:
    """Return the ids of a list, of a text with commas, or of one number."""
    values = value if isinstance(value, list) else [value]
    if len(values) == 1 and isinstance(values[0], str):
        values = values[0].split(",", 2 * MAX_FILES)
    given = [one for one in map(_trimmed, values[: 2 * MAX_FILES + 1]) if not is_blank(one)]
    numbers = [identifier(one) for one in given]
    if None in numbers:
        raise invalid("Send ids of attachments: whole numbers, 1 or greater.")
    return checked_ids(number for number in numbers if number is not None)


def checked_ids(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the ids of a message's attachments. Raises an error when there are too many, or one comes twice."""
    found = tuple(numbers)
    if len(found) > MAX_FILES:
        raise invalid(f"There can be at most {MAX_FILES} attachments.")
    if len(set(found)) < len(found):
        raise invalid("An attachment can be attached only once.")
    return found


def _recipients(value: Any) -> str:
    """Return the mailboxes of a list or of a text with commas; of two spellings of one address the first stays."""
    values = [] if value is None else value if isinstance(value, list) else [value]
    found: dict[str, tuple[str, str]] = {}
    for name, one in addresses(", ".join(_bounded(values))):
        found.setdefault(person_key(one), (name, one))
        if len(found) > MAX_ADDRESSES:
            raise invalid(f"There can be at most {MAX_ADDRESSES} addresses.")
    return address_list(_checked(name, one) for name, one in found.values())


def _bounded(values: list[Any]) -> list[str]:
    texts = [readable(one) for one in values[: MAX_ADDRESSES_LENGTH // 2] if one is not None]
    if len(values) > MAX_ADDRESSES_LENGTH // 2 or sum(map(len, texts)) > MAX_ADDRESSES_LENGTH:
        raise invalid(f"There can be at most {MAX_ADDRESSES} addresses.")
    return texts


def _checked(name: str, one: str) -> tuple[str, str]:
    return read_line(name, MAX_NAME_LENGTH) if name else "", address(one)


_ID_TEXT = "[1-9][0-9]{0,14}"
_TEXTS: dict[str, Any] = {"type": ["string", "array", "null"], "items": {"type": "string"}}

Identifier = Annotated[
    int | None,
    BeforeValidator(_identifier),
    Schema(type=["integer", "string", "null"], minimum=1, pattern=f"^({_ID_TEXT})?$"),
]
RequiredIdentifier = Annotated[
    int,
    BeforeValidator(_required_identifier),
    Schema(type=["integer", "string"], minimum=1, pattern=f"^{_ID_TEXT}$"),
]
OptionalText = Annotated[
    Text | None,
    BeforeValidator(none_if_blank),
    Schema("The message."),
]
OptionalHtml = Annotated[
    Hypertext | None,
    PlainValidator(_html),
    Schema(
        f"The message as HTML, sanitised: at most {MAX_HTML_BYTES:,} bytes and {html_format.MAX_TAGS:,} tags after "
        "that. Pictures inside it (`data:`, `cid:`) are refused.",
        type=["string", "null"],
    ),
]
OptionalLine = Annotated[
    Annotated[str, OneLine(255)] | None,
    BeforeValidator(none_if_blank),
]
EmailAddress = Annotated[
    str,
    BeforeValidator(_trimmed),
    AfterValidator(address),
    Schema("One e-mail address.", type="string", format="email", maxLength=MAX_OCTETS),
]
AttachmentIds = Annotated[
    tuple[int, ...],
    PlainValidator(_attachment_ids),
    Schema(
        f"Ids of the caller's uploads, at most {MAX_FILES}: a list, a text with commas, or one id.",
        type=["array", "string", "integer", "null"],
        items={"type": ["integer", "string"], "minimum": 1, "pattern": rf"^\s*({_ID_TEXT})?\s*$"},
        minimum=1,
        pattern=r"^[0-9,\s]*$",
        examples=[[1]],
    ),
]
Recipients = Annotated[
    str,
    PlainValidator(_recipients),
    Schema(
        f"Recipients, `Name <address>` or an address alone: a list, or a text with commas; at most {MAX_ADDRESSES}. "
        f"{NO_MAIL}",
        **_TEXTS,
        examples=[["office@example.com"]],
    ),
]
NoEffect = Annotated[Any, Schema("Accepted; it has no effect, as the desk sends no mail.")]
ReadOnly = Annotated[Any, Schema("Accepted and ignored, so that a ticket can be sent back as it was read.")]
