"""Users."""

from polydesk.http.router import serve
from zammad import search_users, search_users_by_body

handler = serve(
    {
        "GET /api/v1/users/search": search_users.handler,
        "POST /api/v1/users/search": search_users_by_body.handler,
    }
)
