"""GET /api/v1/ticket_articles/{id} - show an article. <Zammad, Articles: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import article_answers, endpoint, ids, require_tickets
from polydesk.dialects.zammad.queries import Showing
from polydesk.domain.errors import CommentNotFound, Forbidden
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=article_answers.Shown, query=Showing, versioned=True, raises=(Forbidden,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the article."""
    request.query(Showing)
    require_tickets(request.principal)
    part = ids.part_in_path(request, "id", CommentNotFound)
    return article_answers.shown_article(*article_answers.wanted(part, request, desk), request, desk)
