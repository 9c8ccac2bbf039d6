"""Tickets."""

from polydesk.http.router import serve
from zammad import delete_ticket, list_tickets, show_ticket

handler = serve(
    {
        "GET /api/v1/tickets": list_tickets.handler,
        "GET /api/v1/tickets/{id}": show_ticket.handler,
        "DELETE /api/v1/tickets/{id}": delete_ticket.handler,
    }
)
