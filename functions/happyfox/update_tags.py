"""POST /api/1.1/{response_format}/ticket/{id}/update_tags/ - add tags to a ticket and remove some."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.fields import TAGS_DESCRIPTION, Agent, Tags
from polydesk.dialects.happyfox.requests import NOTHING, CheckedBody, read_update
from polydesk.domain.person import SYSTEM, Author
from polydesk.formats.message import invalid
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.response import Response


class TagChanges(CheckedBody):
    """Tags to add and to remove. One that is in both is added, or stays."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["add"]}, {"required": ["remove"]}]})

    add: Annotated[Tags, Field(description=f"{TAGS_DESCRIPTION} They come behind those that the ticket has.")] = ()
    remove: Annotated[
        Tags, Field(description="A list, or a text with commas. Those that the ticket does not have change nothing.")
    ] = ()
    staff_id: Annotated[
        Agent | None, Field(description="The id of an active agent, the author. Without it the update has none.")
    ] = None

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the fault of a body without tags."""
        if not given.keys() & {"add", "remove"}:
            yield InvalidRequest("body", "", NOTHING, "missing")

    @model_validator(mode="after")
    def _names_a_tag(self) -> Self:
        if self.model_fields_set & {"add", "remove"} and not (self.add or self.remove):
            raise invalid(NOTHING)
        return self


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket_again, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = read_update(TagChanges, request, desk)
    body = wanted.body
    author = Author.staff(body.staff_id.id) if body.staff_id else SYSTEM
    outcome = desk.tickets.change_tags(wanted.ticket, request.principal, author, add=body.add, remove=body.remove)
    return answers.ticket(desk, outcome.ticket, wanted.people)
