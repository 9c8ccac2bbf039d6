"""GET /api/v1/ticket_attachment/{ticket_id}/{article_id}/{id} - download an attachment."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, require_tickets
from polydesk.dialects.zammad.attachments import download, wanted_attachment
from polydesk.dialects.zammad.errors import ForeignArticle, ForeignFile
from polydesk.dialects.zammad.queries import Showing
from polydesk.domain.errors import Forbidden
from polydesk.http.request import Request
from polydesk.http.response import FileBytes, Response


@endpoint(answers=FileBytes, query=Showing, raises=(Forbidden, ForeignArticle, ForeignFile), files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the bytes of the file."""
    request.query(Showing)
    require_tickets(request.principal)
    return download(wanted_attachment(request, desk), desk)
