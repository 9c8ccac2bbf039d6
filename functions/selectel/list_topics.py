"""GET /support/topics - list the topics. <Tickets API v1.1.0: Returns all topics>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Topics)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the desk's topics."""
    return ok(responses.topics(desk.catalog.categories.values()))
