"""Users."""

from polydesk.http.router import serve
from zammad import (
    create_user,
    delete_user,
    list_users,
    search_users,
    search_users_by_body,
    show_me,
    show_user,
    update_user,
)

handler = serve(
    {
        "GET /api/v1/users/me": show_me.handler,
        "GET /api/v1/users": list_users.handler,
        "GET /api/v1/users/search": search_users.handler,
        "POST /api/v1/users/search": search_users_by_body.handler,
        "POST /api/v1/users": create_user.handler,
        "GET /api/v1/users/{id}": show_user.handler,
        "PUT /api/v1/users/{id}": update_user.handler,
        "DELETE /api/v1/users/{id}": delete_user.handler,
    }
)
