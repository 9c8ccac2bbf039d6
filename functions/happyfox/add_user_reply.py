"""POST /api/1.1/{response_format}/ticket/{id}/user_reply/ - add a customer's reply.

<Happyfox API: Add a User Reply>
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ConfigDict

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.fields import Addresses, Contact
from polydesk.dialects.happyfox.requests import TEXT_OR_HTML, MessageBody, needs_text, read_update
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.response import Response


class UserReply(MessageBody):
    """A customer's message."""

    model_config = ConfigDict(json_schema_extra={"allOf": [TEXT_OR_HTML]})

    user: Contact
    cc: Addresses = ""
    bcc: Addresses = ""

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the fault of a reply without a text."""
        return needs_text(given)


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket_again, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = read_update(UserReply, request, desk)
    body = wanted.body
    message = body.message(cc=body.cc, bcc=body.bcc) or NewMessage("")
    outcome = desk.tickets.reply_as_customer(wanted.ticket, request.principal, body.user.id, message)
    return answers.ticket(desk, outcome.ticket, wanted.people)
