"""A customer inside a ticket, who is found, or else created with the ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from polydesk.desk.messages import NewCustomer
from polydesk.dialects.zammad.article_fields import IdOrNone
from polydesk.dialects.zammad.bodies import VendorBody
from polydesk.dialects.zammad.complaints import MAX_SHOWN
from polydesk.domain.person import AUTOMATIC_LOGIN
from polydesk.formats.email import address
from polydesk.formats.line import read_line
from polydesk.formats.message import invalid, is_blank, readable
from polydesk.http.errors import InvalidRequest

NO_IDENTIFIER = "At least one identifier (firstname, lastname, phone or email) for user is required."


def _line(limit: int) -> PlainValidator:
    """Return a validator of a line; null and an empty text are an empty one, a whole number is its text."""

    def read(value: Any) -> str:
        if is_blank(value):
            return ""
        return read_line(str(value) if type(value) is int else readable(value), limit)

    return PlainValidator(read)


Name = Annotated[str, _line(120)]
Phone = Annotated[str, _line(50)]
Address = Annotated[str, _line(254)]


@dataclass(frozen=True, slots=True)
class DescribedCustomer:
    """A customer by id, or else by the first of these names that somebody has, or else to be created if possible."""

    id: int | None
    names: tuple[str, ...]
    new: NewCustomer | None


class _CustomerBody(VendorBody):
    id: IdOrNone = None
    email: Address = ""
    login: Address = ""
    firstname: Name = ""
    lastname: Name = ""
    phone: Phone = ""

    def described(self) -> DescribedCustomer:
        """Return the customer. Raises InvalidRequest for an address that is none."""
        email = customer_address(self.email) if self.email else ""
        name = " ".join(filter(None, (self.firstname, self.lastname)))
        told_apart = self.firstname != name.partition(" ")[0]
        new = NewCustomer(
            name,
            email,
            (self.phone,) if self.phone else (),
            staff_too=True,
            login=self.login or ("" if email else f"{AUTOMATIC_LOGIN}{uuid4()}"),
            given_name=self.firstname if told_apart else None,
        )
        is_known_by_something = email or name or self.phone
        return DescribedCustomer(
            self.id, tuple(filter(None, (email, self.login))), new if is_known_by_something else None
        )


def described_customer(data: Mapping[str, Any]) -> DescribedCustomer:
    """Return the customer that an object describes. Raises InvalidRequest, and PydanticCustomError for no known key."""
    if not any(data.get(name) for name in _CustomerBody.model_fields):
        raise invalid(f"Send {', '.join(_CustomerBody.model_fields)}, or some of these.")
    return _CustomerBody.read(data).described()


def customer_address(text: str) -> str:
    """Return the e-mail address of a customer. Raises InvalidRequest."""
    try:
        return address(text)
    except PydanticCustomError:
        raise InvalidRequest("body", "customer_id", f"Invalid email '{text[:MAX_SHOWN]}' of customer") from None
