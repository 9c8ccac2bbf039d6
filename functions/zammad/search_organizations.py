"""GET /api/v1/organizations/search - search organizations, of which there are none. <Zammad, Organizations: Search>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import EVERYBODY, endpoint
from polydesk.dialects.zammad.organizations import (
    CountOfNone,
    NoneFound,
    NoRecords,
    Nothing,
    OrganizationSearch,
    none_found,
)
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Nothing | NoRecords | NoneFound | CountOfNone, query=OrganizationSearch, permissions=EVERYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty list, or with a count of 0."""
    request.query(OrganizationSearch)
    return ok(none_found(request))
