"""Online notifications, of which there are none."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad.responses import Nothing
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


def all_read(outcome: object, request: Request, desk: Desk) -> Response:
    """Return 200 with an empty object, however often the request comes."""
    return ok(Nothing())
