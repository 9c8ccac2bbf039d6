"""POST /api/1.1/{response_format}/ticket/{id}/user_reply/ - a customer's reply. <Happyfox API: Add a User Reply>"""

from collections.abc import Iterator, Mapping
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, updates
from polydesk.dialects.happyfox.fields import Addresses, Contact
from polydesk.dialects.happyfox.requests import Said, needs_words
from polydesk.domain.actions import reply
from polydesk.domain.errors import Invalid
from polydesk.domain.person import Author
from polydesk.http.request import Request
from polydesk.http.response import Response


class UserReply(Said):
    """What a customer says."""

    user: Contact
    cc: Addresses = ""
    bcc: Addresses = ""

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[Invalid]:
        """A reply needs words."""
        return needs_words(given)


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = updates.checked(UserReply, request, desk)
    body = wanted.body
    author = Author("client", body.user.id)
    return updates.said(wanted, author, {"cc": body.cc, "bcc": body.bcc}, reply)
