"""GET /groups[.json] - list the groups, by id."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, teams
from polydesk.dialects.supportbee.teams import TeamListQuery
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=teams.Groups, query=TeamListQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the groups."""
    return ok(teams.Groups(groups=teams.wanted(request.query(TeamListQuery), request.principal, desk)))
