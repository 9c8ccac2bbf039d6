"""Labels in the answers of the SupportBee API, and how its paths name one."""

from typing import TYPE_CHECKING, Annotated, TypedDict
from unicodedata import normalize

from polydesk.http.request import Request
from polydesk.http.schema import Id, Schema

if TYPE_CHECKING:
    from polydesk.domain import labels

VARIABLE = "label"
"""The variable of the path that names a label."""


class Label(TypedDict):
    """A declared label."""

    id: Id
    name: str
    color: Annotated[str, Schema(pattern="^#[0-9A-Fa-f]{6}$")]


class Labels(TypedDict):
    """All declared labels, in the order of their names."""

    labels: list[Label]


class LabelOfTicket(TypedDict):
    """A label that a ticket has."""

    id: Annotated[int, Schema("The label's id.", minimum=1)]
    label: Annotated[str, Schema("The label's name.")]
    ticket: Annotated[int, Schema("The ticket's number.", minimum=1)]


class Labelled(TypedDict):
    """The label that the ticket has now."""

    label: LabelOfTicket


def listed(declared: "labels.Labels") -> Labels:
    """Return all labels."""
    return Labels(labels=[Label(id=one.id, name=one.name, color=one.color) for one in declared])


def labelled(label: "labels.Label", number: int) -> Labelled:
    """Return the label that a ticket has now."""
    return Labelled(label=LabelOfTicket(id=label.id, label=label.name, ticket=number))


def names_in(request: Request) -> tuple[str, ...]:
    """Return the names or ids that the path of a request may mean; the first one that there is counts.

    A suffix may belong to the name.
    """
    name = normalize("NFC", request.path_text(VARIABLE))
    return tuple(dict.fromkeys((name, name.removesuffix(request.suffix))))
