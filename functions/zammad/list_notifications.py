"""GET /api/v1/online_notifications - list notifications; there are none. <Zammad, Online Notifications: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import EVERYBODY, endpoint
from polydesk.dialects.zammad.responses import NoItems
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=NoItems, permissions=EVERYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty list."""
    return ok([])
