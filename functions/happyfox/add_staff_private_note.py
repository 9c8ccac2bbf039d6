"""POST /api/1.1/{response_format}/ticket/{id}/staff_pvtnote/ - add a private note.

<Happyfox API: Add a Staff Private Note>
"""

from typing import Annotated, Any

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.requests import StaffBody, read_update
from polydesk.http.request import Request
from polydesk.http.response import Response


class PrivateNote(StaffBody):
    """A note for staff, and changes of the ticket."""

    alert: Annotated[Any, Field(description="Accepted and ignored.")] = None


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket_again, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = read_update(PrivateNote, request, desk)
    body = wanted.body
    note = body.message(public=False)
    outcome = desk.tickets.handle(wanted.ticket, request.principal, body.staff.id, body.handling(), note)
    return answers.ticket(desk, outcome.ticket, wanted.people)
