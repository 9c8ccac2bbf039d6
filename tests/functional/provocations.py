"""Requests that end with a given status: a success of every endpoint, and each way in which it can fail."""

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from polydesk.domain.errors import KeyReused, Unavailable, WriteConflict
from polydesk.http import payload
from tests.functional.calls import NOTHING, Call
from tests.functional.permissions import allowed, credentials_of
from tests.functional.users import Users
from tools.local_desk.client import Response
from tools.openapi.media import JSON
from tools.openapi.requests import example
from tools.sample_events import UNDOES, event

LIMIT = 2
"""Requests per minute that the scene needs, and a limited desk allows."""

AGENT_ID = 3
"""The id of the agent, who is no administrator."""

TOO_MANY_BYTES = b"x" * (10 * 1024 * 1024 + 1)
AS_JSON = {"Content-Type": JSON}


def send(users: Users, call: Call, headers: dict[str, str] | None = None, **request: Any) -> Response:
    """Send a call as somebody who may, or with these headers."""
    role = allowed(call.endpoint)[0]
    return call.send(users, {**users.headers(role, call.endpoint), **(headers or {})}, **request)


def _malformed(users: Users, call: Call) -> Response:
    if call.endpoint.method == "DELETE":
        return send(users, call, {"If-Match": "1"})
    if not call.endpoint.takes_a_body:
        return _first(_wrong_queries(users, call), 400)
    if JSON not in call.endpoint.reads:
        return send(users, call, content="{")
    return send(users, call, AS_JSON, content="{")


def _unknown(users: Users, call: Call) -> Response:
    return send(users, call, credentials_of(call.endpoint).headers("x" * 43))


def _without_permission(users: Users, call: Call) -> Response:
    """Call without the permission; with a key of the desk, name an agent who does not have it."""
    if call.endpoint.api.calls_as_desk:
        return _first(_bodies(users, call, (AGENT_ID,)), 403)
    return send(users, call, users.headers("bystander", call.endpoint))


def _missing(users: Users, call: Call) -> Response:
    """Ask for what is not there: in the path, as a format, in the query, or in one of the fields of the body."""
    if call.endpoint.identifiers:
        return send(users, call.about_nothing())
    if texts := call.endpoint.api.path.keys() & {*call.endpoint.variables}:
        return send(users, call.with_variables(**dict.fromkeys(texts, "nothing")))
    if call.endpoint.method == "GET":
        return _first(_wrong_queries(users, call), 404)
    return _first(_bodies(users, call, (["nothing"], "nothing", [str(uuid.uuid4())], [NOTHING])), 404)


def _conflicting(users: Users, call: Call) -> Response:
    """Send the same key with another body; where that is no 409, lose a race."""
    reused = call.endpoint.dialect.errors.answer(KeyReused()).status
    if call.endpoint.method != "POST" or reused != 409:
        with failing(WriteConflict()):
            return send(users, call)
    if JSON not in call.endpoint.reads:
        key = {"Idempotency-Key": "one-key"}
        assert send(users, call, key).status == call.endpoint.status
        return send(users, call, key, content=call.body.replace(b'filename="', b'filename="another-'))
    headers = {"Idempotency-Key": "one-key", **AS_JSON}
    sample = example(call.endpoint)
    first, second = json.dumps(sample) if sample else "", json.dumps({**(sample or {}), "another": "value"})
    assert send(users, call, headers, content=first).status == call.endpoint.status
    return send(users, call, headers, content=second)


def _outdated(users: Users, call: Call) -> Response:
    return send(users, call, {"If-Match": '"4711"'})


def _too_large(users: Users, call: Call) -> Response:
    if call.endpoint.method == "GET":
        with patch.object(payload, "MAX_RESPONSE_BYTES", 10):
            return send(users, call)
    return send(users, call, content=TOO_MANY_BYTES)


def _of_another_type(users: Users, call: Call) -> Response:
    """Send text, or where that is read as JSON, JSON in another charset."""
    kind = "application/json; charset=iso-8859-1" if call.endpoint.api.reads_any else "text/plain"
    return send(users, call, {"Content-Type": kind}, content="{}")


def _invalid(users: Users, call: Call) -> Response:
    """Send a value that is not accepted: in the query, in the path, or in one of the fields of the body."""
    match call.endpoint.method:
        case _ if not call.endpoint.writes:
            return _first(_wrong_queries(users, call), 422)
        case "POST" | "PUT" if call.endpoint.body is None:
            return _first(_wrong_queries(users, call), 422)
        case "DELETE" if not call.endpoint.body:
            return _first(_wrong_deletions(users, call), 422)
    return _first(_bodies(users, call, ([],)), 422)


