"""POST /support/files - announce a file and get a form to upload it with. Files are part of this desk's Tickets API."""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Body, FileName, MediaType, WholeNumber
from polydesk.domain.file import MAX_SIZE
from polydesk.http.request import Request
from polydesk.http.response import Response


class NewFile(Body):
    """A file to upload; the domain checks its type and size."""

    name: Annotated[FileName, Field(description="The file's name.")]
    content_type: MediaType
    size: Annotated[WholeNumber, Field(description="Bytes.", json_schema_extra={"minimum": 1, "maximum": MAX_SIZE})]


@endpoint(answers=responses.Upload, quota="uploads", repeat=answers.upload, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the file's id and the form."""
    wanted = request.body(NewFile)
    upload = desk.files.announce(wanted.name, wanted.content_type, wanted.size, request.principal)
    return answers.upload(upload, request, desk)
