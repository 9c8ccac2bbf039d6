"""POST /api/v1/online_notifications/mark_all_as_read - mark all as read. <Zammad, Online Notifications: Read>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import EVERYBODY, endpoint
from polydesk.dialects.zammad.notifications import all_read
from polydesk.dialects.zammad.responses import Nothing
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=Nothing, permissions=EVERYBODY, repeat=all_read)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty object. Nothing changes: there are no notifications."""
    request.require_readable_body()
    return all_read(None, request, desk)
