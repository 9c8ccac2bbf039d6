"""Groups."""

from polydesk.http.router import serve
from zammad import create_group, delete_group, list_groups, show_group, update_group

handler = serve(
    {
        "GET /api/v1/groups": list_groups.handler,
        "POST /api/v1/groups": create_group.handler,
        "GET /api/v1/groups/{id}": show_group.handler,
        "PUT /api/v1/groups/{id}": update_group.handler,
        "DELETE /api/v1/groups/{id}": delete_group.handler,
    }
)
