"""The set-up document: its fields, and how it is read. A field that an entry omits keeps its value."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, NotRequired, TypedDict

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    with_config,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.domain.errors import InvalidValue
from polydesk.domain.line import NotALine, line, name_key
from polydesk.domain.person import PERMISSIONS
from polydesk.domain.person_key import MAX_LOGIN_LENGTH, person_key
from polydesk.domain.tags import MAX_TAG_LENGTH, tag_key
from polydesk.formats.email import Email
from polydesk.formats.line import OneLine

MAX_TEXT = 10_000_000
"""Characters. pydantic refuses a text that UTF-8 cannot write only where it has a bound."""

MAX_FAULTS = 20
"""Faults that one error names."""

_EXACTLY = with_config(ConfigDict(extra="forbid", str_max_length=MAX_TEXT))


class InvalidDocument(InvalidValue):
    """A document that is not accepted; `field` is the place of its first fault, such as `people[0].name`."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        """Name the place and the problem of each fault."""
        named = "; ".join(f"{place}: {problem.rstrip('.')}" for place, problem in faults[:MAX_FAULTS])
        more = len(faults) - MAX_FAULTS
        super().__init__(faults[0][0], f"{named}; and {more} more." if more > 0 else f"{named}.")


def _known(permission: str) -> str:
    if permission not in PERMISSIONS:
        known = {"known": ", ".join(sorted(PERMISSIONS))}
        raise PydanticCustomError("permission", "This is not a permission. The permissions are: {known}", known)
    return permission


def _without_comma(name: str) -> str:
    if "," in name:
        raise PydanticCustomError("comma", "A label has no comma, because lists of tags are separated by it")
    return name


def _none_if_empty(text: object) -> object:
    return None if text == "" else text


MAX_NAME_LENGTH = 250
"""Characters."""

Name = Annotated[str, OneLine(MAX_NAME_LENGTH)]
Login = Annotated[Annotated[str, OneLine(MAX_LOGIN_LENGTH)] | None, BeforeValidator(_none_if_empty)]
TokenName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME_LENGTH)]
"""The name of a token, as an earlier release may have stored it; see `check_new_token_name`."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Permission = Annotated[str, AfterValidator(_known)]


@_EXACTLY
class PersonDeclaration(TypedDict):
    """A person, identified by e-mail address."""

    email: Email
    name: NotRequired[Name]
    login: NotRequired[Login]
    agent: NotRequired[bool]
    permissions: NotRequired[frozenset[Permission] | None]
    phones: NotRequired[tuple[Name, ...] | None]
    active: NotRequired[bool]


@_EXACTLY
class GroupDeclaration(TypedDict):
    """A group of agents, identified by its name."""

    name: Name
    members: NotRequired[list[Email] | None]


@_EXACTLY
class NamesDeclaration(TypedDict):
    """A name in both languages."""

    en: NotRequired[Name]
    ru: NotRequired[Name]


@_EXACTLY
class CategoryDeclaration(TypedDict):
    """A category, identified by its key."""

    key: Key
    name: NotRequired[NamesDeclaration]
    description: NotRequired[str | None]


@_EXACTLY
class LabelDeclaration(TypedDict):
    """A label, identified by its name."""

    name: Annotated[str, OneLine(MAX_TAG_LENGTH), AfterValidator(_without_comma)]
    color: NotRequired[Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] | None]


@_EXACTLY
class TokenDeclaration(TypedDict):
    """A token, identified by its name. Without a person it is an API key for the whole desk."""

    name: TokenName
    person: NotRequired[Email | None]
    permissions: NotRequired[frozenset[Permission] | None]
    expires_at: NotRequired[AwareDatetime | None]
    rotate: NotRequired[bool]
    revoked: NotRequired[bool]


@_EXACTLY
class Document(TypedDict):
    """The declarations. Nothing else on the desk changes."""

    people: NotRequired[list[PersonDeclaration]]
    groups: NotRequired[list[GroupDeclaration]]
    categories: NotRequired[list[CategoryDeclaration]]
    labels: NotRequired[list[LabelDeclaration]]
    tokens: NotRequired[list[TokenDeclaration]]


_ENTRIES: dict[int | str, type] = {
    "people": PersonDeclaration,
    "groups": GroupDeclaration,
    "categories": CategoryDeclaration,
    "labels": LabelDeclaration,
    "tokens": TokenDeclaration,
}


def read_document(data: Any) -> Document:
    """Return the document that these plain values are. Raises InvalidDocument, also for an entry that is repeated."""
    try:
        document = _reader().validate_python({} if data is None else data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        raise InvalidDocument(*((_place(fault["loc"]), _problem(fault)) for fault in faults)) from None
    _refuse_repeated("people", "email", [person_key(person["email"]) for person in document.get("people", [])])
    _refuse_repeated("groups", "name", [name_key(group["name"]) for group in document.get("groups", [])])
    _refuse_repeated("categories", "key", [category["key"] for category in document.get("categories", [])])
    _refuse_repeated("labels", "name", [tag_key(label["name"]) for label in document.get("labels", [])])
    _refuse_repeated("tokens", "name", [token["name"] for token in document.get("tokens", [])])
    return document


def check_new_token_name(name: str, place: str) -> None:
    """Check that the name of a token that is not there yet is a line. Raises InvalidDocument.

    It is not made one: the name as it is written identifies the token, and an earlier release may have stored both.
    """
    try:
        if line(name, MAX_NAME_LENGTH) != name:
            raise InvalidDocument((place, "Send the name in NFC and without white space around it"))
    except NotALine as error:
        raise InvalidDocument((place, error.problem)) from None


@cache
def _reader() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _place(location: Sequence[int | str]) -> str:
    """Return the place as one path, such as `people[0].name`."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return path.removeprefix(".") or "document"


def _problem(fault: ErrorDetails) -> str:
    match fault["type"], fault["loc"]:
        case "extra_forbidden", (_,):
            return _unknown_field(Document)
        case "extra_forbidden", (kind, _, _):
            return _unknown_field(_ENTRIES[kind])
        case "extra_forbidden", _:
            return _unknown_field(NamesDeclaration)
        case "missing", _:
            return "This field is required"
    return fault["msg"]


def _unknown_field(entry: type) -> str:
    return f"This is not a known field. The fields are: {', '.join(entry.__annotations__)}"


def _refuse_repeated(kind: str, field: str, identities: Sequence[str]) -> None:
    for index, identity in enumerate(identities):
        if identity in identities[:index]:
            first = f"{kind}[{identities.index(identity)}]"
            raise InvalidDocument((f"{kind}[{index}].{field}", f"{first} declares the same. Send one entry for both"))
