"""Contacts as the HappyFox API shows and names them."""

from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.desk.desk import Desk
from polydesk.desk.own_counts import OwnCounts
from polydesk.dialects.happyfox.catalog import NoItems
from polydesk.dialects.happyfox.errors import FieldErrors
from polydesk.dialects.happyfox.history import Time, time
from polydesk.domain.errors import ContactNotFound
from polydesk.domain.person import Person
from polydesk.domain.person_key import MAX_LOGIN_LENGTH
from polydesk.domain.phones import PhoneType
from polydesk.http.request import Request
from polydesk.http.response import Response, ok
from polydesk.http.schema import Id, Schema


class Phone(TypedDict):
    """A telephone number of a contact."""

    id: Annotated[int, Schema("Counts for each contact from 1; none is used again.", minimum=1)]
    number: str
    type: Annotated[PhoneType, Schema("Mobile, work, main, home or other.")]


class Contact(TypedDict):
    """A contact. The answers to `GET user/…` and `GET ticket/…` also count the contact's tickets."""

    id: Id
    name: str
    email: Annotated[str | None, Schema("Null for a contact without one.")]
    primary_phone: Annotated[Phone | None, Schema("The first of `phones`; null without one.")]
    phones: list[Phone]
    created_at: Time | None
    updated_at: Time | None
    contact_groups: NoItems
    custom_fields: NoItems
    tickets_count: NotRequired[Annotated[int, Schema("The contact's tickets that lists show.", minimum=0)]]
    pending_tickets_count: NotRequired[Annotated[int, Schema("Those of them with a pending status.", minimum=0)]]


class SavedContact(TypedDict):
    """A contact of a list that was created or changed."""

    email: str | None
    id: Id
    success: Literal[True]


class RefusedContact(TypedDict):
    """A contact of a list that was refused; `errors` is the same as `error`."""

    email: Annotated[
        str | None, Schema(f"As it was sent, up to {MAX_LOGIN_LENGTH} characters; null for what is no text.")
    ]
    success: Literal[False]
    error: Annotated[list[FieldErrors], Schema(minItems=1)]
    errors: Annotated[list[FieldErrors], Schema(minItems=1)]


def contact(who: Person | None, person_id: int, counts: OwnCounts | None = None) -> Contact:
    """Return a contact, with the counts of its tickets if they are given."""
    phones = [Phone(id=one.id, number=one.number, type=one.type) for one in who.phones] if who else []
    shown = Contact(
        id=person_id,
        name=who.shown_name if who else "",
        email=(who.email or None) if who else "",
        primary_phone=phones[0] if phones else None,
        phones=phones,
        created_at=time(who.created_at) if who else None,
        updated_at=time(who.updated_at) if who else None,
        contact_groups=[],
        custom_fields=[],
    )
    if counts:
        shown["tickets_count"] = counts.total
        shown["pending_tickets_count"] = counts.opened
    return shown


def answer(saved: Person) -> Response:
    """Return 200 with a contact that has been written, without counts."""
    return ok(contact(saved, saved.id), saved.version)


def answer_again(saved: Person, request: Request, desk: Desk) -> Response:
    """Return 200 with the contact of a repeated request, as the request left it."""
    return answer(saved)


def reference(request: Request) -> int | str:
    """Return how the path names a contact: by id, or by e-mail address. Raises ContactNotFound for anything else."""
    address = request.path_text("id")
    return address if "@" in address else request.identifier("id", ContactNotFound)
