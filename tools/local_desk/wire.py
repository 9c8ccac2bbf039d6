"""A request and a response as bytes on the wire, before and after the gateway."""

from collections.abc import Iterable
from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


class Headers:
    """Headers in their order, names compared without case."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Hold these pairs."""
        self.pairs: Pairs = tuple(pairs)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The last value under that name, or `default`."""
        values = self.all(name)
        return values[-1] if values else default

    def all(self, name: str) -> list[str]:
        """Every value under that name, in order."""
        return [value for key, value in self.pairs if key.casefold() == name.casefold()]

    def __getitem__(self, name: str) -> str:
        """The last value under that name. Raises KeyError when there is none."""
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        """Whether there is a header of that name."""
        return isinstance(name, str) and bool(self.all(name))

    def __repr__(self) -> str:
        """All of them, for a failing test to show."""
        return f"Headers({list(self.pairs)})"


_NONE = Headers()


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it arrives: `path` and `query` still percent-encoded, the stage still in front of the path."""

    method: str
    path: str
    query: str = ""
    headers: Headers = _NONE
    body: bytes = b""
    source_ip: str = "127.0.0.1"

    @property
    def media_type(self) -> str:
        """Content-Type without its parameters, in lower case; empty without one."""
        return media_type(self.headers.get("Content-Type", "") or "")


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response as it leaves."""

    status: int
    headers: Headers = _NONE
    body: bytes = b""


def media_type(value: str) -> str:
    """A media type without its parameters, in lower case."""
    return value.partition(";")[0].strip().lower()
