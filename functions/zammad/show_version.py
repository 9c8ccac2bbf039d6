"""GET /api/v1/version - show the version of the API. <Zammad, System: Version>"""

from typing import TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import READERS, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

VERSION = "6.5.0-polydesk"
"""The vendor's version whose shapes the answers have."""


class Version(TypedDict):
    """The version."""

    version: str


@endpoint(answers=Version, permissions=READERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the version."""
    return ok(Version(version=VERSION))
