"""Tickets."""

from polydesk.http.router import serve
from supportbee import create_ticket, delete_ticket, list_tickets, search_tickets, show_ticket

handler = serve(
    {
        "GET /tickets": list_tickets.handler,
        "GET /tickets.json": list_tickets.handler,
        "POST /tickets.json": create_ticket.handler,
        "POST /tickets": create_ticket.handler,
        "GET /tickets/search": search_tickets.handler,
        "GET /tickets/search.json": search_tickets.handler,
        "GET /tickets/{ticket_id}": show_ticket.handler,
        "DELETE /tickets/{ticket_id}": delete_ticket.handler,
    }
)
