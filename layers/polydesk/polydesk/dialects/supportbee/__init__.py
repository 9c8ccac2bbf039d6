"""The SupportBee API: a person's token in one of three places, JSON or forms in, JSON out, one sentence per error."""

from polydesk.desk.access import Access
from polydesk.dialects.supportbee import credentials, formats
from polydesk.dialects.supportbee.errors import TABLE, render_error, render_unexpected
from polydesk.domain.person import AGENT, Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.request import Request


def _authenticate(request: Request, access: Access) -> Principal:
    return access.of_person(credentials.token(request))


dialect = Dialect(
    name="supportbee",
    permissions=(AGENT,),
    authenticate=_authenticate,
    read=formats.read,
    errors=TABLE,
    render_error=render_error,
    render_unexpected=render_unexpected,
    render=formats.render,
    content=formats.content,
)
endpoint = dialect.endpoint
