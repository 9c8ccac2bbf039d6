"""POST /support/tickets/{ticket_number}/vote - evaluate a ticket. <Tickets API v1.1.0: Evaluating of ticket>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Body, Remark, Score
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class Evaluation(Body):
    """From 1 to 10, with or without a comment."""

    score: Annotated[Score, Field(description="The vote.")]
    comment: Annotated[Remark, Field(description="A comment on the vote.")] = ""


@endpoint(answers=responses.TicketVote, quota="comments", versioned=True, repeat=answers.ticket_vote)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the vote."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(Evaluation)
    outcome = desk.tickets.evaluate(number, request.principal, wanted.score, wanted.comment or None)
    return answers.ticket_vote(outcome, request, desk)
