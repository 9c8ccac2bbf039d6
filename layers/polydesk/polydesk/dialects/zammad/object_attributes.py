"""The fields of tickets, users and groups, as the vendor describes them to clients that build forms."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, TypedDict

from polydesk.http.schema import Id, Schema

Empty = Annotated[dict[str, Any], Schema("Always empty.", maxProperties=0)]


class ObjectAttribute(TypedDict):
    """A field. All of them are built in, none can be changed."""

    id: Id
    name: str
    display: Annotated[str, Schema("The name for people.")]
    object: Literal["Ticket", "User", "Group"]
    data_type: str
    created_by_id: Literal[1]
    active: Literal[True]
    editable: Literal[False]
    data_option: Empty
    screens: Empty
    position: Annotated[int, Schema("The place among the fields of the object.", minimum=1)]


FIELDS: dict[Literal["Ticket", "User", "Group"], Sequence[tuple[str, str, str]]] = {
    "Ticket": (
        ("number", "#", "input"),
        ("title", "Title", "input"),
        ("customer_id", "Customer", "user_autocompletion"),
        ("group_id", "Group", "tree_select"),
        ("owner_id", "Owner", "select"),
        ("state_id", "State", "select"),
        ("pending_time", "Pending till", "datetime"),
        ("priority_id", "Priority", "select"),
        ("tags", "Tags", "tag"),
    ),
    "User": (
        ("login", "Login", "input"),
        ("firstname", "First name", "input"),
        ("lastname", "Last name", "input"),
        ("email", "Email", "input"),
        ("phone", "Phone", "input"),
        ("mobile", "Mobile", "input"),
        ("role_ids", "Roles", "user_permission"),
        ("active", "Active", "active"),
    ),
    "Group": (
        ("name", "Name", "input"),
        ("note", "Note", "richtext"),
        ("active", "Active", "active"),
    ),
}
"""Name, name for people, and kind of each field that the desk has."""


def object_attributes() -> list[ObjectAttribute]:
    """Return all fields, by id."""
    return [
        ObjectAttribute(
            id=number,
            name=name,
            display=display,
            object=of,
            data_type=kind,
            created_by_id=1,
            active=True,
            editable=False,
            data_option={},
            screens={},
            position=position,
        )
        for number, (of, position, (name, display, kind)) in enumerate(_fields(), start=1)
    ]


def _fields() -> Iterator[tuple[Literal["Ticket", "User", "Group"], int, tuple[str, str, str]]]:
    for of, fields in FIELDS.items():
        for position, field in enumerate(fields, start=1):
            yield of, position, field
