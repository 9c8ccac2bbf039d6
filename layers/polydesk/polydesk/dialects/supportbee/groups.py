"""Groups of agents in the answers of the SupportBee API, which calls them teams, too."""

from typing import Literal, TypedDict

from polydesk.dialects.supportbee.responses import GroupPicture, group_picture
from polydesk.domain import catalog
from polydesk.http.schema import Id


class Group(TypedDict):
    """A group of agents, also called a team."""

    id: Id
    name: str
    private: Literal[False]
    picture: GroupPicture


def group(group: catalog.Group) -> Group:
    """Return a group or team."""
    return Group(id=group.id, name=group.name, private=False, picture=group_picture())
