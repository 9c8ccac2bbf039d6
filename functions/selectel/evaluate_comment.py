"""POST /support/comments/{comment_id}/vote - evaluate a comment. <Tickets API v1.1.0: Evaluating of comment>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, NonEmpty, Thumb
from polydesk.domain.actions import evaluate_comment
from polydesk.domain.errors import CommentNotFound
from polydesk.domain.ticket import Vote
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class Evaluation(Body):
    """Thumb up or down, with or without a word."""

    score: Thumb
    comment: NonEmpty = ""


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the vote."""
    comment_id = request.identifier("comment_id", CommentNotFound)
    wanted = request.body(Evaluation)
    found = desk.tickets.comment(comment_id, request.principal)
    outcome = desk.tickets.change(
        found.ticket.number,
        request.principal,
        lambda ticket, context: evaluate_comment(ticket, context, found.update, wanted.score, wanted.comment or None),
        seen=found.ticket,
    )
    return ok(responses.vote(Vote(wanted.score, wanted.comment or None, outcome.written.at)))
