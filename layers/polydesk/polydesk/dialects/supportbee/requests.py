"""Field types and the request body of the SupportBee API."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from polydesk.dialects.supportbee import credentials
from polydesk.http.body import Body
from polydesk.http.identifiers import identifier


def _identifier(value: Any) -> int | None:
    """Return the id; None for one that is not given. Forms write ids in digits."""
    if value is None or value == "":
        return None
    number = identifier(value)
    if number is None:
        raise PydanticCustomError("identifier", "Input should be a positive integer")
    return number


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "Input should be an object")
    return value


Identifier = Annotated[int | None, BeforeValidator(_identifier)]


class AssigneeIds(Body):
    """The assignee: a user or a group; the other one is null, empty or absent."""

    user_id: Identifier = None
    group_id: Identifier = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.user_id is None) == (self.group_id is None):
            raise PydanticCustomError("assignee", "Input should have either a user_id or a group_id")
        return self


class NewAssignment(Body):
    """An assignment. The body may also carry the caller's token."""

    assignment: Annotated[AssigneeIds, BeforeValidator(_object)]

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the body without the token. Raises InvalidRequest."""
        if isinstance(data, dict):
            data = {name: value for name, value in data.items() if name != credentials.FIELD}
        return super().read(data)
