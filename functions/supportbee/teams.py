"""Teams, which were called groups first."""

from polydesk.http.router import serve
from supportbee import list_groups, list_teams

handler = serve(
    {
        "GET /teams.json": list_teams.handler,
        "GET /teams": list_teams.handler,
        "GET /groups.json": list_groups.handler,
        "GET /groups": list_groups.handler,
    }
)
