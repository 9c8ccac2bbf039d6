"""The four APIs: names, credentials, formats, and the shapes of their errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.dialects.happyfox import errors as happyfox
from polydesk.dialects.happyfox.formats import WRITERS
from polydesk.dialects.selectel import errors as selectel
from polydesk.dialects.supportbee import errors as supportbee
from polydesk.dialects.zammad import errors as zammad
from tools.openapi.media import FORM, JSON, MULTIPART, XML, YAML

Schema = dict[str, Any]
"""A JSON Schema, or another object of the description."""


@dataclass(frozen=True, slots=True)
class Api:
    """What holds for all endpoints of an API.

    prefix: what the names of its components begin with
    page: its page in docs/api
    schemes: its security schemes, any one of which will do
    error: the shape of its errors; `errors` has the exceptions by status
    has_codes: whether `error` in an error is a code of the API's error table
    acts_for_others: whether headers name a person in whose name the request acts
    calls_as_desk: whether callers hold a key of the whole desk, which has every permission
    reads, writes: the media types of requests and answers; reads_any: whatever a request's Content-Type says
    token_fields: the fields of a POST's body that may carry the token
    path: variables of paths that are no identifiers
    words: descriptions of statuses that are more exact than the usual ones
    """

    tag: str
    about: str
    prefix: str
    page: str
    schemes: Mapping[str, Schema]
    error: Any
    errors: Mapping[int, Any] = field(default_factory=dict)
    has_codes: bool = False
    acts_for_others: bool = False
    calls_as_desk: bool = False
    reads: tuple[str, ...] = (JSON,)
    writes: tuple[str, ...] = (JSON,)
    reads_any: bool = False
    token_fields: Mapping[str, Schema] = field(default_factory=dict)
    path: Mapping[str, Schema] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)

    @property
    def security(self) -> list[Schema]:
        """The security requirement of every operation: any of the schemes."""
        return [{name: []} for name in self.schemes]


SELECTEL = Api(
    tag="Tickets API",
    about="The Tickets API v1.1.0. A customer's token gives access to that customer's tickets only, an agent's to all "
    "tickets. Unknown fields of a body are refused. Private notes never appear here.",
    prefix="Selectel",
    page="tickets",
    schemes={
        "TicketsApiToken": {"type": "apiKey", "in": "header", "name": "X-Token", "description": "A person's token."}
    },
    error=selectel.Error,
    errors={400: selectel.FieldError},
    has_codes=True,
    words={400: "The request is invalid; `location` names the field."},
)

SUPPORTBEE = Api(
    tag="SupportBee",
    about="SupportBee's tickets, for agents. Every path works with and without `.json`. Repeating an action "
    "that already holds succeeds and changes nothing. A POST may carry its token as `auth_token` in its body.",
    prefix="Supportbee",
    page="supportbee",
    schemes={
        "SupportBeeBearer": {"type": "http", "scheme": "bearer", "description": "An agent's token."},
        "SupportBeeToken": {"type": "apiKey", "in": "query", "name": "auth_token", "description": "An agent's token."},
    },
    error=supportbee.Error,
    reads=(JSON, FORM),
    token_fields={
        "auth_token": {"type": "string", "description": "The token, where neither header nor query has one."}
    },
    path={
        "label": {
            "description": "The label's name, in any case, or its id. `.json` may follow.",
            "schema": {"type": "string", "minLength": 1},
        }
    },
    words={400: "The request is invalid; `error` names the field."},
)

HAPPYFOX = Api(
    tag="HappyFox",
    about="HappyFox's tickets and contacts. The key belongs to the whole desk and to no person, so writes name their "
    "author as `staff`, `staff_id` or `user`. The slash at the end of a path may be left out. In XML the document is a "
    '`response`, an item of a list a `resource`, null is `null="True"`, and booleans are `True` and `False`. In a '
    "body, a blank text or null counts as missing; ids may be written as text.",
    prefix="Happyfox",
    page="happyfox",
    schemes={
        "HappyFoxKey": {
            "type": "http",
            "scheme": "basic",
            "description": "The desk's API key as the user, its auth code as the password.",
        }
    },
    error=happyfox.Error,
    errors={400: happyfox.Invalid},
    calls_as_desk=True,
    reads=(JSON, YAML, FORM, MULTIPART),
    writes=(JSON, XML, YAML),
    path={
        "response_format": {
            "description": "The format of the answer, errors included.",
            "schema": {"type": "string", "enum": list(WRITERS)},
        }
    },
    words={
        400: "The request is invalid; every field at fault is named.",
        401: "The API key or the auth code is missing, unknown or expired.",
        403: "The staff member who is named does not have the permission.",
        404: "The ticket or the contact does not exist, or the response format is unknown.",
    },
)

ZAMMAD = Api(
    tag="Zammad",
    about="The core of Zammad's API, in the shapes of its version 6.5. Groups are the categories of all four APIs, "
    "ticket states their statuses, roles the permissions of people. Unknown fields of a body are ignored. The keys of "
    "a body may stand in the query of a write, too, except of ticket states.",
    prefix="Zammad",
    page="zammad",
    schemes={
        "ZammadToken": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token token=`, followed by a person's token.",
        },
        "ZammadBearer": {"type": "http", "scheme": "bearer", "description": "A person's token."},
        "ZammadBasic": {
            "type": "http",
            "scheme": "basic",
            "description": "A login or e-mail address, with a token of that person as the password.",
        },
    },
    error=zammad.Error,
    acts_for_others=True,
    errors={500: zammad.Failure, 503: zammad.Failure},
    reads_any=True,
    words={
        400: "The body is neither JSON in UTF-8 nor a form, or the Idempotency-Key is invalid.",
        401: "The token is unknown, expired or revoked.",
        403: "The credentials are missing, the person or the token lacks the permission, or the caller cannot act for "
        "the person that a header names.",
        409: "Repeated write conflicts; nothing was changed.",
        415: "The body's charset or a Content-Encoding is not supported.",
        422: "A value is invalid, or the request conflicts with the present state.",
    },
)

APIS = {"selectel": SELECTEL, "supportbee": SUPPORTBEE, "happyfox": HAPPYFOX, "zammad": ZAMMAD}
"""By the folder of their functions."""
