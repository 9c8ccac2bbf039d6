"""HTTP requests and responses, as they are in front of the gateway."""

from collections.abc import Iterable
from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]

LOCALHOST = "127.0.0.1"


class Headers:
    """Headers in order, with case-insensitive names."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take pairs of name and value."""
        self.pairs: Pairs = tuple(pairs)

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return the last value of that name, or `default`."""
        values = self.all(name)
        return values[-1] if values else default

    def all(self, name: str) -> list[str]:
        """Return every value of that name, in order."""
        return [value for key, value in self.pairs if key.casefold() == name.casefold()]

    def __getitem__(self, name: str) -> str:
        """Return the last value of that name. Raises KeyError if there is none."""
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a header of that name."""
        return isinstance(name, str) and bool(self.all(name))

    def __repr__(self) -> str:
        """Show all headers in a failing test."""
        return f"Headers({list(self.pairs)})"


_NONE = Headers()


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request. `path` and `query` are percent-encoded; `path` begins with the stage.

    `origin` is the address of the server that has received it, a URL without a path; empty: the gateway on AWS.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = _NONE
    body: bytes = b""
    source_ip: str = LOCALHOST
    origin: str = ""

    @property
    def media_type(self) -> str:
        """Content-Type without its parameters, in lower case; empty without one."""
        return media_type(self.headers.get("Content-Type", "") or "")


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response."""

    status: int
    headers: Headers = _NONE
    body: bytes = b""


def media_type(value: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return value.partition(";")[0].strip().lower()
