"""Groups of agents in the answers of the SupportBee API, which calls them teams, too."""

from typing import Literal, TypedDict

from polydesk.domain import catalog
from polydesk.http.schema import Id


class GroupPicture(TypedDict):
    """Paths of the picture of all groups, by its width."""

    thumb20: str
    thumb24: str
    thumb32: str
    thumb48: str
    thumb256: str


class Group(TypedDict):
    """A group of agents, also called a team."""

    id: Id
    name: str
    private: Literal[False]
    picture: GroupPicture


def group(group: catalog.Group) -> Group:
    """Return a group or team."""
    return Group(id=group.id, name=group.name, private=False, picture=picture())


def picture() -> GroupPicture:
    """Return the one picture that all groups have."""

    def thumb(size: int) -> str:
        return f"/images/groups/speech-balloon-orange-g{size}.png"

    return GroupPicture(thumb20=thumb(20), thumb24=thumb(24), thumb32=thumb(32), thumb48=thumb(48), thumb256=thumb(256))
