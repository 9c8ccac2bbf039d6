"""Marks of tickets: whether they are in the trash, and whether they count as answered."""

from polydesk.http.router import serve
from supportbee import mark_answered, mark_unanswered, trash_ticket, untrash_ticket

handler = serve(
    {
        "POST /tickets/{ticket_id}/trash.json": trash_ticket.handler,
        "POST /tickets/{ticket_id}/trash": trash_ticket.handler,
        "DELETE /tickets/{ticket_id}/trash.json": untrash_ticket.handler,
        "DELETE /tickets/{ticket_id}/trash": untrash_ticket.handler,
        "POST /tickets/{ticket_id}/answered.json": mark_answered.handler,
        "POST /tickets/{ticket_id}/answered": mark_answered.handler,
        "DELETE /tickets/{ticket_id}/answered.json": mark_unanswered.handler,
        "DELETE /tickets/{ticket_id}/answered": mark_unanswered.handler,
    }
)
