"""Labels, and those of a ticket."""

from polydesk.http.router import serve
from supportbee import add_label, list_labels, remove_label

handler = serve(
    {
        "GET /labels.json": list_labels.handler,
        "GET /labels": list_labels.handler,
        "POST /tickets/{ticket_id}/labels/{label}": add_label.handler,
        "DELETE /tickets/{ticket_id}/labels/{label}": remove_label.handler,
    }
)
