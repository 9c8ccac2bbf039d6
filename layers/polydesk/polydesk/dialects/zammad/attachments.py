"""Attachments of articles: what answers say of them, and their bytes."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.errors import ForeignArticle, ForeignFile
from polydesk.dialects.zammad.ids import part_of, ticket_number
from polydesk.domain import ticket as domain
from polydesk.domain.errors import AttachmentNotFound, CommentNotFound, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import FileBytes, Response, found
from polydesk.http.schema import Id, Schema

MAX_BYTES = 4_400_000
"""Bytes of a file that an answer has itself. They travel in base64, and a function answers with 6 MB at most."""


class Attachment(TypedDict):
    """A file of an article."""

    id: Annotated[Id, Schema("The number that the file has in every API.")]
    store_file_id: Annotated[Id, Schema("The same as `id`.")]
    filename: str
    size: Annotated[str, Schema("Bytes, as a text.", pattern=r"^\d+$", examples=["19"])]
    preferences: Annotated[
        Mapping[str, str], Schema("`Mime-Type`: the media type.", examples=[{"Mime-Type": "text/plain"}])
    ]


def attachment(one: domain.Attachment) -> Attachment:
    """Return a file of an article."""
    return Attachment(
        id=one.number,
        store_file_id=one.number,
        filename=one.name,
        size=str(one.size),
        preferences={"Mime-Type": one.content_type},
    )


def wanted_attachment(request: Request, desk: Desk) -> domain.Attachment:
    """Return the attachment in the path.

    Raises TicketNotFound, ForeignArticle and ForeignFile, and CommentNotFound and AttachmentNotFound for what is no id.
    An article that the caller may not see is answered as one that does not exist.
    """
    number, by = ticket_number(request, "ticket_id", TicketNotFound), request.principal
    article_id = request.identifier("article_id", CommentNotFound)
    wanted = request.identifier("id", AttachmentNotFound)
    ticket, part = desk.tickets.get(number, by), part_of(article_id)
    entry = desk.tickets.nth_message(ticket, part.n) if part and part.number == number else None
    message = entry.message if entry else None
    if message is None or not (message.public or by.is_staff):
        raise ForeignArticle
    for one in message.files:
        if one.number == wanted:
            return one
    raise ForeignFile


def download(one: domain.Attachment, desk: Desk) -> Response:
    """Return 200 with the bytes of a file, or 302 to a link when it is too large for an answer."""
    if one.size > MAX_BYTES:
        return found(desk.files.link(one))
    file = desk.files.download(one)
    headers = {"Content-Disposition": file.disposition}
    return Response(200, FileBytes(file.content_type, file.content), headers=headers)
