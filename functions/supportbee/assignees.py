"""Assignments of tickets to a user or a team."""

from polydesk.http.router import serve
from supportbee import assign_team, assign_user, unassign_team, unassign_user

handler = serve(
    {
        "POST /tickets/{ticket_id}/user_assignment.json": assign_user.handler,
        "POST /tickets/{ticket_id}/user_assignment": assign_user.handler,
        "DELETE /tickets/{ticket_id}/user_assignment.json": unassign_user.handler,
        "DELETE /tickets/{ticket_id}/user_assignment": unassign_user.handler,
        "POST /tickets/{ticket_id}/team_assignment.json": assign_team.handler,
        "POST /tickets/{ticket_id}/team_assignment": assign_team.handler,
        "DELETE /tickets/{ticket_id}/team_assignment.json": unassign_team.handler,
        "DELETE /tickets/{ticket_id}/team_assignment": unassign_team.handler,
    }
)
