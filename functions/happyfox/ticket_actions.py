"""Actions of staff on a ticket."""

from happyfox import delete_ticket, move_ticket, update_tags
from polydesk.http.router import serve

handler = serve(
    {
        "POST /api/1.1/{response_format}/ticket/{id}/update_tags": update_tags.handler,
        "POST /api/1.1/{response_format}/ticket/{id}/move": move_ticket.handler,
        "POST /api/1.1/{response_format}/ticket/{id}/delete": delete_ticket.handler,
    }
)
