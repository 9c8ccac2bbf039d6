"""POST /support/tickets/{ticket_number}/close - close a ticket. <Tickets API v1.1.0: Close ticket>"""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import MAX_REMARK_LENGTH, Body, CommentText, Score, remark
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class Closing(Body):
    """An evaluation and a last comment, both optional."""

    score: Annotated[Score, Field(description="The vote.")] = 0
    comment: Annotated[
        CommentText,
        Field(
            description=f"With a score, the vote's comment, at most {MAX_REMARK_LENGTH:,} characters. Alone, a message."
        ),
    ] = ""

    @field_validator("comment")
    @classmethod
    def _with_a_score(cls, comment: str, known: ValidationInfo) -> str:
        """With a score it is the vote's comment; alone it is a message."""
        return remark(comment) if known.data.get("score") else comment


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the closed ticket."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(Closing)
    outcome = desk.tickets.close(number, request.principal, wanted.comment or None, wanted.score or None)
    return answers.ticket(outcome, request, desk)