def _over_the_limit(users: Users, call: Call) -> Response:
    """Send as many requests as the limit allows, and one more."""
    if call.endpoint.key in UNDOES:
        return _undone(users, call)
    return _first((_repeated(users, call, content) for content in _shorter_bodies(call)), 429)


def _repeated(users: Users, call: Call, content: bytes) -> Response:
    users.restore()
    for _ in range(LIMIT):
        assert send(users, call, content=content).status == call.endpoint.status
        users.restore(but_for_counted_requests=True)
    return send(users, call, content=content)


def _undone(users: Users, call: Call) -> Response:
    """Use up the limit of two with a POST and the DELETE that undoes it; then undo another person's POST.

    Where the scene has done what the first POST does, that one does not count, and there is one round more.
    """
    users.restore()
    recorded = event(UNDOES[call.endpoint.key])
    sent = {"Content-Type": recorded["headers"].get("Content-Type", JSON)}
    body = base64.b64decode(recorded["body"] or "")
    first, second = allowed(call.endpoint)[:2]
    for role in (first, second, second):
        done = users.world.client({**users.headers(role, call.endpoint), **sent}).post(call.path, content=body)
        assert done.status < 300
        response = send(users, call)
        if response.status == 429:
            break
    return response


def _shorter_bodies(call: Call) -> Iterator[bytes]:
    """Yield the body, and then without each of its optional fields: what counts may depend on one."""
    yield call.body
    if call.content_type == JSON and call.endpoint.body:
        fields = json.loads(call.body)
        optional = [name for name, field in call.endpoint.body.model_fields.items() if not field.is_required()]
        for name in optional:
            yield json.dumps({key: value for key, value in fields.items() if key != name}).encode()


def _bodies(users: Users, call: Call, values: Iterable[Any]) -> Iterator[Response]:
    """Yield the answers to the call with each of its body's fields at each of these values."""
    assert call.endpoint.body is not None
    body = json.loads(call.body)
    for name in call.endpoint.body.model_fields:
        for one in _with_values(body, name, list(values)):
            yield send(users, call, AS_JSON, content=json.dumps(one))


def _with_values(body: dict[str, Any], name: str, values: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Yield the body with each of the values at a field, or at one of the fields of an object that the field is."""
    yield from ({**body, name: value} for value in values)
    inner = body.get(name)
    if isinstance(inner, dict):
        for one in sorted({*inner, "attachment_ids"}):
            yield from ({**body, name: with_value} for with_value in _with_values(inner, one, values))


def _wrong_queries(users: Users, call: Call) -> Iterator[Response]:
    """Yield the answers to the call with an unknown parameter, each of its own at a wrong value, and two tokens."""
    yield send(users, call, params={**call.query, "nothing": "nothing"})
    query = call.endpoint.query
    for name in sorted(query.own_rules.refused) if query and query.own_rules else ():
        yield send(users, call, params={**call.query, name: "nothing"})
    for name in call.endpoint.query.model_fields if call.endpoint.query else ():
        yield send(users, call, params={**call.query, name: "nothing"})
    for name in call.endpoint.api.token_fields:
        yield call.send(users, {}, params=[*call.query.items(), (name, "one"), (name, "another")])


def _wrong_deletions(users: Users, call: Call) -> Iterator[Response]:
    """Yield the answers to the deletion of what is not there, and to one with an unknown parameter."""
    yield send(users, call.about_nothing())
    yield from _wrong_queries(users, call)


def _by_link(users: Users, call: Call) -> Response:
    """Send a request for a file while no answer may have one itself."""
    with patch("polydesk.dialects.zammad.attachments.MAX_BYTES", 0):
        return send(users, call)


def _first(responses: Iterable[Response], status: int) -> Response:
    """Return the first response with this status, or else the last one."""
    response = None
    for response in responses:
        if response.status == status:
            break
    assert response is not None
    return response


def _failing(users: Users, call: Call) -> Response:
    with failing(RuntimeError("broken")):
        return send(users, call)


def _overloaded(users: Users, call: Call) -> Response:
    with failing(Unavailable(3)):
        return send(users, call)


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """Inside, the desk fails with this error, whatever it is asked."""
    with patch("polydesk.http.endpoint.shared_resources", side_effect=error):
        yield


PROVOCATIONS: dict[int, Callable[[Users, Call], Response]] = {
    200: send,
    201: send,
    204: send,
    302: _by_link,
    400: _malformed,
    401: _unknown,
    403: _without_permission,
    404: _missing,
    409: _conflicting,
    412: _outdated,
    413: _too_large,
    415: _of_another_type,
    422: _invalid,
    429: _over_the_limit,
    500: _failing,
    503: _overloaded,
}
"""By the status that they end with."""
