"""POST /api/1.1/{response_format}/ticket/{id}/staff_pvtnote/ - note. <Happyfox API: Add a Staff Private Note>"""

from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, updates
from polydesk.dialects.happyfox.requests import Handled
from polydesk.http.request import Request
from polydesk.http.response import Response


class PrivateNote(Handled):
    """What staff tell each other, and what becomes of the ticket. Whom to alert is read and left at that."""

    alert: Any = None


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    return updates.handled(updates.checked(PrivateNote, request, desk), {"public": False})
