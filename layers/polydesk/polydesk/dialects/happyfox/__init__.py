"""The HappyFox tickets API: HTTP Basic with a key of the whole desk, answers in JSON, XML or YAML.

The key names no person, so the body names the author of a write, as `staff` or as `user`.
"""

import base64
import binascii
from collections.abc import Collection

from polydesk.desk.access import Access
from polydesk.dialects.happyfox import formats
from polydesk.dialects.happyfox.errors import TABLE, render_error, render_unexpected
from polydesk.domain.errors import MissingCredentials
from polydesk.domain.person import AGENT, Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.parameters import ParameterRules
from polydesk.http.request import Request


def _authenticate(request: Request, access: Access) -> Principal:
    return access.of_desk(_pair(request))


def _pair(request: Request) -> str:
    """Return `<api key>:<auth code>`, as HTTP Basic carries it. Raises MissingCredentials."""
    scheme, _, encoded = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "basic":
        raise MissingCredentials
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise MissingCredentials from None


def _unknown_parameter(name: str, known: Collection[str]) -> str:
    """Return the problem of an unknown query parameter."""
    return "This parameter is not known here."


dialect = Dialect(
    name="happyfox",
    permissions=(AGENT,),
    authenticate=_authenticate,
    read=formats.read,
    errors=TABLE,
    render_error=render_error,
    render_unexpected=render_unexpected,
    render=formats.render,
    content=formats.content,
    parameters=ParameterRules(unknown=_unknown_parameter),
    key_of=formats.key_of,
    require_path=formats.require_known_format,
    renderings={"response_format": "json"},
)
endpoint = dialect.endpoint
