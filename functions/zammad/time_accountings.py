"""Working time of tickets."""

from polydesk.http.router import serve
from zammad import book_time, book_time_of_ticket, list_time_accountings, list_time_types, show_time_accounting

handler = serve(
    {
        "GET /api/v1/tickets/{id}/time_accountings": list_time_accountings.handler,
        "POST /api/v1/tickets/{id}/time_accountings": book_time_of_ticket.handler,
        "GET /api/v1/tickets/{id}/time_accountings/{accounting_id}": show_time_accounting.handler,
        "POST /api/v1/time_accountings": book_time.handler,
        "GET /api/v1/time_accounting/types": list_time_types.handler,
    }
)
