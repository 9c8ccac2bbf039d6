"""The HappyFox tickets API: HTTP Basic with a key of the whole desk, answers in JSON, XML or YAML.

The key names no person, so whoever writes is named in the body, as `staff` or as `user`.
"""

import base64
import binascii

from polydesk.desk.access import Access
from polydesk.dialects.happyfox import formats
from polydesk.dialects.happyfox.errors import crashed, failed
from polydesk.domain.errors import MissingCredentials
from polydesk.domain.person import AGENT, Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.request import Request


def _authenticate(request: Request, access: Access) -> Principal:
    """Who is calling. An address in no format there is has nothing to ask for, so that is found out first."""
    formats.insist_on_format(request)
    principal = access.of_desk(_pair(request))
    principal.need(AGENT)
    return principal


def _pair(request: Request) -> str:
    """`<api key>:<auth code>`, as HTTP Basic carries it and as the desk knows it. Raises MissingCredentials."""
    scheme, _, encoded = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "basic":
        raise MissingCredentials
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise MissingCredentials from None


endpoint = Dialect("happyfox", _authenticate, formats.read, failed, crashed, formats.render).endpoint
