"""Tickets."""

from polydesk.http.router import serve
from zammad import (
    create_ticket,
    delete_ticket,
    list_tickets,
    search_tickets,
    search_tickets_by_body,
    show_ticket,
    show_ticket_history,
    update_ticket,
)

handler = serve(
    {
        "GET /api/v1/tickets": list_tickets.handler,
        "POST /api/v1/tickets": create_ticket.handler,
        "GET /api/v1/tickets/search": search_tickets.handler,
        "POST /api/v1/tickets/search": search_tickets_by_body.handler,
        "GET /api/v1/tickets/{id}": show_ticket.handler,
        "PUT /api/v1/tickets/{id}": update_ticket.handler,
        "DELETE /api/v1/tickets/{id}": delete_ticket.handler,
        "GET /api/v1/ticket_history/{id}": show_ticket_history.handler,
    }
)
