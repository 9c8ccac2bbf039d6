"""POST /api/v1/ticket_articles - write an article. <Zammad, Articles: Create>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import article_answers, endpoint
from polydesk.dialects.zammad.article_writing import create_article
from polydesk.dialects.zammad.queries import Writing
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT, CUSTOMER
from polydesk.http.errors import PreconditionFailed
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=article_answers.Shown,
    query=Writing,
    quota="comments",
    versioned=True,
    permissions=(AGENT, CUSTOMER),
    raises=(TicketNotFound, PreconditionFailed),
    repeat=article_answers.created_article,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new article."""
    return article_answers.created_article(create_article(request, desk), request, desk)
