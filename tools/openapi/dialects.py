"""The four APIs: what they are called, who may call them, and which formats they read and write."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from polydesk.dialects.happyfox import errors as happyfox_errors
from polydesk.dialects.selectel import errors as selectel_errors
from polydesk.dialects.supportbee import errors as supportbee_errors
from polydesk.dialects.zammad import errors as zammad_errors
from tools.openapi.schemas import happyfox, selectel, supportbee, zammad
from tools.openapi.schemas.shape import Schema
from tools.openapi.xml_hints import XML

JSON = "application/json"
YAML = "application/x-yaml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One API."""

    tag: str
    about: str
    prefix: str
    """What the names of its components begin with."""
    schemes: Mapping[str, Schema]
    """How callers say who they are, one way or another."""
    shapes: ModuleType
    errors: ModuleType
    reads: tuple[str, ...] = (JSON,)
    writes: tuple[str, ...] = (JSON,)

    @property
    def security(self) -> list[Schema]:
        """Any of the schemes will do."""
        return [{name: []} for name in self.schemes]


DIALECTS = {
    "selectel": Dialect(
        tag="Tickets API",
        about="The Tickets API v1.1.0. A client's token sees that client's tickets and nothing else; an agent's sees "
        "all. Keys that a body does not know are refused. Private notes never appear here.",
        prefix="Selectel",
        schemes={
            "TicketsApiToken": {"type": "apiKey", "in": "header", "name": "X-Token", "description": "A person's token."}
        },
        shapes=selectel,
        errors=selectel_errors,
    ),
    "supportbee": Dialect(
        tag="SupportBee",
        about="SupportBee's ticket actions, for staff. Every path answers with and without `.json`. An action that "
        "holds already is a success and changes nothing. A POST may carry its token as `auth_token` in its body.",
        prefix="Supportbee",
        schemes={
            "SupportBeeBearer": {"type": "http", "scheme": "bearer", "description": "An agent's token."},
            "SupportBeeToken": {
                "type": "apiKey",
                "in": "query",
                "name": "auth_token",
                "description": "An agent's token.",
            },
        },
        shapes=supportbee,
        errors=supportbee_errors,
        reads=(JSON, FORM),
    ),
    "happyfox": Dialect(
        tag="HappyFox",
        about="HappyFox's tickets. The key is for the whole desk and names no person, so writes name their author as "
        "`staff` or `user`. Paths answer with and without the slash at their end. In XML the document is a `response`, "
        'an item of a list a `resource`, null is `null="True"`, and truth values are `True` and `False`. In a body, '
        "a blank text or null counts as not given; ids may be written as text.",
        prefix="Happyfox",
        schemes={
            "HappyFoxKey": {
                "type": "http",
                "scheme": "basic",
                "description": "The desk's API key as the user, its auth code as the password.",
            }
        },
        shapes=happyfox,
        errors=happyfox_errors,
        reads=(JSON, YAML, FORM, MULTIPART),
        writes=(JSON, XML, YAML),
    ),
    "zammad": Dialect(
        tag="Zammad ticket states",
        about="Zammad's ticket states, which are the statuses of all four APIs. Everybody may read them, who has "
        "`admin.object` or `admin.ticket_state` may change them. Keys that a body does not know are ignored.",
        prefix="Zammad",
        schemes={
            "ZammadToken": {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "`Token token=` and a person's token behind it.",
            },
            "ZammadBearer": {"type": "http", "scheme": "bearer", "description": "A person's token."},
            "ZammadBasic": {
                "type": "http",
                "scheme": "basic",
                "description": "A login or e-mail address, and a token of that person as the password.",
            },
        },
        shapes=zammad,
        errors=zammad_errors,
    ),
}
"""By the folder of their functions."""
