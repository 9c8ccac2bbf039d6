"""What a body must keep to besides the types of its fields: rules that the models leave to the desk."""

from copy import deepcopy

from polydesk.domain.file import LARGEST, LONGEST_TYPE
from polydesk.domain.state import StateType
from tools.openapi.endpoints import Endpoint
from tools.openapi.schemas.shape import Schema

_TEXT_OR_HTML: Schema = {"if": {"not": {"required": ["text"]}}, "then": {"required": ["html"]}}
_WHO: Schema = {
    "if": {"not": {"anyOf": [{"required": ["user"]}, {"required": ["client"]}]}},
    "then": {"required": ["name", "email"]},
}
_KINDS = ", ".join(f"{int(kind)} {kind.label}" for kind in StateType)

_STATE: Schema = {
    "name": {
        "type": "string",
        "pattern": r"\S",
        "description": "Unique in any case of letters; of a longer one 250 characters are kept.",
    },
    "state_type_id": {"type": ["integer", "string"], "maximum": len(StateType), "description": f"{_KINDS}."},
    "state_type": {
        "type": "string",
        "enum": [kind.label for kind in StateType],
        "description": "The kind by its name; `state_type_id` goes before it.",
    },
    "next_state_id": {"description": "Where the kind pending action leads to when its time has come."},
    "next_state": {"description": "The next state by its name; `next_state_id` goes before it."},
    "note": {"description": "HTML; what is not harmless is taken out, and 250 characters are kept."},
}

_PROPERTIES: dict[str, Schema] = {
    "selectel/create_file": {
        "content_type": {
            "pattern": r"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$",
            "maxLength": LONGEST_TYPE,
            "examples": ["image/png"],
        },
        "size": {"minimum": 1, "maximum": LARGEST, "description": "Bytes."},
    },
    "selectel/create_ticket": {
        "topic_key": {"description": "The key of a topic; the desk's first one without it."},
        "files": {"description": "Ids of uploads of the caller's that have arrived."},
    },
    "selectel/modify_ticket": {"client_aliased_name": {"description": "Null clears it."}},
    "selectel/close_ticket": {"comment": {"description": "The evaluation's comment; without a score, a last comment."}},
    "zammad/create_state": _STATE,
    "zammad/update_state": _STATE,
    "happyfox/create_ticket": {
        "name": {"description": "Of a customer who is named by e-mail address."},
        "email": {"description": "Whose ticket it is; somebody unknown becomes a contact."},
    },
    "happyfox/add_staff_update": {
        "subject": {"description": "Of the mail alone; the ticket keeps its own."},
        "pending_time": {"description": "ISO 8601, UTC without an offset. How long a status that waits lasts."},
    },
    "happyfox/add_staff_private_note": {
        "pending_time": {"description": "ISO 8601, UTC without an offset. How long a status that waits lasts."},
        "alert": {"description": "Read, and left at that."},
    },
}

_WHOLE: dict[str, Schema] = {
    "happyfox/create_ticket": {"allOf": [_TEXT_OR_HTML, _WHO]},
    "happyfox/add_user_reply": {"allOf": [_TEXT_OR_HTML]},
    "zammad/create_state": {
        "required": ["name"],
        "if": {"not": {"required": ["state_type_id"]}},
        "then": {"required": ["state_type"]},
    },
}


def apply(schema: Schema, endpoint: Endpoint) -> Schema:
    """A body's schema with the rules of its endpoint. Raises KeyError for a rule about a field that there is not."""
    schema = deepcopy(schema) | _WHOLE.get(endpoint.key, {})
    for name, rule in _PROPERTIES.get(endpoint.key, {}).items():
        schema["properties"][name] |= rule
    return schema
