"""Record calls between the modules of given folders.

A crossing is a call from a function in one module directly into a function in another one, both in these folders. A
generator counts each time it is started or resumed. Code without a source file does not count, such as the methods
that dataclasses generate. A call by way of a library, as when pydantic calls a validator, is no crossing; the module
that it reaches is counted.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType

TOOL = sys.monitoring.PROFILER_ID


@dataclass(slots=True)
class Trace:
    """The modules whose functions ran, and the number of calls from one module into another."""

    modules: set[str] = field(default_factory=set)
    crossings: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the dotted names of the calling and the called module."""


@contextmanager
def recording(folders: Iterable[Path]) -> Iterator[Trace]:
    """Record the calls that any thread makes inside, among the modules below `folders`.

    Raises ValueError when another profiler is active.
    """
    trace, roots = Trace(), tuple(folder.resolve() for folder in folders)

    @cache
    def module_of(filename: str) -> str | None:
        return _module_name(Path(filename), roots)

    def on_call(_code: CodeType, _offset: int) -> None:
        frame = sys._getframe(1)
        callee = module_of(frame.f_code.co_filename)
        if callee is None:
            return
        trace.modules.add(callee)
        caller = module_of(frame.f_back.f_code.co_filename) if frame.f_back else None
        if caller is not None and caller != callee:
            trace.crossings[caller, callee] += 1

    with _calling(on_call):
        yield trace


@contextmanager
def _calling(callback: Callable[[CodeType, int], object]) -> Iterator[None]:
    """Call `callback` inside whenever a Python function or generator starts or resumes."""
    monitoring = sys.monitoring
    events = (monitoring.events.PY_START, monitoring.events.PY_RESUME)
    monitoring.use_tool_id(TOOL, "trace")
    try:
        for event in events:
            monitoring.register_callback(TOOL, event, callback)
        monitoring.set_events(TOOL, sum(events))
        yield
    finally:
        monitoring.set_events(TOOL, monitoring.events.NO_EVENTS)
        for event in events:
            monitoring.register_callback(TOOL, event, None)
        monitoring.free_tool_id(TOOL)


def _module_name(source: Path, folders: Iterable[Path]) -> str | None:
    """Return the dotted name of the module in `source`; None for a file outside `folders`."""
    for folder in folders:
        if source.is_relative_to(folder):
            parts = source.relative_to(folder).with_suffix("").parts
            return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return None
