"""POST /api/1.1/{response_format}/ticket/{id}/delete/ - delete a ticket for good."""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, ticket_actions
from polydesk.dialects.happyfox.fields import Agent
from polydesk.dialects.happyfox.requests import CheckedBody, read_update
from polydesk.domain.errors import PersonLacksPermission
from polydesk.domain.person import ADMIN, Author
from polydesk.http.request import Request
from polydesk.http.response import Response


class Deletion(CheckedBody):
    """Who deletes the ticket."""

    staff_id: Annotated[Agent, Field(description="The id of an active agent with the permission `admin`.")]


@endpoint(
    answers=ticket_actions.Deleted,
    quota="comments",
    raises=(PersonLacksPermission,),
    repeat=ticket_actions.deleted_again,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the number of the ticket, which is not found from now on."""
    wanted = read_update(Deletion, request, desk)
    staff = wanted.body.staff_id
    staff.require_permission(ADMIN)
    return ticket_actions.deleted(desk.tickets.delete(wanted.ticket, request.principal, Author.staff(staff.id)))
