"""Bodies of contacts: one to create or change by its address, many of them, and changes of one."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox.bulk import MAX_ITEMS, each, faults_of_one
from polydesk.dialects.happyfox.contact import RefusedContact, SavedContact
from polydesk.dialects.happyfox.contact_fields import AddressOrNone, ContactAddress, PhoneChanges
from polydesk.dialects.happyfox.fields import Flag, Line
from polydesk.dialects.happyfox.references import References
from polydesk.dialects.happyfox.requests import NOTHING, REQUIRED, CheckedBody
from polydesk.domain.contact import UNREACHABLE, ContactChanges
from polydesk.domain.errors import DeskError
from polydesk.domain.person import Person, Principal
from polydesk.domain.person_key import MAX_LOGIN_LENGTH
from polydesk.http.errors import InvalidRequest

LOGIN = "Whether the contact's tokens are accepted. Staff can write in the contact's name all the same."


class NewContact(CheckedBody):
    """A contact, who is created, or changed if there is one with this address."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["email"]}, {"required": ["phones"]}],
        }
    )

    email: Annotated[
        ContactAddress | None,
        Field(description="The address. It finds an existing contact. Not needed where there are `phones`."),
    ] = None
    name: Annotated[
        Line,
        Field(
            validate_default=True, description="Required for a new contact; it replaces the name of an existing one."
        ),
    ] = ""
    phones: PhoneChanges = ()
    is_login_enabled: Annotated[Flag | None, Field(description=f"{LOGIN} True for a new contact by default.")] = None

    @field_validator("name", mode="wrap")
    @classmethod
    def _needed_for_a_new_contact(cls, value: Any, read: Any, info: ValidationInfo) -> Any:
        if value != "":
            return read(value)
        email = info.data.get("email")
        if email is None or email.person is None:
            raise PydanticCustomError("missing", REQUIRED)
        return value

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the fault of a contact who cannot be reached."""
        if "email" not in given and not given.get("phones"):
            yield InvalidRequest("body", "email", UNREACHABLE, "missing")

    @property
    def known(self) -> Person | None:
        """The contact who has the address, if there is one."""
        return self.email.person if self.email else None

    def changes(self) -> ContactChanges:
        """Return what to change."""
        email = self.email.email if self.email else None
        return ContactChanges(self.name or None, email, self.phones, self.is_login_enabled)


class ContactUpdate(CheckedBody):
    """Changes of a contact; only what is sent changes."""

    clearable: ClassVar[frozenset[str]] = frozenset({"email"})

    name: Annotated[Line | None, Field(description="The name.")] = None
    email: Annotated[
        AddressOrNone,
        Field(
            description="The address; null or empty removes it from a contact who has a telephone number. A login that "
            "is the same as the address changes with it."
        ),
    ] = None
    phones: PhoneChanges = ()
    is_login_enabled: Annotated[Flag | None, Field(description=LOGIN)] = None

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the fault of a body that changes nothing."""
        if not given.keys() & cls.model_fields.keys():
            yield InvalidRequest("body", "", NOTHING, "missing")

    def changes(self) -> ContactChanges:
        """Return what to change."""
        return ContactChanges(self.name, self.email, self.phones, self.is_login_enabled)


def save(data: Any, desk: Desk, by: Principal) -> Person:
    """Create or change the contact that a body describes. Raises InvalidRequest and what the desk raises."""
    body = NewContact.check(data, References(desk, {}))
    return desk.contacts.save(body.changes(), body.known, by)


def save_each(items: list[Any], desk: Desk, by: Principal) -> list[SavedContact | RefusedContact]:
    """Create or change several contacts one by one. Raises InvalidRequest for none and for too many."""
    if not 1 <= len(items) <= MAX_ITEMS:
        raise InvalidRequest("body", "", f"Send 1 to {MAX_ITEMS} contacts.")
    return list(each(items, desk, by, partial(save, by=by), _saved, _refused))


def _saved(contact: Person) -> SavedContact | RefusedContact:
    return SavedContact(email=contact.email or None, id=contact.id, success=True)


def _refused(item: Any, error: DeskError) -> SavedContact | RefusedContact:
    found = faults_of_one(error)
    email = item.get("email") if isinstance(item, dict) else None
    sent = email[:MAX_LOGIN_LENGTH] if isinstance(email, str) else None
    return RefusedContact(email=sent, success=False, error=found, errors=found)
