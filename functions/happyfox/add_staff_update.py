"""POST /api/1.1/{response_format}/ticket/{id}/staff_update/ - answer a ticket and change it.

<Happyfox API: Add a Staff Update>
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.fields import Addresses, Flag, Line, NoSurvey, UpdateId
from polydesk.dialects.happyfox.requests import StaffBody, read_update
from polydesk.domain.handling import Handling
from polydesk.formats.message import NO_MAIL
from polydesk.http.request import Request
from polydesk.http.response import Response


class StaffUpdate(StaffBody):
    """A message to the customer, the mail that carries it, and changes of the ticket."""

    update_customer: Annotated[Flag, Field(description=f"Shown as `customer_updated`. {NO_MAIL}")] = False
    subject: Annotated[Line, Field(description=f"The subject of the mail; the ticket's own stays. {NO_MAIL}")] = ""
    cc: Addresses = ""
    bcc: Addresses = ""
    send_survey: NoSurvey = False
    last_staff_message: Annotated[
        UpdateId | None,
        Field(
            description="The `update_id` of the newest message of staff that the author has seen, or of any later "
            "update. When staff have written to the customer since, nothing is changed and the answer is 409."
        ),
    ] = None

    def handling(self) -> Handling:
        """Return the changes of the ticket, and what the author has seen of it."""
        return replace(super().handling(), seen_upto=self.last_staff_message)


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket_again, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = read_update(StaffUpdate, request, desk)
    body = wanted.body
    message = body.message(subject=body.subject, cc=body.cc, bcc=body.bcc, customer_updated=body.update_customer)
    outcome = desk.tickets.handle(wanted.ticket, request.principal, body.staff.id, body.handling(), message)
    return answers.ticket(desk, outcome.ticket, wanted.people)
