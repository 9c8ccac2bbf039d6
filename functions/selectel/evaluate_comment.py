"""POST /support/comments/{comment_id}/vote - evaluate a comment. <Tickets API v1.1.0: Evaluating of comment>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Body, Remark, Thumb
from polydesk.domain.errors import CommentNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class Evaluation(Body):
    """Thumb up or down, with or without a comment."""

    score: Annotated[Thumb, Field(description="The vote.")]
    comment: Annotated[Remark, Field(description="A comment on the vote.")] = ""


@endpoint(answers=responses.CommentVote, quota="comments", repeat=answers.comment_vote)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the vote."""
    comment_id = request.identifier("comment_id", CommentNotFound)
    wanted = request.body(Evaluation)
    outcome = desk.tickets.evaluate_comment(comment_id, request.principal, wanted.score, wanted.comment or None)
    return answers.comment_vote(outcome, request, desk)
