"""What a step of the migrations is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.desk.resources import Resources

Cursor = int | str | None
"""Where a part begins, as the step itself defines it; None for the beginning of the table."""

Finding = Mapping[str, Any]
"""Something that the operator has to know, such as two people who have the same address."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a step has done. `next` is where the next part begins, None after the last one."""

    next: Cursor
    changed: int = 0
    found: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step. `run_part` goes through the part of the table that begins at the cursor, in a few seconds at most."""

    number: int
    name: str
    run_part: Callable[[Resources, Cursor], Part]
