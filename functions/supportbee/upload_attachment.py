"""POST /attachments[.json] - upload a file, to be named in `attachment_ids` of a message."""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import contents
from polydesk.dialects.supportbee.requests import BodyWithToken
from polydesk.dialects.supportbee.uploads import FIELD, OneFile, endpoint
from polydesk.domain.file import File
from polydesk.http.request import Request
from polydesk.http.response import Response, created


class Upload(BodyWithToken):
    """A form with one file. It may also carry the caller's token."""

    file: Annotated[OneFile, Field(alias=FIELD)]


def again(earlier: File, request: Request, desk: Desk) -> Response:
    """Return 201 with the file of a repeated request."""
    file = desk.files.complete(earlier, request.body(Upload).file)
    return created(contents.attachment(file.attachment, file.created_at, request.base_url))


@endpoint(answers=contents.Attachment, quota="uploads", repeat=again, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the file."""
    file = desk.files.store(request.body(Upload).file, request.principal)
    return created(contents.attachment(file.attachment, file.created_at, request.base_url))
