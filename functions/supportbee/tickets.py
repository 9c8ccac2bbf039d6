"""Tickets."""

from polydesk.http.router import serve
from supportbee import list_tickets, search_tickets, show_ticket

handler = serve(
    {
        "GET /tickets": list_tickets.handler,
        "GET /tickets.json": list_tickets.handler,
        "GET /tickets/search": search_tickets.handler,
        "GET /tickets/search.json": search_tickets.handler,
        "GET /tickets/{ticket_id}": show_ticket.handler,
    }
)
