"""Filter criteria of event sources. A subset of EventBridge's patterns is emulated."""

from collections.abc import Mapping, Sequence
from typing import Any

from tools.local_desk.template.intrinsics import TemplateError


def passes(record: Mapping[str, Any], filters: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the record passes: there are no filters, or at least one matches.

    Raises TemplateError for an operator that is not emulated.
    """
    return not filters or any(matches(record, pattern) for pattern in filters)


def matches(value: Any, pattern: Mapping[str, Any]) -> bool:
    """Tell whether the value matches every key of the pattern, which holds a nested pattern or a list of choices."""
    for key, expected in pattern.items():
        if key.startswith("$"):
            raise TemplateError(f"{key} in a filter is not emulated")
        inside = value.get(key, _ABSENT) if isinstance(value, Mapping) else _ABSENT
        if isinstance(expected, Mapping):
            if not matches(inside, expected):
                return False
        elif not any(_chosen(inside, choice) for choice in expected):
            return False
    return True


_ABSENT = object()


def _chosen(value: Any, choice: Any) -> bool:
    if not isinstance(choice, Mapping):
        return bool(value == choice)
    ((operator, operand),) = choice.items()
    if operator == "exists":
        return (value is not _ABSENT) is bool(operand)
    if operator == "prefix":
        return isinstance(value, str) and value.startswith(operand)
    if operator == "suffix":
        return isinstance(value, str) and value.endswith(operand)
    if operator == "anything-but":
        refused = operand if isinstance(operand, list) else [operand]
        if any(isinstance(one, Mapping) for one in refused):
            raise TemplateError("anything-but with a pattern in a filter is not emulated")
        return value is not _ABSENT and value not in refused
    raise TemplateError(f"{operator} in a filter is not emulated")
