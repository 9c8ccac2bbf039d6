"""What requests say beside their bodies: in the path, in the query, in headers."""

from polydesk.dialects.happyfox.formats import WRITERS
from polydesk.dialects.zammad import listing
from polydesk.domain.search_terms import MAX_QUERY_LENGTH, MAX_TERMS_PER_QUERY
from polydesk.http.query import INT32_MAX
from polydesk.http.request import LARGEST_IDENTIFIER
from tools.openapi.endpoints import Endpoint
from tools.openapi.schemas.shape import Schema
from tools.openapi.schemas.zammad import State

_PAGE: Schema = {"type": "integer", "minimum": 1, "maximum": INT32_MAX, "default": 1}
_FLAG: Schema = {"type": "boolean", "default": False}
_WORDS: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH}
_SEARCH = (
    f"Words, {MAX_TERMS_PER_QUERY} at most, that a ticket has in its subject or its messages; the last one may be "
    "the beginning of a word."
)
_STATE_KEYS = [name for name, field in State.model_fields.items() if field.is_required()]
_EXPAND = ("expand", _FLAG, "Add the names of what ids stand for. A body may say so, too.")


def _listed(*words: str) -> Schema:
    """Some of these words, separated by commas."""
    one = f"({'|'.join(words)})"
    return {"type": "string", "pattern": f"^{one}(,{one})*$", "default": words[0]}


Parameter = tuple[str, Schema, str]
"""Name, schema, description."""

_QUERIES: dict[str, list[Parameter]] = {
    "selectel/list_tickets": [
        ("page", _PAGE, "Which page."),
        ("items_per_page", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 10}, "Tickets on a page."),
        ("only_opened", _FLAG, "Only tickets that are not closed."),
        ("only_closed", _FLAG, "Only tickets that are closed; together with `only_opened`, none."),
        ("q", _WORDS, _SEARCH),
    ],
    "happyfox/read_all_tickets": [
        ("size", {"type": "integer", "default": 10}, "Tickets on a page; brought to the nearest from 10 to 50."),
        ("page", _PAGE, "Which page."),
        (
            "status",
            {"type": "string", "pattern": "^(_all|_pending|_completed|[0-9]+)$", "default": "_all"},
            "`_all`, `_pending`, `_completed`, or the id of a status.",
        ),
        ("q", _WORDS, _SEARCH),
        ("include_updates", _FLAG, "Show each ticket with its history."),
    ],
    "zammad/list_states": [
        ("page", {"type": "integer", "minimum": 1, "default": 1}, "Which page."),
        (
            "per_page",
            {"type": "integer", "minimum": 1, "default": listing.USUAL_SIZE},
            f"States on a page, {listing.LARGEST_SIZE} at most.",
        ),
        ("limit", {"type": "integer", "minimum": 1}, "The same as `per_page`, which goes before it."),
        ("sort_by", _listed(*_STATE_KEYS), "Keys of the answer, separated by commas."),
        ("order_by", _listed("asc", "desc"), "One for each key, separated by commas."),
        _EXPAND,
    ],
    "zammad/show_state": [_EXPAND],
    "zammad/create_state": [_EXPAND],
    "zammad/update_state": [_EXPAND],
}

_IDENTIFIER: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_IDENTIFIER - 1}
_PATHS: dict[str, tuple[Schema, str]] = {
    "ticket_number": (_IDENTIFIER, "The ticket's number."),
    "ticket_id": (_IDENTIFIER, "The ticket's number."),
    "comment_id": (_IDENTIFIER, "The comment's id."),
    "response_format": ({"type": "string", "enum": list(WRITERS)}, "The format of the answer, be it an error."),
}
_IDS = {"happyfox": "The ticket's number.", "zammad": "The state's id."}

_ONCE = (
    "Makes the request take effect once within 24 hours, however often it is sent. A repetition is answered as the "
    "first time; the same key with another body is refused."
)
_IF_MATCH = 'The ETag of the version that the request is about, such as `"3"`; on any other one nothing is changed.'


def _header_parameter(name: str, schema: Schema, words: str) -> Schema:
    return {"name": name, "in": "header", "description": words, "schema": schema}


HEADERS: Schema = {
    "IdempotencyKey": _header_parameter("Idempotency-Key", {"type": "string", "pattern": "^[!-~]{1,255}$"}, _ONCE),
    "IfMatch": _header_parameter("If-Match", {"type": "string"}, _IF_MATCH),
}
"""The components that requests of several endpoints share."""


def query_names(endpoint: Endpoint) -> set[str]:
    """What an endpoint looks for in the query."""
    return {name for name, _, _ in _QUERIES.get(endpoint.key, [])}


def parameters(endpoint: Endpoint) -> list[Schema]:
    """The parameters of an endpoint, those in the path first."""
    found = [_in_path(name, endpoint) for name in endpoint.variables]
    found += [
        {"name": name, "in": "query", "description": words, "schema": schema}
        for name, schema, words in _QUERIES.get(endpoint.key, [])
    ]
    if endpoint.method == "POST":
        found.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if endpoint.writes and endpoint.names_something:
        found.append({"$ref": "#/components/parameters/IfMatch"})
    return found


def _in_path(name: str, endpoint: Endpoint) -> Schema:
    schema, words = (_IDENTIFIER, _IDS[endpoint.dialect]) if name == "id" else _PATHS[name]
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema}
