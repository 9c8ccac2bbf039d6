"""POST /api/1.1/{response_format}/ticket/{id}/staff_pvtnote/ - note. <Happyfox API: Add a Staff Private Note>"""

from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, writing
from polydesk.dialects.happyfox.bodies import Handled
from polydesk.http.reply import Reply
from polydesk.http.request import Request


class PrivateNote(Handled):
    """What staff tell each other, and what becomes of the ticket. Whom to alert is read and left at that."""

    alert: Any = None


@endpoint
def handler(request: Request, desk: Desk) -> Reply:
    """Answer 200 with the ticket as it is now."""
    return writing.handled(writing.checked(PrivateNote, request, desk), {"public": False})
