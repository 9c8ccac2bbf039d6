"""Parses and renders YAML.

In come mappings, sequences and text, nothing else that YAML can say: no tags, no anchors, no aliases. A plain scalar is
the text as it stands there, whatever YAML would make of it (`2019-08-16`, `0123`, `no`), because the fields know what
they want; only null is null. Out goes plain data, in which text never looks like anything else.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from polydesk.domain.errors import TooLarge
from polydesk.formats.errors import MalformedInput, repeated

CONTENT_TYPE = "application/x-yaml"

MAX_BYTES = 256 * 1024
"""Bytes. The parser is written in Python (the layer has no other) and is slow."""

MAX_NODES = 10_000
"""Scalars, sequences and mappings of one document."""

DEEPEST = 20
"""Levels of sequences and mappings within each other."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_END = object()


def parse(raw: bytes) -> Any:
    """Return the value of a YAML document; None for an empty one. Raises MalformedInput and TooLarge."""
    if len(raw) > MAX_BYTES:
        raise TooLarge(MAX_BYTES)
    try:
        events = yaml.parse(raw.decode("utf-8"), Loader=yaml.SafeLoader)
        return _document(_counted(events))
    except UnicodeDecodeError:
        raise _malformed("The body is not valid UTF-8.") from None
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two: escapes and versions out of every range
        raise _malformed("The body is not valid YAML.") from None


def _counted(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield the events, up to the bounds. Raises MalformedInput for tags, anchors, aliases and too many values."""
    nodes = depth = 0
    for event in events:
        match event:
            case yaml.AliasEvent():
                raise _malformed("The body has an alias, which is not read here.")
            case yaml.NodeEvent(anchor=str()):
                raise _malformed("The body has an anchor, which is not read here.")
            case yaml.ScalarEvent(tag=str()) | yaml.CollectionStartEvent(tag=str()):
                raise _malformed("The body has a tag, which is not read here.")
            case yaml.CollectionStartEvent():
                depth += 1
            case yaml.CollectionEndEvent():
                depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if nodes > MAX_NODES or depth > DEEPEST:
            raise _malformed(f"The body has more than {MAX_NODES} values or {DEEPEST} levels.")
        yield event


def _document(events: Iterator[yaml.Event]) -> Any:
    """Return the value of the only document. Raises MalformedInput when there are more."""
    value = None
    found = False
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if found:
                raise _malformed("The body has more than one document.")
            found, value = True, _value(next(events), events)
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> Any:
    """Return the value that begins with an event; _END at the end of a collection."""
    match event:
        case yaml.ScalarEvent():
            return None if event.style is None and event.value in _NULLS else event.value
        case yaml.SequenceStartEvent():
            return list(iter(lambda: _value(next(events), events), _END))
        case yaml.MappingStartEvent():
            return _mapping(events)
        case _:
            return _END


def _mapping(events: Iterator[yaml.Event]) -> dict[str, Any]:
    """Return the mapping whose start has been read. Raises MalformedInput for a repeated key."""
    found: dict[str, Any] = {}
    for key, value in iter(lambda: _entry(events), (_END, _END)):
        if key in found:
            raise repeated(key)
        found[key] = value
    return found


def _entry(events: Iterator[yaml.Event]) -> tuple[Any, Any]:
    event = next(events)
    if isinstance(event, yaml.MappingEndEvent):
        return _END, _END
    if not isinstance(event, yaml.ScalarEvent):
        raise _malformed("The body has a key that is no text.")
    return event.value, _value(next(events), events)


def _malformed(problem: str) -> MalformedInput:
    return MalformedInput(problem)


_DOUBTFUL = re.compile(r"[-+.]?\d.*|[yYnN]", re.DOTALL)
"""Scalars that are a number or a truth value in one version of YAML and text in another, such as `1e3` or `y`."""


_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that are read back as others, or as spaces, unless they are escaped."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write a value as often as it occurs: readers of the answer need not know aliases."""
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _BREAKS.search(text) else "'" if _DOUBTFUL.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def render(data: Any) -> str:
    """Return a value as a YAML document. Text that a reader could take for something else is quoted."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return text
