"""GET /attachments/{attachment_id} - get a link to a file. With `?version=thumb` it leads to the same file."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint
from polydesk.domain.errors import AttachmentNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, found


@endpoint(files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 302: `Location` is a link that saves the file and is valid for five minutes."""
    number = request.identifier("attachment_id", AttachmentNotFound)
    return found(desk.files.link(desk.tickets.attachment(number, request.principal)))
