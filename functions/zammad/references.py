"""What tickets and people refer to, and answers that never change."""

from polydesk.http.router import serve
from zammad import (
    list_notifications,
    list_object_attributes,
    list_organizations,
    list_priorities,
    list_roles,
    mark_notifications_read,
    search_organizations,
    show_priority,
    show_role,
    show_version,
)

handler = serve(
    {
        "GET /api/v1/roles": list_roles.handler,
        "GET /api/v1/roles/{id}": show_role.handler,
        "GET /api/v1/ticket_priorities": list_priorities.handler,
        "GET /api/v1/ticket_priorities/{id}": show_priority.handler,
        "GET /api/v1/organizations": list_organizations.handler,
        "GET /api/v1/organizations/search": search_organizations.handler,
        "GET /api/v1/version": show_version.handler,
        "GET /api/v1/object_manager_attributes": list_object_attributes.handler,
        "GET /api/v1/online_notifications": list_notifications.handler,
        "POST /api/v1/online_notifications/mark_all_as_read": mark_notifications_read.handler,
    }
)
