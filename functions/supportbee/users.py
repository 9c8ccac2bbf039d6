"""Users: agents and customers."""

from polydesk.http.router import serve
from supportbee import list_users, show_user

handler = serve(
    {
        "GET /users.json": list_users.handler,
        "GET /users": list_users.handler,
        "GET /users/{user_id}": show_user.handler,
    }
)
