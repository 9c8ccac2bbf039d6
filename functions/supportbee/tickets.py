"""Tickets."""

from polydesk.http.router import serve
from supportbee import create_ticket

handler = serve(
    {
        "POST /tickets.json": create_ticket.handler,
        "POST /tickets": create_ticket.handler,
    }
)
