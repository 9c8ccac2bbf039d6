"""Replies: public messages after the first one of a ticket."""

from polydesk.http.router import serve
from supportbee import create_reply, list_replies, show_reply

handler = serve(
    {
        "GET /tickets/{ticket_id}/replies.json": list_replies.handler,
        "GET /tickets/{ticket_id}/replies": list_replies.handler,
        "POST /tickets/{ticket_id}/replies.json": create_reply.handler,
        "POST /tickets/{ticket_id}/replies": create_reply.handler,
        "GET /tickets/{ticket_id}/replies/{reply_id}": show_reply.handler,
    }
)
