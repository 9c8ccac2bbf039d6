"""Field types and the request bodies of the SupportBee API."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from polydesk.dialects.supportbee import credentials
from polydesk.http.body import Body
from polydesk.http.identifiers import identifier
from polydesk.http.schema import Schema


def _identifier(value: Any) -> int | None:
    """Return the id; None for one that is not given. Forms write ids in digits."""
    if value is None or value == "":
        return None
    number = identifier(value)
    if number is None:
        raise PydanticCustomError("identifier", "Input should be a positive integer")
    return number


def _required_identifier(value: Any) -> int:
    number = _identifier(value)
    if number is None:
        raise PydanticCustomError("identifier", "Input should be a positive integer")
    return number


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "Input should be an object")
    return value


Identifier = Annotated[
    int | None,
    BeforeValidator(_identifier),
    Schema(type=["integer", "string", "null"], minimum=1, pattern="^([1-9][0-9]{0,14})?$"),
]


RequiredIdentifier = Annotated[
    int,
    BeforeValidator(_required_identifier),
    Schema(type=["integer", "string"], minimum=1, pattern="^[1-9][0-9]{0,14}$"),
]


class TokenBody(Body):
    """A body that may also carry the caller's token."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the body without the token. Raises InvalidRequest."""
        if isinstance(data, dict):
            data = {name: value for name, value in data.items() if name != credentials.FIELD}
        return super().read(data)


class AssigneeIds(Body):
    """The assignee: a user or a group; the other one is null, empty or absent."""

    model_config = ConfigDict(
        json_schema_extra={"if": {"not": {"required": ["user_id"]}}, "then": {"required": ["group_id"]}}
    )

    user_id: Annotated[Identifier, Field(description="The id of an active agent.")] = None
    group_id: Annotated[Identifier, Field(description="The id of a group.")] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.user_id is None) == (self.group_id is None):
            raise PydanticCustomError("assignee", "Input should have either a user_id or a group_id")
        return self


class NewAssignment(TokenBody):
    """An assignment to a user or a group."""

    assignment: Annotated[AssigneeIds, BeforeValidator(_object)]


class AssignedUserId(Body):
    """The user to assign a ticket to."""

    user_id: Annotated[RequiredIdentifier, Field(description="The id of an active agent.")]


class NewUserAssignment(TokenBody):
    """An assignment to a user."""

    user_assignment: Annotated[AssignedUserId, BeforeValidator(_object)]


class AssignedTeamId(Body):
    """The team to assign a ticket to."""

    team_id: Annotated[RequiredIdentifier, Field(description="The id of a team.")]


class NewTeamAssignment(TokenBody):
    """An assignment to a team."""

    team_assignment: Annotated[AssignedTeamId, BeforeValidator(_object)]
