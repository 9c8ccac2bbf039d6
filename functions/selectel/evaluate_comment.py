"""POST /support/comments/{comment_id}/vote - evaluate a comment. <Tickets API v1.1.0: Evaluating of comment>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, Remark, Thumb
from polydesk.domain.errors import CommentNotFound
from polydesk.domain.ticket import Vote
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class Evaluation(Body):
    """Thumb up or down, with or without a comment."""

    score: Annotated[Thumb, Field(description="The vote.")]
    comment: Annotated[Remark, Field(description="A comment on the vote.")] = ""


@endpoint(answers=responses.CommentVote, quota="comments")
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the vote."""
    comment_id = request.identifier("comment_id", CommentNotFound)
    wanted = request.body(Evaluation)
    comment = wanted.comment or None
    outcome = desk.tickets.evaluate_comment(comment_id, request.principal, wanted.score, comment)
    return ok(responses.comment_vote(Vote(wanted.score, comment, outcome.written.at)))
