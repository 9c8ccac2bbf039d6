"""People in the answers of the SupportBee API."""

from typing import Annotated, Literal, TypedDict

from polydesk.dialects.supportbee.responses import UserPicture, user_picture
from polydesk.domain.person import Person
from polydesk.domain.person_kind import PersonKind, kind_of
from polydesk.http.schema import Id, Schema

Role = Literal["admin", "agent", "customer"]
"""What somebody may do here, by permission. Nobody is a collaborator."""


class User(TypedDict):
    """A person."""

    id: Id
    email: Annotated[str, Schema("Empty for a customer without one.")]
    name: Annotated[str, Schema("The e-mail address for a person without a name.")]
    first_name: Annotated[str, Schema("The name up to its first space.")]
    last_name: Annotated[str | None, Schema("The rest of the name; null when there is none.")]
    role: Annotated[Role, Schema("`admin` holds that permission.")]
    agent: bool
    picture: UserPicture


class Address(TypedDict):
    """Somebody who got a copy of a message, as its author has written it. Nobody is looked up."""

    id: None
    email: str
    name: Annotated[str, Schema("As written; the e-mail address when there is no name.")]
    first_name: str
    last_name: str | None
    role: Literal["customer"]
    agent: Literal[False]
    picture: UserPicture


def user(person: Person | None, person_id: int) -> User:
    """Return the person with this id; one who does not exist any more has only the id."""
    email = person.email if person else ""
    name = person.shown_name if person else ""
    first_name, last_name = _parts(name)
    return User(
        id=person_id,
        email=email,
        name=name,
        first_name=first_name,
        last_name=last_name,
        role=_role(person),
        agent=person.agent if person else False,
        picture=user_picture(email),
    )


def address(email: str, name: str) -> Address:
    """Return somebody with this e-mail address, and this name unless it is empty."""
    name = name or email
    first_name, last_name = _parts(name)
    return Address(
        id=None,
        email=email,
        name=name,
        first_name=first_name,
        last_name=last_name,
        role="customer",
        agent=False,
        picture=user_picture(email),
    )


def _parts(name: str) -> tuple[str, str | None]:
    first_name, _, last_name = name.strip().partition(" ")
    return first_name, last_name.strip() or None


def role_of(kind: PersonKind) -> Role:
    """Return the role of people of a kind."""
    if kind.admin:
        return "admin"
    return "agent" if kind.agent else "customer"


def _role(person: Person | None) -> Role:
    kind = kind_of(person) if person else None
    return role_of(kind) if kind else "customer"
