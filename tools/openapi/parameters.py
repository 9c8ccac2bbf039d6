"""Parameters of requests: in the path, in the query, in headers."""

from polydesk.domain.errors import ContactNotFound, NotFound, TicketNotFound
from polydesk.http.identifiers import MAX_IDENTIFIER
from tools.openapi.apis import Schema
from tools.openapi.endpoints import Endpoint
from tools.openapi.schemas import Components

_IDENTIFIER: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_IDENTIFIER}

_ID_OR_ADDRESS: Schema = {"oneOf": [_IDENTIFIER, {"type": "string", "format": "email"}]}

_IDEMPOTENCY_KEY = (
    "The request takes effect once within 24 hours, however often it is sent. A repetition is answered as the first "
    "time; the same key with another body is refused."
)
_IF_MATCH = 'The ETag of the expected version, such as `"3"`. On any other version nothing is changed.'
_ENTITY_TAGS = '^"[0-9]{1,10}"$'
_FROM = (
    "The id, login or e-mail address of a person: the request acts in that person's name, with that person's "
    "permissions. The caller needs `admin.user`."
)


def _header_parameter(name: str, schema: Schema, words: str) -> Schema:
    return {"name": name, "in": "header", "description": words, "schema": schema}


HEADERS: Schema = {
    "IdempotencyKey": _header_parameter(
        "Idempotency-Key", {"type": "string", "pattern": "^[!-~]{1,255}$"}, _IDEMPOTENCY_KEY
    ),
    "From": _header_parameter("From", {"type": "string"}, _FROM),
    "OnBehalfOf": _header_parameter("X-On-Behalf-Of", {"type": "string"}, "As `From`, which counts if both are there."),
    "IfMatch": _header_parameter("If-Match", {"type": "string", "pattern": _ENTITY_TAGS}, _IF_MATCH),
}
"""The components that requests of several endpoints share."""


def parameters(endpoint: Endpoint, components: Components) -> list[Schema]:
    """Return the parameters of an endpoint, those in the path first."""
    found = [_in_path(name, endpoint) for name in endpoint.variables]
    found += _in_query(endpoint, components)
    if endpoint.method == "POST" and endpoint.writes:
        found.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if endpoint.writes and endpoint.identifiers:
        found.append({"$ref": "#/components/parameters/IfMatch"})
    if endpoint.api.acts_for_others:
        found += [{"$ref": f"#/components/parameters/{name}"} for name in ("From", "OnBehalfOf")]
    return found


def _in_path(name: str, endpoint: Endpoint) -> Schema:
    about = endpoint.api.path.get(name) or _identifier(endpoint.identifiers[name])
    return {"name": name, "in": "path", "required": True, **about}


def _identifier(not_found: type[NotFound]) -> Schema:
    if issubclass(not_found, ContactNotFound):
        return {"description": "The contact's id, or e-mail address in any case.", "schema": _ID_OR_ADDRESS}
    thing = not_found.thing.lower()
    word = "number" if issubclass(not_found, TicketNotFound) else "id"
    return {"description": f"The {thing}'s {word}.", "schema": _IDENTIFIER}


def _in_query(endpoint: Endpoint, components: Components) -> list[Schema]:
    if endpoint.query is None:
        return []
    schema = components.fields(endpoint.query, endpoint.api.prefix)
    return [
        {
            "name": name,
            "in": "query",
            **({"required": True} if field.is_required() else {}),
            "description": schema["properties"][name].pop("description", ""),
            "schema": _given(schema["properties"][name], field.default),
        }
        for name, field in endpoint.query.model_fields.items()
    ]


def _given(schema: Schema, default: object) -> Schema:
    """Return the schema of a given parameter, which is never null, with its default if it has one."""
    if isinstance(schema.get("type"), list):
        types = [one for one in schema["type"] if one != "null"]
        schema = {**schema, "type": types[0] if len(types) == 1 else types}
    if "default" not in schema and isinstance(default, str | int) and default != "":
        schema = {**schema, "default": default}
    return schema
