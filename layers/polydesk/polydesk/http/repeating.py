"""The Idempotency-Key header: which requests are the same one.

A key belongs to its sender, the method, and the route with its ids as they are read: `/8/`, `/08/` and `/%38/` are one
path, and so are a path with and without `.json`. The content is compared by its values, see `http.content_hash`.
"""

import hashlib
import re
from collections.abc import Mapping

from polydesk.desk.context import FormerKey, IdempotencyKey
from polydesk.http.errors import InvalidRequest
from polydesk.http.identifiers import identifier
from polydesk.http.request import Request

KEY = re.compile(r"[!-~]{1,255}")


def sent_key(request: Request) -> str | None:
    """Return the key of a POST, or None. Raises InvalidRequest."""
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return None
    if not KEY.fullmatch(key):
        raise InvalidRequest("header", "Idempotency-Key", "The key should be 1 to 255 visible ASCII characters")
    return key


def key_of(request: Request, key: str, fingerprint: str, renderings: Mapping[str, str]) -> IdempotencyKey:
    """Return the key of a request with this content.

    `renderings` has the parameters of the path that only choose how the answer is written, each with the value under
    which all of them count as one.
    """
    former = FormerKey(_digest(request, request.path, key), hashlib.sha256(request.raw).hexdigest())
    return IdempotencyKey(_digest(request, _path(request, renderings), key), fingerprint, former)


def _path(request: Request, renderings: Mapping[str, str]) -> str:
    """Return the route with its parameters as they are read; for the usual spelling that is the path as it came."""
    path = request.route or request.path
    for name, text in request.path_parameters.items():
        path = path.replace(f"{{{name}}}", renderings.get(name) or str(identifier(text) or text))
    return path


def _digest(request: Request, path: str, key: str) -> str:
    path = path.rstrip("/").removesuffix(".json")  # some routes answer with and without the suffix
    sender = f"{request.principal.token_id} {request.method} {path} {key}"
    return hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()
