"""POST /api/1.1/{response_format}/ticket/{id}/move/ - move a ticket to another category."""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage
from polydesk.dialects.happyfox import endpoint, ticket_actions
from polydesk.dialects.happyfox.fields import Agent, InCategory
from polydesk.dialects.happyfox.requests import CheckedBody, read_update
from polydesk.domain.handling import Handling
from polydesk.domain.ticket import Assignee
from polydesk.formats.message import Text
from polydesk.http.request import Request
from polydesk.http.response import Response


class Move(CheckedBody):
    """Where a ticket goes, with a private note and a new assignee."""

    staff_id: Agent
    target_category_id: InCategory
    move_note: Annotated[Text, Field(description="A private note. It is text, not HTML.")] = ""
    assign_to: Annotated[
        Agent | None, Field(description="The id of an active agent. Without it the assignee stays.")
    ] = None

    @property
    def note(self) -> NewMessage | None:
        """The private note, if there is one."""
        return NewMessage(self.move_note, public=False) if self.move_note else None

    def handling(self) -> Handling:
        """Return the changes of the ticket."""
        assignee = Assignee("person", self.assign_to.id) if self.assign_to else None
        return Handling(category_id=self.target_category_id.id, reassign=assignee is not None, assignee=assignee)


@endpoint(answers=ticket_actions.Moved, quota="comments", versioned=True, repeat=ticket_actions.moved_again)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the name of the category; in it already and without a note, the ticket stays as it is."""
    wanted = read_update(Move, request, desk)
    body = wanted.body
    outcome = desk.tickets.handle(wanted.ticket, request.principal, body.staff_id.id, body.handling(), body.note)
    return ticket_actions.moved(desk, outcome.ticket)
