"""GET /api/v1/time_accounting/types - list the types of working time. <Zammad, Time accounting: Types>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.time_accountings import TimeType, types
from polydesk.domain.person import ADMIN, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[TimeType], permissions=(AGENT, ADMIN))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the one type that there is."""
    return ok(types(desk))
