"""GET /labels[.json] - list the labels."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, labels
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=labels.Labels)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the declared labels."""
    return ok(labels.listed(desk.labels))
