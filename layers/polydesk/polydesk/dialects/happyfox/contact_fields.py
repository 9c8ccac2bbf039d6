"""Field types of the bodies of contacts."""

from collections.abc import Mapping
from typing import Annotated, Any, cast, get_args

from pydantic import PlainValidator, TypeAdapter, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from polydesk.dialects.happyfox.fields import Correspondent, Flag
from polydesk.dialects.happyfox.references import References, parse_id
from polydesk.domain.contact import PhoneChange
from polydesk.domain.errors import InvalidValue
from polydesk.domain.phones import MAX_PHONES, PhoneType
from polydesk.formats.email import address
from polydesk.formats.line import read_line
from polydesk.formats.message import invalid, is_blank, readable
from polydesk.http.schema import Schema

TYPES = get_args(PhoneType)
MAX_PHONE_LENGTH = 50
"""Characters of a telephone number."""

_KEYS = frozenset({"id", "type", "number", "is_primary"})
_FLAG = TypeAdapter[bool](Flag)


def _phones(value: Any) -> tuple[PhoneChange, ...]:
    if not isinstance(value, list):
        raise invalid("Send a list of telephone numbers, in JSON or YAML.")
    if len(value) > MAX_PHONES:
        raise invalid(f"There can be at most {MAX_PHONES} telephone numbers.")
    found = tuple(_phone(one) for one in value)
    ids = [one.id for one in found if one.id is not None]
    if len(set(ids)) < len(ids):
        raise invalid("Send each id once.")
    return found


def _phone(value: Any) -> PhoneChange:
    """Return one telephone number of a list. A key with null counts as not given."""
    if not isinstance(value, dict):
        raise invalid('Send each telephone number as an object, such as {"type": "mo", "number": "+1 123"}.')
    if unknown := [key for key in value if key not in _KEYS]:
        raise invalid(f'A telephone number has no key "{str(unknown[0])[:MAX_PHONE_LENGTH]}".')
    given = {key: one for key, one in value.items() if one is not None}
    phone_id = _id(given)
    if "number" not in given and phone_id is None:
        raise invalid("A new telephone number needs a number.")
    number = _number(given["number"]) if "number" in given else None
    return PhoneChange(number, phone_id, _type(given), _flag(given))


def _id(given: Mapping[str, Any]) -> int | None:
    if "id" not in given:
        return None
    number = parse_id(given["id"])
    if number is None:
        raise invalid("The id of a telephone number is a whole number, 1 or greater.")
    return number


def _number(value: Any) -> str:
    if not isinstance(value, str):
        raise invalid("Send each number as a text.")
    try:
        return read_line(value, MAX_PHONE_LENGTH)
    except PydanticCustomError as error:
        raise invalid(f"A telephone number is refused. {error.message()}") from None


def _type(given: Mapping[str, Any]) -> PhoneType | None:
    found = given.get("type")
    if found is not None and found not in TYPES:
        raise invalid(f"The type of a telephone number is one of {', '.join(TYPES)}.")
    return cast(PhoneType | None, found)


def _flag(given: Mapping[str, Any]) -> bool:
    try:
        return _FLAG.validate_python(given.get("is_primary", False))
    except ValidationError:
        raise invalid("is_primary is true or false.") from None


def _address(value: Any) -> str:
    return address(readable(value).strip())


def _address_or_none(value: Any) -> str:
    """Return the address; an empty text for null and for a blank text."""
    return "" if is_blank(value) else _address(value)


def _contact(value: Any, info: ValidationInfo) -> Correspondent:
    """Return the address, and the contact that it belongs to, if there is one."""
    email = _address(value)
    try:
        return Correspondent(email, cast(References, info.context).desk.contacts.customer(email))
    except InvalidValue as error:
        raise invalid(error.problem) from None


PHONE_ENTRY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": ["integer", "string", "null"], "minimum": 1},
        "type": {"type": ["string", "null"], "enum": [*TYPES, None]},
        "number": {"type": ["string", "null"], "minLength": 1, "maxLength": MAX_PHONE_LENGTH},
        "is_primary": {"type": ["boolean", "string", "null"]},
    },
    "additionalProperties": False,
}

PhoneChanges = Annotated[
    tuple[PhoneChange, ...],
    PlainValidator(_phones),
    Schema(
        "Telephone numbers, in JSON and YAML only. One with an `id` changes the entry with this id; one without is "
        "added, unless an entry has the same digits. `type` is `mo`, `w`, `m`, `h` or `o`, by default `o`; "
        "`is_primary` true puts a number first.",
        type="array",
        maxItems=MAX_PHONES,
        items=PHONE_ENTRY,
        examples=[[{"type": "mo", "number": "+1 123", "is_primary": True}]],
    ),
]
AddressOrNone = Annotated[
    str | None,
    PlainValidator(_address_or_none),
    Schema(type=["string", "null"], format="email", examples=["bo@example.com"]),
]
ContactAddress = Annotated[
    Correspondent, PlainValidator(_contact), Schema(type="string", format="email", examples=["bo@example.com"])
]
