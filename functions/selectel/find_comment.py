"""GET /support/comments/{comment_id} - find a comment by id. <Tickets API v1.1.0: Find comment by ID>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.domain.errors import CommentNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Comment, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the comment."""
    found = desk.tickets.comment_by_id(request.identifier("comment_id", CommentNotFound), request.principal)
    return ok(responses.comment(found.entry, found.ticket, desk.files.link, found.vote))
