"""GET /api/v1/organizations - list the organizations, of which there are none. <Zammad, Organizations: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import EVERYBODY, endpoint
from polydesk.dialects.zammad.organizations import NoRecords, Nothing, no_list
from polydesk.dialects.zammad.queries import SortedListing
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Nothing | NoRecords, query=SortedListing, permissions=EVERYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty list."""
    request.query(SortedListing)
    return ok(no_list(request))
