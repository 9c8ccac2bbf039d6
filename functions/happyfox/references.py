"""Lists of what tickets refer to."""

from happyfox import (
    list_categories,
    list_contact_groups,
    list_priorities,
    list_staff,
    list_statuses,
    list_ticket_custom_fields,
    list_user_custom_fields,
)
from polydesk.http.router import serve

handler = serve(
    {
        "GET /api/1.1/{response_format}/categories": list_categories.handler,
        "GET /api/1.1/{response_format}/contact_groups": list_contact_groups.handler,
        "GET /api/1.1/{response_format}/priorities": list_priorities.handler,
        "GET /api/1.1/{response_format}/staff": list_staff.handler,
        "GET /api/1.1/{response_format}/statuses": list_statuses.handler,
        "GET /api/1.1/{response_format}/ticket_custom_fields": list_ticket_custom_fields.handler,
        "GET /api/1.1/{response_format}/user_custom_fields": list_user_custom_fields.handler,
    }
)
