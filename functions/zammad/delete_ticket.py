"""DELETE /api/v1/tickets/{id} - delete a ticket for good. Needs `admin`."""

from typing import Annotated

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ids
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import ADMIN, Author
from polydesk.http.request import Request
from polydesk.http.response import Response
from polydesk.http.schema import Schema

EmptyPage = Annotated[str, Schema("Empty.", maxLength=0)]
"""As the vendor answers. A client that reads JSON must not take this for any."""

HTML = "text/html"


@endpoint(answers=EmptyPage, media_type=HTML, quota="comments", permissions=(ADMIN,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200: no body. The ticket is not found from now on, and its number is not used again."""
    caller = request.principal
    number = ids.ticket_number(request, "id", TicketNotFound)
    desk.tickets.delete(number, caller, Author.staff(caller.person_id), any_ticket=True)
    return Response(200, headers={"Content-Type": HTML})
