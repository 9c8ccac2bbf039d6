"""Request bodies of the SupportBee API: the token in them, and the bodies of assignments."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from polydesk.dialects.supportbee import credentials
from polydesk.dialects.supportbee.fields import Identifier, RequiredIdentifier, as_object
from polydesk.http.body import Body


class BodyWithToken(Body):
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


class NewAssignment(BodyWithToken):
    """An assignment to a user or a group. The body may also carry the caller's token."""

    assignment: Annotated[AssigneeIds, BeforeValidator(as_object)]


class AssignedUserId(Body):
    """The user to assign a ticket to."""

    user_id: Annotated[RequiredIdentifier, Field(description="The id of an active agent.")]


class NewUserAssignment(BodyWithToken):
    """An assignment to a user. The body may also carry the caller's token."""

    user_assignment: Annotated[AssignedUserId, BeforeValidator(as_object)]


class AssignedTeamId(Body):
    """The team to assign a ticket to."""

    team_id: Annotated[RequiredIdentifier, Field(description="The id of a team.")]


class NewTeamAssignment(BodyWithToken):
    """An assignment to a team. The body may also carry the caller's token."""

    team_assignment: Annotated[AssignedTeamId, BeforeValidator(as_object)]
