"""Comments: private messages on a ticket."""

from polydesk.http.router import serve
from supportbee import create_comment, list_comments

handler = serve(
    {
        "GET /tickets/{ticket_id}/comments.json": list_comments.handler,
        "GET /tickets/{ticket_id}/comments": list_comments.handler,
        "POST /tickets/{ticket_id}/comments.json": create_comment.handler,
        "POST /tickets/{ticket_id}/comments": create_comment.handler,
    }
)
