"""The SupportBee API: a person's token in one of three places, JSON or forms in, JSON out, one sentence per error."""

from polydesk.desk.access import Access
from polydesk.dialects.supportbee import credentials, formats
from polydesk.dialects.supportbee.errors import TABLE, render_error, render_unexpected
from polydesk.domain.person import AGENT, Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.parameters import ParameterRules
from polydesk.http.request import Request


def _authenticate(request: Request, access: Access) -> Principal:
    return access.of_person(credentials.token(request))


PARAMETERS = ParameterRules(ignores_unknown=True)
"""Clients send what is left of other calls, such as `page`, to actions that have no parameters."""

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
    parameters=PARAMETERS,
    suffix=".json",
)
endpoint = dialect.endpoint
