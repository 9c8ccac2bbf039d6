"""POST /support/files - announce a file and get a form to upload it with. Files are part of this desk's Tickets API."""

from pydantic.types import StrictInt

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, FileName
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class NewFile(Body):
    """A file to upload; `size` is in bytes."""

    name: FileName
    content_type: str
    size: StrictInt


@endpoint(answers=responses.Upload, quota="uploads")
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the file's id and the form."""
    wanted = request.body(NewFile)
    upload = desk.files.announce(wanted.name, wanted.content_type, wanted.size, request.principal)
    return ok(responses.upload(upload))
