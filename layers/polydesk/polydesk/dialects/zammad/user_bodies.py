"""Bodies of users. Keys that are not here are ignored, such as `password`, `note` and those of a postal address."""

from typing import Annotated, Any, override

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from polydesk.desk.desk import Desk
from polydesk.desk.users import manages_everybody
from polydesk.dialects.zammad.bodies import Identifier, Text, VendorBody, given
from polydesk.dialects.zammad.complaints import MAX_SHOWN, invalid, invalid_value, not_found, shown_value
from polydesk.dialects.zammad.lookups import Lookups
from polydesk.domain.line import WHITE_SPACE, NotALine, line
from polydesk.domain.person import Person
from polydesk.domain.person_changes import PersonChanges
from polydesk.domain.person_key import MAX_LOGIN_LENGTH
from polydesk.formats.email import MAX_OCTETS, address
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.schema import Schema

MAX_NAME_LENGTH = 250
"""Characters of a name, and of its two parts with the space between them."""

MAX_PHONE_LENGTH = 50

MAX_ROLES = 100
"""Roles of one request. There are three; some clients repeat them."""


def _plain(value: Any) -> Any:
    """Return a whole number as its text, as Rails takes it; a text, or null, as it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _several(value: Any) -> Any:
    """Return one value that is no list as a list of it. Raises PydanticCustomError for a long list."""
    if isinstance(value, list) and len(value) > MAX_ROLES:
        raise PydanticCustomError("unacceptable", "{problem}", {"problem": f"There can be at most {MAX_ROLES}."})
    return value if isinstance(value, list) else [value]


def _plain_text(description: str, limit: int) -> Schema:
    return Schema(description, type=["string", "integer", "null"], maxLength=limit)


Word = Annotated[Text | None, BeforeValidator(_plain)]


class CustomerBody(VendorBody):
    """A customer, or the attributes of one to change, as agents send it: roles are ignored, whatever they are."""

    model_config = ConfigDict(extra="ignore")

    firstname: Annotated[Word, _plain_text("One line.", MAX_NAME_LENGTH)] = None
    lastname: Annotated[Word, _plain_text("One line.", MAX_NAME_LENGTH)] = None
    email: Annotated[
        Word,
        _plain_text("The e-mail address, which nobody else has. A login that is the same goes with it.", MAX_OCTETS),
    ] = None
    login: Annotated[
        Word,
        _plain_text(
            "One line, which nobody else has. Without one the e-mail address, else one that begins with `auto-`.",
            MAX_LOGIN_LENGTH,
        ),
    ] = None
    phone: Annotated[Word, _plain_text("The first telephone number.", MAX_PHONE_LENGTH)] = None
    mobile: Annotated[Word, _plain_text("The second telephone number.", MAX_PHONE_LENGTH)] = None
    active: Annotated[bool, Field(description="Whether the user's tokens are accepted. True for a new user.")] = True
    role_ids: Any = None
    roles: Any = None
    organization: Annotated[Word, Schema("There are none: null or empty.", type=["string", "null"], maxLength=0)] = None
    organization_id: Annotated[Any, Schema("There are none: null.", type="null")] = None
    organization_ids: Annotated[Any, Schema("There are none: empty.", type=["array", "null"], maxItems=0)] = None

    def changes(self, desk: Desk, before: Person | None = None) -> PersonChanges:
        """Return what to change, of `before` if there is somebody. Raises InvalidRequest."""
        self._require_no_organization()
        first, last = (self._line(name, MAX_NAME_LENGTH) for name in ("firstname", "lastname"))
        _require_short(first, last, before)
        return PersonChanges(
            firstname=first,
            lastname=last,
            email=self._email(),
            login=self._line("login", MAX_LOGIN_LENGTH),
            phone=self._line("phone", MAX_PHONE_LENGTH),
            mobile=self._line("mobile", MAX_PHONE_LENGTH),
            active=self.active if "active" in self.model_fields_set else None,
            roles=self._roles(desk),
        )

    def _text(self, name: str) -> str | None:
        """Return the text of a key, empty for null and for blanks; None for a key that is not there."""
        if name not in self.model_fields_set:
            return None
        return (getattr(self, name) or "").strip(WHITE_SPACE)

    def _line(self, name: str, limit: int) -> str | None:
        text = self._text(name)
        try:
            return line(text, limit) if text else text
        except NotALine as error:
            complaint = f"{invalid_value(name, shown_value(text))}. {error.problem}"
            raise InvalidRequest("body", name, complaint) from None

    def _email(self) -> str | None:
        text = self._text("email")
        try:
            return address(text) if text else text
        except PydanticCustomError:
            raise InvalidRequest("body", "email", f"Invalid email '{str(text)[:MAX_SHOWN]}'") from None

    def _roles(self, desk: Desk) -> frozenset[str] | None:
        """Return the permissions of the roles that the body gives; None when it gives none. Raises InvalidRequest."""
        return None

    def _require_no_organization(self) -> None:
        """Require that the body names no organization. Raises InvalidRequest."""
        if self.organization:
            raise not_found("organization", self.organization)
        for name in ("organization_id", "organization_ids"):
            if value := getattr(self, name):
                raise invalid(name, value)


class UserBody(CustomerBody):
    """A user, or the attributes of one to change. Null and an empty text remove what is there."""

    role_ids: Annotated[
        tuple[Identifier, ...],
        Field(max_length=MAX_ROLES),
        BeforeValidator(_several),
        Field(description="All roles, by id. Ignored from callers without `admin.user`."),
    ] = ()
    roles: Annotated[
        tuple[Text, ...],
        Field(max_length=MAX_ROLES),
        BeforeValidator(_several),
        Field(description="All roles, by name; `role_ids` takes precedence. Ignored as that is."),
    ] = ()

    @override
    def _roles(self, desk: Desk) -> frozenset[str] | None:
        given = self.model_fields_set
        found = Lookups(desk).roles(
            self.role_ids if "role_ids" in given else None, self.roles if "roles" in given else None
        )
        return None if found is None else frozenset(role.permission for role in found)


def changes_of(request: Request, desk: Desk, before: Person | None = None) -> PersonChanges:
    """Return what a request changes, of `before` if there is somebody. Raises InvalidRequest."""
    model = UserBody if manages_everybody(request.principal) else CustomerBody
    return given(request, model).changes(desk, before)


def _require_short(first: str | None, last: str | None, before: Person | None) -> None:
    """Require that the whole name is short enough. Raises InvalidRequest for the last name."""
    first = (before.firstname if before else "") if first is None else first
    last = (before.lastname if before else "") if last is None else last
    if len(first) + len(last) >= MAX_NAME_LENGTH and first and last and not _has(before, first, last):
        problem = f"First and last name together should have at most {MAX_NAME_LENGTH - 1} characters"
        raise InvalidRequest("body", "lastname", f"{invalid_value('lastname', shown_value(last))}. {problem}")


def _has(person: Person | None, first: str, last: str) -> bool:
    return person is not None and (person.firstname, person.lastname) == (first, last)
